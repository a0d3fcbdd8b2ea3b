// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import java.io.IOException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Sends another request than the application's producer has made, and the body from there. */
final class AsyncProducer implements AsyncRequestProducer {
  private final AsyncCall call;
  private final AsyncRequestProducer producer;
  private final HttpRequest request;

  AsyncProducer(AsyncCall call, HttpRequest request) {
    this.call = call;
    this.producer = call.producer;
    this.request = request;
  }

  @Override
  public void sendRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    channel.sendRequest(request, call.entity, context);
  }

  @Override
  public boolean isRepeatable() {
    return producer.isRepeatable();
  }

  @Override
  public int available() {
    return producer.available();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    producer.produce(channel);
  }

  @Override
  public void failed(Exception thrown) {
    if (call.handedOver) {
      producer.failed(thrown);
    }
  }

  /** Before another attempt, too: so the library has a body begin anew. */
  @Override
  public void releaseResources() {
    producer.releaseResources();
  }
}
