// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Apache HttpClient 4, before and since 4.3. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class ApacheHttpClient4IT extends HttpClientContract {
  static Stream<HttpClientVariant> variants() {
    return Stream.of(
        variant(17, "ApacheHttp40Driver", "apache40", "sync", "4.0"),
        variant(25, "ApacheHttp40Driver", "apache40", "sync", "4.2"),
        variant(17, "ApacheHttp40Driver", "apache40", "sync", "4.5"),
        variant(17, "ApacheHttp4Driver", "apache4", "sync", "4.3"),
        variant(25, "ApacheHttp4Driver", "apache4", "sync", "4.5"),
        variant(17, "ApacheHttp4Driver", "apache4", "handler", "4.5"),
        variant(25, "ApacheHttp4Driver", "apache4", "plain", "4.5"));
  }

  private static HttpClientVariant variant(
      int jdk, String driverClass, String driver, String mode, String version) {
    return new HttpClientVariant(
        jdk,
        driverClass,
        driver,
        mode,
        null,
        true,
        false,
        mode.equals("sync"),
        false,
        // A target has no place for them.
        !mode.equals("plain"),
        true,
        "org.apache.http.client.ClientProtocolException",
        "java.net.SocketTimeoutException",
        "drivers-" + driver,
        "apache-httpclient-" + version);
  }

  @Test
  void aRequestIsAfterwardsWhatItWas() {
    Order answer = child.perform(get("/success?id=" + next()));
    assertThat(answer.get("left")).isIn(null, "false");
  }

  @Test
  void aRedirectToHttpsKeepsTheTrace() {
    String path = "/to-secure?id=" + next();
    assertThat(child.perform(get(path)).get("status")).isEqualTo("200");
    assertThat(server.requests(path.substring(10)))
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request.header("traceparent")).contains(clientSpan(path).traceId()));
  }
}
