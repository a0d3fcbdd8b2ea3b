// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.SpanView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Reactor Netty: on top of Netty, and still one span for a request. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class ReactorNettyServerIT extends EventLoopContract {
  static Stream<HttpServerVariant> variants() {
    return Stream.of(
        HttpServerVariant.reactorNetty("1.0", 8),
        HttpServerVariant.reactorNetty("1.2", 17),
        HttpServerVariant.reactorNetty("1.3", 8),
        HttpServerVariant.reactorNetty("1.3", 25));
  }

  /** The client asks for the change of protocol with its first request. */
  @Test
  void aRequestByHttp2IsASpanToo() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    for (int i = 0; i < 3; i++) {
      String id = id();
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.port() + "/app/success?" + id))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("success");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      SpanView span = serverSpan(id);
      assertThat(span.attributes())
          .containsEntry("network.protocol.version", "2")
          .containsEntry("http.response.status_code", 200L)
          .containsEntry("url.path", "/app/success")
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("client.address", "127.0.0.1");
      assertThat(sink.trace(span.traceId())).hasSize(1);
    }
  }
}
