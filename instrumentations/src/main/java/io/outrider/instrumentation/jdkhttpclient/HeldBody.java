// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import io.outrider.instrumentation.HeldBytes;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Reads the body of an answer that is not meant to reach the application, so that its connection
 * can be used again, and keeps it in case it has to after all. One that is longer than 64 KiB is
 * cut off there: to read on would cost more than a connection.
 */
final class HeldBody implements HttpResponse.BodySubscriber<Object> {
  private final CompletableFuture<Object> body = new CompletableFuture<Object>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Flow.Subscription subscription;

  @Override
  public CompletionStage<Object> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription source) {
    if (subscription != null) {
      source.cancel();
      return;
    }
    subscription = source;
    source.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (body.isDone()) {
      return;
    }
    for (ByteBuffer buffer : buffers) {
      byte[] part = new byte[Math.min(buffer.remaining(), HeldBytes.MOST - bytes.size())];
      boolean tooLong = buffer.remaining() > part.length;
      buffer.get(part);
      bytes.write(part, 0, part.length);
      if (tooLong) {
        subscription.cancel();
        onComplete();
        return;
      }
    }
  }

  @Override
  public void onError(Throwable error) {
    // What has come is enough: the status was known, and the call is made again because of that.
    onComplete();
  }

  @Override
  public void onComplete() {
    body.complete(new Bytes(bytes.toByteArray()));
  }

  /** What was kept: the body of the response until it is released. */
  static final class Bytes {
    final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }
  }
}
