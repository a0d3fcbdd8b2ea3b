// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ForwardedTest {
  private final FakeServer server = new FakeServer();
  private final FakeServer.Exchange exchange = new FakeServer.Exchange().header("host", "h:8080");

  private String client() {
    return Forwarded.client(server, exchange, "10.0.0.9");
  }

  private String host() {
    return Forwarded.server(server, exchange);
  }

  @Test
  void withoutAProxyItIsTheConnectionItself() {
    assertThat(client()).isEqualTo("10.0.0.9");
    assertThat(host()).isEqualTo("h:8080");
    assertThat(Forwarded.scheme(server, exchange)).isEqualTo("http");
  }

  @Test
  void theFirstElementOfForwardedIsTheClients() {
    exchange.header(
        "Forwarded",
        "For=\"[2001:db8:cafe::17]:4711\"; Proto=HTTPS ;host=\"www.example.com:444\", for=1.2.3.4");
    assertThat(client()).isEqualTo("2001:db8:cafe::17");
    assertThat(host()).isEqualTo("www.example.com:444");
    assertThat(Forwarded.scheme(server, exchange)).isEqualTo("https");
  }

  @Test
  void forwardedWinsOverItsPredecessors() {
    exchange.header("Forwarded", "for=1.1.1.1").header("X-Forwarded-For", "2.2.2.2");
    assertThat(client()).isEqualTo("1.1.1.1");
  }

  @Test
  void aPortIsNoPartOfAnAddress() {
    exchange.header("X-Forwarded-For", "198.51.100.7:1234 , 1.1.1.1");
    assertThat(client()).isEqualTo("198.51.100.7");
    exchange.header("X-Forwarded-For", "2001:db8::1");
    assertThat(client()).isEqualTo("2001:db8::1");
  }

  @Test
  void whatIsNoAddressIsPassedOver() {
    String[] nonsense = {"", " ", ",", ":", ":80", "[]", "unknown", "x".repeat(10_000), " , a"};
    for (String value : nonsense) {
      exchange.header("X-Forwarded-For", value).header("Forwarded", "for=" + value);
      assertThat(client()).as(value).isEqualTo("10.0.0.9");
    }
    exchange.header("X-Forwarded-For", "").header("Forwarded", "for=\"\"");
    assertThat(client()).isEqualTo("10.0.0.9");
    exchange.header("X-Forwarded-Host", ":80").header("Forwarded", "host=\" \"");
    assertThat(host()).isEqualTo("h:8080");
    exchange.header("Host", "");
    assertThat(host()).isNull();
  }

  @Test
  void aSchemeIsOneOfTwo() {
    exchange.header("X-Forwarded-Proto", "javascript");
    assertThat(Forwarded.scheme(server, exchange)).isEqualTo("http");
    exchange.scheme = null;
    assertThat(Forwarded.scheme(server, exchange)).isEqualTo("http");
    exchange.header("X-Forwarded-Proto", "HTTPS, http");
    assertThat(Forwarded.scheme(server, exchange)).isEqualTo("https");
  }

  @Test
  void portsAreNumbersInRange() {
    assertThat(Forwarded.port("h:8080")).isEqualTo(8080);
    assertThat(Forwarded.port("[::1]:8080")).isEqualTo(8080);
    for (String none :
        new String[] {
          "h", "h:", "h:0", "h:65536", "h:8x", "h:-1", "::1", "", ":", "h:99999999999"
        }) {
      assertThat(Forwarded.port(none)).as(none).isEqualTo(-1);
    }
  }

  @Test
  void noHeaderMakesItThrow() {
    Random random = new Random(42);
    String alphabet = "for=host;,:\"[] \\proto.1\u0000\uFFFF";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(30); c > 0; c--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String header = text.toString();
      exchange.header("Forwarded", header).header("X-Forwarded-For", header);
      exchange.header("X-Forwarded-Host", header).header("Host", header);
      assertThatCode(
              () -> {
                client();
                String host = host();
                if (host != null) {
                  assertThat(Forwarded.host(host)).isNotEmpty();
                  Forwarded.port(host);
                }
                Forwarded.scheme(server, exchange);
              })
          .as(header)
          .doesNotThrowAnyException();
    }
  }
}
