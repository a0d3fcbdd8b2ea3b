// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.ClientCalls;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.InsteadAdapter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Makes and reads the calls of asynchronous clients. */
final class AsyncClient extends Reading implements InsteadAdapter {
  private final ClientCalls calls = ClientCalls.of(this, "apache-httpclient-5-async");

  @Override
  public Callable<?> instead(Object self, Object[] arguments) throws Exception {
    if (!(arguments[1] instanceof AsyncRequestProducer)
        || arguments[1] instanceof AsyncProducer
        || !(arguments[2] instanceof AsyncResponseConsumer)
        || !calls.observes()) {
      return null;
    }
    AsyncCall.Asked asked = new AsyncCall.Asked();
    ((AsyncRequestProducer) arguments[1]).sendRequest(asked, (HttpContext) arguments[4]);
    if (asked.request == null) {
      // It will say so another time: nobody knows what this is.
      return null;
    }
    final AsyncCall call = new AsyncCall(self, arguments, asked.request, asked.entity);
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
  public Addressed request(Object call, Object a0, Object a1, Object a2) {
    return (AsyncCall) call;
  }

  @Override
  public HttpResponse response(Addressed call, Object returned, Throwable thrown) {
    return ((AsyncCall) call).response;
  }

  @Override
  public Object outgoing(Addressed call, Headers headers, long connectNanos, long requestNanos) {
    // A wait for an answer does not begin before there is a connection.
    return new Sending(
        (AsyncCall) call, headers, connectNanos > 0 ? connectNanos : requestNanos, requestNanos);
  }

  @Override
  public boolean repeatable(Addressed call) {
    return ((AsyncCall) call).entity == null || ((AsyncCall) call).producer.isRepeatable();
  }

  @Override
  public CompletableFuture<?> callAsync(
      Object self, Object sending, Object a1, Object a2, Verdict verdict) {
    return ((Sending) sending).send(verdict);
  }

  @Override
  public CompletionStage<?> release(Object returned, Object a1) {
    AsyncConsumer.Held held = (AsyncConsumer.Held) returned;
    return held.call.give(held.response, held.details, held.body());
  }

  @Override
  public CompletionStage<?> answer(
      Addressed addressed, Object a1, int status, Headers headers, byte[] body, Verdict verdict) {
    AsyncCall call = (AsyncCall) addressed;
    HttpResponse response = new BasicHttpResponse(status);
    for (int i = 0; i < headers.size(); i++) {
      response.addHeader(headers.name(i), headers.value(i));
    }
    EntityDetails details = null;
    if (!"HEAD".equals(method(call)) && status != 204 && status != 304) {
      String type =
          response.containsHeader("Content-Type")
              ? response.getFirstHeader("Content-Type").getValue()
              : null;
      details = HeldBody.entity(body, type, null);
    }
    call.response = response;
    if (verdict != null && verdict.again(status, retryAfter(response))) {
      return CompletableFuture.completedFuture(
          new AsyncConsumer.Held(call, response, details, body));
    }
    return call.give(response, details, body);
  }

  /** What is sent, and within which time. */
  private static final class Sending implements Detour {
    private final AsyncCall call;
    private final Headers headers;
    private final long connectNanos;
    private final long requestNanos;

    Sending(AsyncCall call, Headers headers, long connectNanos, long requestNanos) {
      this.call = call;
      this.headers = headers;
      this.connectNanos = connectNanos;
      this.requestNanos = requestNanos;
    }

    /** The only attempt. */
    @Override
    public Object call() {
      call.handedOver = true;
      return call.send(headers, connectNanos, requestNanos, null);
    }

    CompletableFuture<?> send(Verdict verdict) {
      return call.send(headers, connectNanos, requestNanos, verdict);
    }
  }
}
