// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.SpanView;
import org.junit.jupiter.api.Test;

/** What servers have to show whose answers come from an event loop, some time after the request. */
abstract class EventLoopContract extends HttpServerContract {
  @Test
  void anAnswerThatComesLaterEndsTheSpan() {
    String id = id();
    assertThat(get("/app/later?" + id).body()).isEqualTo("later");
    SpanView span = serverSpan(id);
    assertStatus(span, 200);
    assertThat((span.endNanos() - span.startNanos()) / 1_000_000).isGreaterThanOrEqualTo(150);
  }

  @Test
  void aStreamEndsWithItsLastPiece() {
    String id = id();
    assertThat(get("/app/stream?" + id).body()).contains("piece1").contains("piece2");
    SpanView span = serverSpan(id);
    assertStatus(span, 200);
    assertThat((span.endNanos() - span.startNanos()) / 1_000_000).isGreaterThanOrEqualTo(150);
  }

  @Test
  void aRequestWhoseClientLeavesEndsWithoutAStatus() {
    String id = id();
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(RawHttp.request("GET", "/app/never?" + id) + "\r\n");
      // Once a later request is served this one is, too.
      get("/app/success?" + id());
    }
    SpanView span = serverSpan(id);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes()).doesNotContainKeys("http.response.status_code", "error.type");
  }

  @Test
  void aWebSocketEndsWhereItBegins() {
    String id = id();
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(
          RawHttp.request(
                  "GET",
                  "/app/websocket?" + id,
                  "Connection: Upgrade",
                  "Upgrade: websocket",
                  "Sec-WebSocket-Version: 13",
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
              + "\r\n");
      assertThat(http.readHead().status()).isEqualTo(101);
      assertStatus(serverSpan(id), 101);
    }
  }

  @Test
  void whoAsksBeforeSendingABodyGetsOneSpan() {
    String id = id();
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(
          RawHttp.request("POST", "/app/body?" + id, "Expect: 100-continue", "Content-Length: 5")
              + "\r\n");
      assertThat(http.readHead().status()).isEqualTo(100);
      http.write("hello");
      assertThat(http.read().body()).isEqualTo("hello");
    }
    assertStatus(serverSpan(id), 200);
  }

  @Test
  void anAnswerWithoutABodyEndsTheSpan() {
    String id = id();
    try (RawHttp http = new RawHttp(server.port())) {
      for (int i = 0; i < 2; i++) {
        http.write(RawHttp.request("HEAD", "/app/redirect?" + i + id) + "\r\n");
        assertThat(http.readHead().status()).isEqualTo(302);
        assertStatus(serverSpan(i + id), 302);
      }
    }
  }

  /** Whether or not the server works on them one after the other. */
  @Test
  void aPipelinedRequestBehindASlowOneKeepsItsChildren() {
    Parent slow = Parent.sampledOne();
    Parent quick = Parent.sampledOne();
    String nextId = "/success?" + id();
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(
          RawHttp.request("GET", "/app/success", "traceparent: " + slow.header())
              + "\r\n"
              + RawHttp.request(
                  "GET",
                  "/app/child?next=" + encode(next.url() + nextId),
                  "traceparent: " + quick.header())
              + "\r\n");
      assertThat(http.read().body()).isEqualTo("success");
      assertThat(http.read().body()).isEqualTo("child");
    }
    assertThat(next.awaitRequest(nextId).header("traceparent")).contains(quick.traceId());
    assertThat(sink.awaitTrace(quick.traceId(), 2)).hasSize(2);
    assertThat(sink.trace(slow.traceId())).hasSize(1);
  }
}
