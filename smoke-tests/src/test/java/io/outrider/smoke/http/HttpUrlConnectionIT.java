// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code java.net.HttpURLConnection}. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class HttpUrlConnectionIT extends HttpClientContract {
  static Stream<HttpClientVariant> variants() {
    return Stream.of(17, 25)
        .map(
            jdk ->
                new HttpClientVariant(
                    jdk,
                    "HttpUrlConnectionDriver",
                    "HttpURLConnection",
                    "sync",
                    null,
                    false,
                    false,
                    false,
                    false,
                    true,
                    false,
                    "java.net.ProtocolException",
                    "java.net.SocketTimeoutException",
                    null,
                    null));
  }

  @Test
  void connectingFirstIsPartOfTheCall() {
    String path = "/success?id=" + next();
    assertThat(child.perform(get(path).with("connectFirst", "true")).get("status"))
        .isEqualTo("200");
    assertThat(sink.trace(clientSpan(path).traceId())).hasSize(1);
  }

  @Test
  void aStreamThatFailsThrowsAsItDoesWithoutTheAgent() {
    String path = "/status/404?id=" + next();
    Order answer = child.perform(get(path).with("how", "stream"));
    assertThat(answer.get("thrown")).isEqualTo("java.io.FileNotFoundException");
    assertThat(clientSpan(path).attributes())
        .containsEntry("http.response.status_code", 404L)
        .containsEntry("error.type", "404");
  }

  @Test
  void disconnectingAfterwardsChangesNothing() {
    String path = "/success?id=" + next();
    assertThat(child.perform(get(path).with("disconnect", "true")).get("body"))
        .isEqualTo("success");
    assertThat(sink.trace(clientSpan(path).traceId())).hasSize(1);
  }
}
