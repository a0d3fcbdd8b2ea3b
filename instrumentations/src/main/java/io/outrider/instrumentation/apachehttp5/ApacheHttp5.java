// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the classic clients of Apache HttpClient 5 where all their {@code execute} methods meet:
 * outside the chain that follows redirects, authenticates and repeats what failed, so that all of
 * this is one call of the application, with one span. A refusal never gets into that chain.
 *
 * <p>A request is changed in place, as the library itself does, and is what it was again when the
 * call has returned.
 *
 * <p>Calls of the asynchronous clients are made by the adapter, with a producer, a consumer and a
 * callback of ours before the application's: their end is the callback's.
 */
public final class ApacheHttp5 implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("apache-httpclient-5", "5.0 to 5.6, classic")
        .type(
            "org.apache.hc.client5.http.impl.classic.InternalHttpClient",
            "org.apache.hc.client5.http.impl.classic.MinimalHttpClient")
        .method("doExecute")
        .arguments(3)
        .argument(0, "org.apache.hc.core5.http.HttpHost")
        .argument(1, "org.apache.hc.core5.http.ClassicHttpRequest")
        .argument(2, "org.apache.hc.core5.http.protocol.HttpContext")
        .replacing(2)
        .as(Shape.CLIENT_CALL, ClassicClient.class);
    weaver
        .library("apache-httpclient-5-async", "5.0 to 5.6")
        .type(
            "org.apache.hc.client5.http.impl.async.InternalAbstractHttpAsyncClient",
            "org.apache.hc.client5.http.impl.async.AbstractMinimalHttpAsyncClientBase")
        .method("doExecute")
        .arguments(6)
        .as(Shape.CLIENT_INSTEAD, AsyncClient.class);
  }
}
