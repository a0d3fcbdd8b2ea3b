// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.outrider.instrumentation.ProducerAdapter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * Publishes to a broker that takes no messages just now, when it does so again: the client would
 * wait for that as long as it takes, once what lies between the two is full.
 */
final class Waiting implements ProducerAdapter.Detour {
  /** A connection that is closed meanwhile wakes nobody. */
  private static final long LONGEST_WAIT_MILLIS = 100;

  private final Channel channel;
  private final Broker broker;
  private final Object[] arguments;
  private final long nanos;

  Waiting(Channel channel, Broker broker, Object[] arguments, long nanos) {
    this.channel = channel;
    this.broker = broker;
    this.arguments = arguments;
    this.nanos = nanos;
  }

  @Override
  public Object call() throws IOException {
    awaitUnblocked();
    channel.basicPublish(
        (String) arguments[0],
        (String) arguments[1],
        (Boolean) arguments[2],
        (Boolean) arguments[3],
        (AMQP.BasicProperties) arguments[4],
        (byte[]) arguments[5]);
    return null;
  }

  private void awaitUnblocked() throws IOException {
    long end = System.nanoTime() + nanos;
    synchronized (broker) {
      while (broker.isBlocked() && channel.isOpen()) {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
          throw new SocketTimeoutException(
              "The broker takes no messages (connection.blocked), and did not within "
                  + TimeUnit.NANOSECONDS.toMillis(nanos)
                  + " ms, the time limit of a rule; nothing was sent.");
        }
        try {
          broker.wait(Math.min(millis, LONGEST_WAIT_MILLIS));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("Interrupted while the broker took no messages.");
        }
      }
    }
  }
}
