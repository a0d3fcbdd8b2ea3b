// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import java.io.IOException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.protocol.HttpContext;

/** Sends another request than the application's producer has made, and the body from there. */
final class AsyncProducer implements HttpAsyncRequestProducer {
  private final AsyncCall call;
  private final HttpAsyncRequestProducer producer;
  private final HttpRequest request;

  AsyncProducer(AsyncCall call, HttpRequest request) {
    this.call = call;
    this.producer = call.producer;
    this.request = request;
  }

  @Override
  public HttpHost getTarget() {
    return call.target;
  }

  @Override
  public HttpRequest generateRequest() {
    return request;
  }

  @Override
  public void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
    producer.produceContent(encoder, control);
  }

  @Override
  public void requestCompleted(HttpContext context) {
    producer.requestCompleted(context);
  }

  @Override
  public void failed(Exception thrown) {
    if (call.handedOver) {
      producer.failed(thrown);
    }
  }

  @Override
  public boolean isRepeatable() {
    return producer.isRepeatable();
  }

  @Override
  public void resetRequest() throws IOException {
    producer.resetRequest();
  }

  @Override
  public void close() throws IOException {
    if (call.handedOver) {
      producer.close();
    }
  }
}
