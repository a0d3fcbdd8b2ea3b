// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.okhttp;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Reads a call at the head of its chain of interceptors. The chain holds the request, the timeouts
 * and the call; the chains further down are part of the call that this one makes.
 */
final class ChainAdapter implements HttpClientAdapter<Interceptor.Chain, Response> {
  @Override
  public Interceptor.Chain request(Object self, Object a0, Object a1, Object a2) {
    if (!(self instanceof Interceptor.Chain) || !(a0 instanceof Request)) {
      return null;
    }
    // A WebSocket's handshake: what follows it is no exchange of ours.
    return "websocket".equalsIgnoreCase(((Request) a0).header("Upgrade"))
        ? null
        : (Interceptor.Chain) self;
  }

  @Override
  public Response response(Interceptor.Chain chain, Object returned, Throwable thrown) {
    return (Response) returned;
  }

  @Override
  public String method(Interceptor.Chain chain) {
    return chain.request().method();
  }

  @Override
  public String scheme(Interceptor.Chain chain) {
    return chain.request().url().scheme();
  }

  @Override
  public String host(Interceptor.Chain chain) {
    return chain.request().url().host();
  }

  @Override
  public int port(Interceptor.Chain chain) {
    return chain.request().url().port();
  }

  @Override
  public String url(Interceptor.Chain chain) {
    return chain.request().url().toString();
  }

  @Override
  public List<String> requestHeaders(Interceptor.Chain chain, String name) {
    return chain.request().headers(name);
  }

  @Override
  public Object outgoing(
      Interceptor.Chain chain, Headers headers, long connectNanos, long requestNanos) {
    Request request = chain.request();
    if (headers.size() > 0) {
      Request.Builder builder = request.newBuilder();
      for (int i = 0; i < headers.size(); i++) {
        builder.header(headers.name(i), headers.value(i));
      }
      request = builder.build();
    }
    Interceptor.Chain limited = Chains.limited(chain, connectNanos, requestNanos);
    return limited == chain ? request : new Limited(limited, request);
  }

  @Override
  public int status(Response response) {
    return response.code();
  }

  @Override
  public List<String> responseHeaders(Response response, String name) {
    return response.headers(name);
  }

  @Override
  public String protocolVersion(Response response) {
    switch (response.protocol().toString()) {
      case "http/1.0":
        return "1.0";
      case "http/1.1":
        return "1.1";
      case "h2":
      case "h2_prior_knowledge":
        return "2";
      case "h3":
        return "3";
      default:
        return null;
    }
  }

  @Override
  public boolean callable() {
    return true;
  }

  @Override
  public boolean repeatable(Interceptor.Chain chain) {
    return Chains.isRepeatable(chain.request());
  }

  @Override
  public boolean givenUp(Interceptor.Chain chain, Throwable thrown, long nanos) {
    return thrown instanceof IOException && Chains.isCancelled(chain, thrown, nanos);
  }

  @Override
  public Object call(Object self, Object a0, Object a1, Object a2, Verdict verdict)
      throws Throwable {
    Response response =
        a0 instanceof Limited
            ? ((Limited) a0).call()
            : ((Interceptor.Chain) self).proceed((Request) a0);
    return verdict != null && verdict.again(response.code(), response.header("Retry-After"))
        ? MadeResponses.held(response)
        : response;
  }

  /** It was read when the call was held. */
  @Override
  public CompletionStage<?> release(Object returned, Object a1) {
    return CompletableFuture.completedFuture(returned);
  }

  @Override
  public CompletionStage<?> answer(
      Interceptor.Chain chain,
      Object a1,
      int status,
      Headers headers,
      byte[] body,
      Verdict verdict) {
    Response response = MadeResponses.of(chain.request(), status, headers, body);
    if (verdict != null) {
      verdict.again(status, response.header("Retry-After"));
    }
    return CompletableFuture.completedFuture(response);
  }

  /** A call with other timeouts than the application's. */
  private static final class Limited implements Detour {
    private final Interceptor.Chain chain;
    private final Request request;

    Limited(Interceptor.Chain chain, Request request) {
      this.chain = chain;
      this.request = request;
    }

    @Override
    public Response call() throws IOException {
      return chain.proceed(request);
    }
  }
}
