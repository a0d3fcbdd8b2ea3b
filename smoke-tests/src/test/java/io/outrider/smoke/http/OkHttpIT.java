// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** OkHttp, its calls one at a time for each host. 3.0 does not know how to do TLS after Java 8. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class OkHttpIT extends HttpClientContract {
  static Stream<HttpClientVariant> variants() {
    return Stream.of(
            variant(8, "okhttp-3.0"),
            variant(17, "okhttp-3.14"),
            variant(17, "okhttp-4"),
            variant(8, "okhttp-new"),
            variant(25, "okhttp-new"))
        .flatMap(v -> Stream.of(v, async(v)));
  }

  private static HttpClientVariant variant(int jdk, String library) {
    return variant(jdk, library, "sync");
  }

  private static HttpClientVariant async(HttpClientVariant sync) {
    return variant(sync.jdk(), sync.library(), "async");
  }

  private static HttpClientVariant variant(int jdk, String library, String mode) {
    return new HttpClientVariant(
        jdk,
        "OkHttpDriver",
        "OkHttp",
        mode,
        null,
        true,
        mode.equals("async"),
        true,
        false,
        true,
        true,
        "java.net.ProtocolException",
        "java.net.SocketTimeoutException",
        "drivers-okhttp",
        library);
  }

  @Test
  void aCallThatTheCallerCancelsIsNoError() {
    String path = "/hang?id=" + next();
    Order answer = child.perform(get(path).with("mode", "cancel").with("after", 200));
    assertThat(answer.get("cancelled")).isEqualTo("true");
    SpanView span = clientSpan(path);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes()).doesNotContainKey("http.response.status_code");
  }

  @Test
  void whatAnInterceptorOfTheApplicationSendsIsPartOfTheCall() {
    Parent parent = Parent.sampledOne();
    String path = "/success?id=" + next();
    Order answer = child.performIn(parent, get(path).with("interceptor", "true"));
    assertThat(answer.get("status")).isEqualTo("200");
    assertThat(server.requests(path)).hasSize(2);
    assertThat(sink.awaitTrace(parent.traceId(), 2).stream().filter(SpanView::client)).hasSize(1);
  }

  @Test
  void theAgentsOwnOkHttpIsNotInstrumented() {
    String first = "/success?id=" + next();
    child.perform(get(first));
    clientSpan(first);
    // Exported by now, and the export with it if it were a call like others.
    String second = "/success?id=" + next();
    child.perform(get(second));
    clientSpan(second);
    assertThat(sink.spans(s -> urlOf(s).startsWith(sink.url()))).isEmpty();
  }
}
