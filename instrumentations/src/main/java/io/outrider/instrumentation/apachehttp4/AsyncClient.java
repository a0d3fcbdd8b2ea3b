// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.ClientCalls;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.InsteadAdapter;
import io.outrider.instrumentation.Millis;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;

/** Makes and reads the calls of asynchronous clients. */
final class AsyncClient extends Reading implements InsteadAdapter {
  private final ClientCalls calls = ClientCalls.of(this, "apache-httpasyncclient-4");

  @Override
  @SuppressWarnings("unchecked") // Consumer and callback are of one type, whichever it is.
  public Callable<?> instead(final Object self, Object[] arguments) throws Exception {
    if (!(arguments[0] instanceof HttpAsyncRequestProducer)
        || arguments[0] instanceof AsyncProducer
        || !(arguments[1] instanceof HttpAsyncResponseConsumer)
        || !calls.observes()) {
      return null;
    }
    HttpAsyncRequestProducer producer = (HttpAsyncRequestProducer) arguments[0];
    HttpRequest request = producer.generateRequest();
    if (request == null) {
      return null;
    }
    final AsyncCall call =
        new AsyncCall(
            self,
            request,
            producer,
            (HttpAsyncResponseConsumer<Object>) arguments[1],
            (HttpContext) arguments[2],
            (FutureCallback<Object>) arguments[3]);
    return new Callable<Object>() {
      @Override
      public Object call() throws Exception {
        return make(call);
      }
    };
  }

  private CompletableFuture<?> make(AsyncCall call) throws Exception {
    CompletableFuture<?> future;
    try {
      future = calls.make(call);
      if (future == null) {
        call.handedOver = true;
        future = call.send(null, 0, 0, null);
      }
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    future.whenComplete(call);
    return future;
  }

  @Override
  Call call(Object client, HttpHost target, HttpRequest request, HttpContext context) {
    return null;
  }

  @Override
  public Call request(Object call, Object a0, Object a1, Object a2) {
    return (AsyncCall) call;
  }

  @Override
  public HttpResponse response(Call call, Object returned, Throwable thrown) {
    return ((AsyncCall) call).response;
  }

  @Override
  public Object outgoing(
      final Call call, final Headers headers, long connectNanos, long requestNanos) {
    // A read timeout does not begin before there is a connection.
    long connect = connectNanos > 0 ? connectNanos : requestNanos;
    return new Sending(
        (AsyncCall) call, headers, Millis.roundedUp(connect), Millis.roundedUp(requestNanos));
  }

  @Override
  public boolean callable() {
    return true;
  }

  @Override
  public boolean repeatable(Call call) {
    return ((AsyncCall) call).producer.isRepeatable();
  }

  @Override
  public CompletableFuture<?> callAsync(
      Object self, Object sending, Object a1, Object a2, Verdict verdict) {
    return ((Sending) sending).send(verdict);
  }

  @Override
  public CompletionStage<?> release(Object returned, Object a1) {
    AsyncConsumer.Held held = (AsyncConsumer.Held) returned;
    return held.call.give(held.response, held.body());
  }

  @Override
  public CompletionStage<?> answer(
      Call call, Object a1, int status, Headers headers, byte[] body, Verdict verdict) {
    HttpResponse response =
        new MadeResponse(status, headers, "HEAD".equals(method(call)) ? null : body);
    ((AsyncCall) call).response = response;
    if (verdict != null && verdict.again(status, retryAfter(response))) {
      return CompletableFuture.completedFuture(
          new AsyncConsumer.Held((AsyncCall) call, response, body));
    }
    return ((AsyncCall) call).give(response, body);
  }

  /** What is sent, and within which time. */
  private static final class Sending implements Detour {
    private final AsyncCall call;
    private final Headers headers;
    private final int connectMillis;
    private final int requestMillis;

    Sending(AsyncCall call, Headers headers, int connectMillis, int requestMillis) {
      this.call = call;
      this.headers = headers;
      this.connectMillis = connectMillis;
      this.requestMillis = requestMillis;
    }

    /** The only attempt. */
    @Override
    public Object call() {
      call.handedOver = true;
      return call.send(headers, connectMillis, requestMillis, null);
    }

    CompletableFuture<?> send(Verdict verdict) {
      return call.send(headers, connectMillis, requestMillis, verdict);
    }
  }
}
