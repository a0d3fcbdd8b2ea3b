// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.Headers;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Makes responses that no server has sent. */
final class MadeResponse {
  /** Public only in the newest versions; the class is final, and nothing else makes one. */
  private static final MethodHandle ADAPT = adapt();

  private MadeResponse() {}

  private static MethodHandle adapt() {
    try {
      Method adapt =
          CloseableHttpResponse.class.getDeclaredMethod("adapt", ClassicHttpResponse.class);
      adapt.setAccessible(true);
      return MethodHandles.lookup().unreflect(adapt);
    } catch (ReflectiveOperationException | RuntimeException absent) {
      return null;
    }
  }

  /**
   * Null when this version leaves no way.
   *
   * @param body null: none, as the request allows none
   */
  static CloseableHttpResponse of(int status, Headers headers, byte[] body) {
    if (ADAPT == null) {
      return null;
    }
    ClassicHttpResponse response = new BasicClassicHttpResponse(status);
    for (int i = 0; i < headers.size(); i++) {
      response.addHeader(headers.name(i), headers.value(i));
    }
    if (body != null && status != 204 && status != 304) {
      if (!response.containsHeader("Content-Length")) {
        response.addHeader("Content-Length", Integer.toString(body.length));
      }
      String type =
          response.containsHeader("Content-Type")
              ? response.getFirstHeader("Content-Type").getValue()
              : null;
      response.setEntity(HeldBody.entity(body, type, null));
    }
    try {
      return (CloseableHttpResponse) ADAPT.invokeExact(response);
    } catch (Throwable e) {
      return null;
    }
  }
}
