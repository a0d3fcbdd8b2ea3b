// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the clients of Apache HttpClient 4 where all their {@code execute} methods meet: outside
 * the chain that follows redirects, authenticates and repeats what failed, so that all of this is
 * one call of the application, with one span. A refusal never gets into that chain.
 *
 * <p>A request is changed in place, as the library itself does, and is what it was again when the
 * call has returned.
 *
 * <p>Calls of the asynchronous clients are made by the adapter, with a producer, a consumer and a
 * callback of ours before the application's: their end is the callback's.
 */
public final class ApacheHttp4 implements Instrumentation {
  private static final String CLIENTS = "org.apache.http.impl.client.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("apache-httpclient-4", "4.0 to 4.5");
    // The clients of before 4.3; since then they implement what the newer ones do.
    weave(library, "AbstractHttpClient", "execute", LegacyClient.class);
    weave(library, "AbstractHttpClient", "doExecute", LegacyClient.class);
    weave(library, "InternalHttpClient", "doExecute", CurrentClient.class);
    weave(library, "MinimalHttpClient", "doExecute", CurrentClient.class);
    weaver
        .library("apache-httpasyncclient-4", "4.0 to 4.1")
        .type(
            "org.apache.http.impl.nio.client.InternalHttpAsyncClient",
            "org.apache.http.impl.nio.client.MinimalHttpAsyncClient")
        .method("execute")
        .arguments(4)
        .argument(0, "org.apache.http.nio.protocol.HttpAsyncRequestProducer")
        .as(Shape.CLIENT_INSTEAD, AsyncClient.class);
  }

  private static void weave(
      Library library, String type, String method, Class<? extends HttpClientAdapter<?, ?>> as) {
    library
        .type(CLIENTS + type)
        .method(method)
        .arguments(3)
        .argument(0, "org.apache.http.HttpHost")
        .argument(1, "org.apache.http.HttpRequest")
        .argument(2, "org.apache.http.protocol.HttpContext")
        .replacing(2)
        .as(Shape.CLIENT_CALL, as);
  }
}
