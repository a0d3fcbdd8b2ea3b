// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.HeldBytes;
import io.outrider.instrumentation.HttpClientAdapter.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Notes the response on its way to the application's consumer; one that another attempt will follow
 * it keeps for itself.
 */
final class AsyncConsumer implements AsyncResponseConsumer<Object> {
  private final AsyncCall call;
  private final AsyncResponseConsumer<Object> consumer;
  private final AsyncFuture future;

  /** Null: no attempt follows. */
  private final Verdict verdict;

  private volatile Held held;
  private volatile FutureCallback<Object> result;

  AsyncConsumer(AsyncCall call, AsyncFuture future, Verdict verdict) {
    this.call = call;
    this.consumer = call.consumer;
    this.future = future;
    this.verdict = verdict;
  }

  /** An answer that the application does not get, unless it has to after all. */
  static final class Held {
    final AsyncCall call;
    final HttpResponse response;
    final EntityDetails details;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Held(AsyncCall call, HttpResponse response, EntityDetails details, byte[] body) {
      this.call = call;
      this.response = response;
      this.details = details;
      this.body.write(body, 0, body.length);
    }

    byte[] body() {
      return body.toByteArray();
    }
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails details,
      HttpContext context,
      FutureCallback<Object> resultCallback)
      throws HttpException, IOException {
    call.response = response;
    if (verdict != null && verdict.again(response.getCode(), Reading.retryAfter(response))) {
      held = new Held(call, response, details, new byte[0]);
      result = resultCallback;
      if (details == null) {
        resultCallback.completed(held);
      }
      return;
    }
    call.handedOver = true;
    consumer.consumeResponse(response, details, context, resultCallback);
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context)
      throws HttpException, IOException {
    consumer.informationResponse(response, context);
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    if (held == null) {
      consumer.updateCapacity(channel);
    } else {
      channel.update(Integer.MAX_VALUE);
    }
  }

  @Override
  public void consume(ByteBuffer bytes) throws IOException {
    Held kept = held;
    if (kept == null) {
      consumer.consume(bytes);
      return;
    }
    while (bytes.hasRemaining() && kept.body.size() < HeldBytes.MOST) {
      kept.body.write(bytes.get());
    }
    if (bytes.hasRemaining()) {
      // To read on would cost more than a connection.
      bytes.position(bytes.limit());
      future.complete(kept);
      future.cancel(true);
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
    if (held == null) {
      consumer.streamEnd(trailers);
    } else {
      result.completed(held);
    }
  }

  @Override
  public void failed(Exception thrown) {
    if (call.handedOver) {
      consumer.failed(thrown);
    }
  }

  @Override
  public void releaseResources() {
    if (call.handedOver) {
      consumer.releaseResources();
    }
  }
}
