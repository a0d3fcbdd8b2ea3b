// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.outrider.instrumentation.Messages;
import io.outrider.instrumentation.Wrapped;
import java.io.IOException;

/** Calls a consumer inside the span of each message. */
final class Worked implements Consumer, Wrapped {
  private final Consumer consumer;
  private final Source source;

  Worked(Consumer consumer, Source source) {
    this.consumer = consumer;
    this.source = source;
  }

  @Override
  public Object original() {
    return consumer;
  }

  @Override
  public void handleDelivery(
      String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
      throws IOException {
    Object processing = Messages.process(Delivered.ONE, new Incoming(source, envelope, properties));
    Throwable failure = null;
    try {
      consumer.handleDelivery(consumerTag, envelope, properties, body);
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      Messages.processed(processing, failure);
    }
  }

  @Override
  public void handleConsumeOk(String consumerTag) {
    consumer.handleConsumeOk(consumerTag);
  }

  @Override
  public void handleCancelOk(String consumerTag) {
    consumer.handleCancelOk(consumerTag);
  }

  @Override
  public void handleCancel(String consumerTag) throws IOException {
    consumer.handleCancel(consumerTag);
  }

  @Override
  public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
    consumer.handleShutdownSignal(consumerTag, signal);
  }

  @Override
  public void handleRecoverOk(String consumerTag) {
    consumer.handleRecoverOk(consumerTag);
  }
}
