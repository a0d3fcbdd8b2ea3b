// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.httpurlconnection;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the JDK's handler of http and https URLs.
 *
 * <p>{@code getResponseCode}, {@code getHeaderField} and their like all come by {@code
 * getInputStream}. What an application gets for https delegates to an {@code
 * AbstractDelegateHttpsURLConnection}, which inherits what it does not name here: the delegate is
 * the one object of a call.
 */
public final class HttpUrlConnection implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("http-url-connection", "the JDK's own, 8 to 26")
        .type(
            "sun.net.www.protocol.http.HttpURLConnection",
            "sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection")
        .method("connect")
        .arguments(0)
        .as(Shape.CLIENT_BEGIN, Connecting.class)
        .method("getOutputStream")
        .arguments(0)
        .as(Shape.CLIENT_BEGIN, Writing.class)
        .method("getInputStream")
        .arguments(0)
        .as(Shape.CLIENT_END, Reading.class)
        .method("disconnect")
        .arguments(0)
        .as(Shape.CLIENT_ABANDON, Reading.class);
  }
}
