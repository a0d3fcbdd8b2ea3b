// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.config.AddressBlock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallersTest {
  private final FakeServer.Exchange exchange = new FakeServer.Exchange();

  private String caller(String... trusted) {
    List<AddressBlock> blocks = new ArrayList<>();
    for (String block : trusted) {
      blocks.add(AddressBlock.parse(block));
    }
    return Callers.behind(blocks).address(new FakeServer(), exchange);
  }

  @Test
  void isThePeerAsLongAsNoProxyIsTrusted() {
    exchange.header("X-Forwarded-For", "1.2.3.4");
    assertThat(caller()).isEqualTo("10.0.0.9");
    assertThat(caller("10.0.0.8")).as("this proxy is not the peer").isEqualTo("10.0.0.9");
  }

  @Test
  void isTheLastThatIsNoTrustedProxyWhateverACallerWroteBeforeIt() {
    exchange.header("X-Forwarded-For", "6.6.6.6, 1.2.3.4, 10.1.1.1");
    assertThat(caller("10.0.0.0/8")).isEqualTo("1.2.3.4");
    exchange.header("X-Forwarded-For", "6.6.6.6", "1.2.3.4,10.1.1.1");
    assertThat(caller("10.0.0.0/8")).isEqualTo("1.2.3.4");
    exchange.header("X-Forwarded-For", "6.6.6.6", "[2001:db8::7]:4711");
    assertThat(caller("10.0.0.0/8")).isEqualTo("2001:db8::7");
    exchange.header("X-Forwarded-For", "1.2.3.4:5678");
    assertThat(caller("10.0.0.0/8")).isEqualTo("1.2.3.4");
  }

  @Test
  void isTheFirstProxyWhenAllAreTrusted() {
    exchange.header("X-Forwarded-For", "10.2.2.2, 10.1.1.1");
    assertThat(caller("10.0.0.0/8")).isEqualTo("10.2.2.2");
    exchange.headers.clear();
    assertThat(caller("10.0.0.0/8")).isEqualTo("10.0.0.9");
  }

  @Test
  void whatATrustedProxyDoesNotKnowIsNotGuessed() {
    for (String odd : new String[] {"unknown", "", "1.2.3.4,", "<script>", "[", ","}) {
      exchange.header("X-Forwarded-For", "6.6.6.6," + odd);
      assertThat(caller("10.0.0.0/8")).as(odd).isEqualTo("10.0.0.9");
    }
  }

  @Test
  void aChainWithoutEndEnds() {
    StringBuilder chain = new StringBuilder("6.6.6.6");
    for (int i = 0; i < 10_000; i++) {
      chain.append(",10.0.0.1");
    }
    exchange.header("X-Forwarded-For", chain.toString());
    assertThat(caller("10.0.0.0/8")).isEqualTo("10.0.0.1");
  }
}
