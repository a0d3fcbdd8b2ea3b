// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code java.net.http.HttpClient}. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class JdkHttpClientIT extends HttpClientContract {
  static Stream<HttpClientVariant> variants() {
    return Stream.of(17, 25).flatMap(jdk -> Stream.of(variant(jdk, "sync"), variant(jdk, "async")));
  }

  private static HttpClientVariant variant(int jdk, String mode) {
    return new HttpClientVariant(
        jdk,
        "JdkHttpClientDriver",
        "java.net.http",
        mode,
        null,
        true,
        mode.equals("async"),
        true,
        true,
        false,
        true,
        "302",
        "java.net.http.HttpTimeoutException",
        null,
        null);
  }

  @Test
  void aRedirectToHttpsKeepsTheTrace() {
    String path = "/to-secure?id=" + next();
    Order answer = child.perform(get(path));
    assertThat(answer.get("status")).isEqualTo("200");
    SpanView span = clientSpan(path);
    for (TestServer.Request request : server.requests(path.substring(10))) {
      assertThat(request.header("traceparent")).contains(span.traceId());
    }
  }

  @Test
  void aCallThatTheCallerCancelsIsNoError() {
    String path = "/hang?id=" + next();
    assertThat(child.perform(get(path).with("mode", "cancel").with("after", 200)).get("cancelled"))
        .isEqualTo("true");
    SpanView span = clientSpan(path);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes()).doesNotContainKey("http.response.status_code");
  }
}
