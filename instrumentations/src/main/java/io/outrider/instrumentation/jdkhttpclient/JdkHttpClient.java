// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/** Weaves the one implementation of {@code java.net.http.HttpClient} that the JDK has. */
public final class JdkHttpClient implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    // send() waits for a private overload of sendAsync(); the overload with two parameters calls
    // the one with three.
    weaver
        .library("jdk-http-client", "the JDK's own, 11 to 26")
        .type("jdk.internal.net.http.HttpClientImpl")
        .method("send")
        .arguments(2)
        .as(Shape.CLIENT_CALL, JdkHttpClientAdapter.class)
        .method("sendAsync")
        .arguments(3)
        .as(Shape.CLIENT_FUTURE, JdkHttpClientAdapter.class)
        .method("connectTimeout")
        .arguments(0)
        .as(Shape.CONNECT_LIMIT, ConnectLimit.class);
  }
}
