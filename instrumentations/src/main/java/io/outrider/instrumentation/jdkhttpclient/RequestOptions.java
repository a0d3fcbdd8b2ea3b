// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import io.outrider.instrumentation.Headers;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.BiPredicate;

/**
 * Copies requests where they have options (26 and later), which a class compiled for 11 cannot hand
 * on: there the JDK's own copy is used, which knows them all.
 */
final class RequestOptions {
  /** Since 16. */
  private static final MethodHandle COPY = copy();

  private static final boolean EXIST = COPY != null && exists("java.net.http.HttpOption");

  private RequestOptions() {}

  static boolean exist() {
    return EXIST;
  }

  private static MethodHandle copy() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              HttpRequest.class,
              "newBuilder",
              MethodType.methodType(
                  HttpRequest.Builder.class, HttpRequest.class, BiPredicate.class));
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }

  private static boolean exists(String className) {
    try {
      Class.forName(className, false, HttpRequest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException older) {
      return false;
    }
  }

  /**
   * @param timeout null: the application's
   */
  static HttpRequest copy(HttpRequest request, Headers headers, Duration timeout) throws Exception {
    HttpRequest.Builder copy = builder(request, new NotAmong(headers));
    for (int i = 0; i < headers.size(); i++) {
      copy.setHeader(headers.name(i), headers.value(i));
    }
    if (timeout != null) {
      copy.timeout(timeout);
    }
    return copy.build();
  }

  private static HttpRequest.Builder builder(
      HttpRequest request, BiPredicate<String, String> filter) throws Exception {
    try {
      return (HttpRequest.Builder) COPY.invokeExact(request, filter);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class NotAmong implements BiPredicate<String, String> {
    private final Headers headers;

    NotAmong(Headers headers) {
      this.headers = headers;
    }

    @Override
    public boolean test(String name, String value) {
      return !headers.contains(name);
    }
  }
}
