// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Apache HttpClient 5, classic. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class ApacheHttpClient5IT extends HttpClientContract {
  static Stream<HttpClientVariant> variants() {
    return Stream.of(
        variant(17, "sync", "5.0"),
        variant(25, "sync", "new"),
        variant(17, "handler", "new"),
        variant(25, "plain", "5.0"),
        variant(17, "plain", "new"));
  }

  private static HttpClientVariant variant(int jdk, String mode, String version) {
    return new HttpClientVariant(
        jdk,
        "ApacheHttp5Driver",
        "apache5",
        mode,
        null,
        true,
        false,
        mode.equals("sync"),
        false,
        false,
        true,
        "org.apache.hc.client5.http.ClientProtocolException",
        "java.net.SocketTimeoutException",
        "drivers-apache5",
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
