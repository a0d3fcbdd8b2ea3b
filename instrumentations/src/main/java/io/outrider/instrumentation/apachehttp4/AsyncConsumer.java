// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.HeldBytes;
import io.outrider.instrumentation.HttpClientAdapter.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;

/**
 * Notes the response on its way to the application's consumer; one that another attempt will follow
 * it keeps for itself.
 */
final class AsyncConsumer implements HttpAsyncResponseConsumer<Object> {
  private final AsyncCall call;
  private final HttpAsyncResponseConsumer<Object> consumer;
  private final CompletableFuture<Object> future;

  /** Null: no attempt follows. */
  private final Verdict verdict;

  private volatile Held held;
  private volatile boolean full;

  AsyncConsumer(AsyncCall call, CompletableFuture<Object> future, Verdict verdict) {
    this.call = call;
    this.consumer = call.consumer;
    this.future = future;
    this.verdict = verdict;
  }

  /** An answer that the application does not get, unless it has to after all. */
  static final class Held {
    final AsyncCall call;
    final HttpResponse response;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Held(AsyncCall call, HttpResponse response, byte[] body) {
      this.call = call;
      this.response = response;
      this.body.write(body, 0, body.length);
    }

    byte[] body() {
      return body.toByteArray();
    }
  }

  @Override
  public void responseReceived(HttpResponse response) throws IOException, HttpException {
    call.response = response;
    if (verdict != null
        && verdict.again(response.getStatusLine().getStatusCode(), Reading.retryAfter(response))) {
      held = new Held(call, response, new byte[0]);
      return;
    }
    call.handedOver = true;
    consumer.responseReceived(response);
  }

  @Override
  public void consumeContent(ContentDecoder decoder, IOControl control) throws IOException {
    Held kept = held;
    if (kept == null) {
      consumer.consumeContent(decoder, control);
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (decoder.read(buffer) > 0) {
      int room = Math.min(buffer.position(), HeldBytes.MOST - kept.body.size());
      kept.body.write(buffer.array(), 0, room);
      if (room < buffer.position()) {
        // To read on would cost more than a connection.
        full = true;
        future.complete(kept);
        control.shutdown();
        return;
      }
      buffer.clear();
    }
  }

  @Override
  public void responseCompleted(HttpContext context) {
    if (held == null) {
      consumer.responseCompleted(context);
    } else {
      full = true;
    }
  }

  @Override
  public void failed(Exception thrown) {
    if (call.handedOver) {
      consumer.failed(thrown);
    }
  }

  @Override
  public Exception getException() {
    return held == null && call.handedOver ? consumer.getException() : null;
  }

  @Override
  public Object getResult() {
    Held kept = held;
    return kept != null ? kept : call.handedOver ? consumer.getResult() : null;
  }

  @Override
  public boolean isDone() {
    return held == null ? consumer.isDone() : full;
  }

  @Override
  public boolean cancel() {
    return !call.handedOver || consumer.cancel();
  }

  @Override
  public void close() throws IOException {
    if (call.handedOver) {
      consumer.close();
    }
  }
}
