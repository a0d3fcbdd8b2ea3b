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

/** Netty's codec of HTTP clients, with nothing on top of it. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class NettyClientIT extends HttpClientContract {
  static Stream<HttpClientVariant> variants() {
    return Stream.of(
        variant(8, "async", "4.1.0"),
        variant(17, "sync", "4.1"),
        variant(17, "sync", "4.2"),
        variant(25, "async", "4.2"));
  }

  private static HttpClientVariant variant(int jdk, String mode, String version) {
    return new HttpClientVariant(
        jdk,
        "NettyDriver",
        "netty",
        mode,
        null,
        true,
        mode.equals("async"),
        false,
        false,
        false,
        true,
        "302",
        "io.netty.handler.timeout.ReadTimeoutException",
        "drivers-netty",
        "netty-" + version);
  }

  /** A codec follows none. */
  @Override
  void redirectsBelongToOneCall(String path, int hops) {}

  /** Without a connection there is no request yet. */
  @Override
  void aPortThatNobodyListensAtIsAnError() {}

  @Override
  void anAddressThatNobodyRoutesToIsAnError() {}

  @Test
  void pipelinedRequestsGetTheirOwnAnswers() {
    Parent parent = Parent.sampledOne();
    String first = "/status/204?id=" + next();
    String second = "/status/404?id=" + next();
    Order answer =
        child.performIn(
            parent, get(first).with("mode", "pipelined").with("second", server.url() + second));
    assertThat(answer.get("status")).isEqualTo("204");
    assertThat(answer.get("other")).isEqualTo("404");
    sink.awaitTrace(parent.traceId(), 3);
    assertThat(clientSpan(first).attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.response.status_code", 204L);
    assertThat(clientSpan(second).attributes())
        .containsEntry("http.request.method", "DELETE")
        .containsEntry("http.response.status_code", 404L);
  }

  @Test
  void aConnectionThatIsClosedEndsTheCall() {
    String path = "/hang?id=" + next();
    child.perform(get(path).with("mode", "cancel").with("after", 300));
    SpanView span = clientSpan(path);
    assertThat(span.attributes()).doesNotContainKey("http.response.status_code");
  }
}
