// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.config.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rules that ask the call itself: for its caller, for its headers; and many of them. */
class CallMatchTest {
  private static final class Call implements GuardedCall {
    private final String caller;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int asked;

    Call(String caller, String... headers) {
      this.caller = caller;
      for (int i = 0; i < headers.length; i += 2) {
        this.headers.put(headers[i], headers[i + 1]);
      }
    }

    @Override
    public String header(String name) {
      asked++;
      return headers.get(name);
    }

    @Override
    public String callerAddress() {
      asked++;
      return caller;
    }
  }

  private static GuardRules parse(Map<String, Map<String, String>> named) {
    return GuardRules.parse(named, Map.of());
  }

  private static PeerGuards peer(CallKind kind, Map<String, Map<String, String>> named) {
    GuardRules rules = parse(named);
    assertThat(rules.problems()).isEmpty();
    return new Guards(rules, GuardTelemetry.NONE, line -> {}).forPeer(kind, "a", 80, null, null);
  }

  private static long seconds(PeerGuards peer, GuardedCall call) {
    return peer.select("GET", "/", call).requestNanos() / SECOND;
  }

  private static String problem(String... suffixesAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      values.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    return String.join("\n", parse(Map.of("r", values)).problems());
  }

  @Test
  void headersOfDifferentNamesMustAllMatchAndOfOneNameOneMust() {
    PeerGuards peer =
        peer(
            CallKind.HTTP_CLIENT,
            Map.of(
                "r",
                Map.of(
                    "match",
                    "client:http,header:X-Tenant=gold*,header:x-tenant=silver,header:X-Beta=*",
                    "timeout.request",
                    "5s")));
    assertThat(peer.whole()).isNull();
    assertThat(seconds(peer, new Call(null, "x-TENANT", "gold/eu", "X-Beta", ""))).isEqualTo(5);
    assertThat(seconds(peer, new Call(null, "X-Tenant", "silver", "X-Beta", "1"))).isEqualTo(5);
    assertThat(seconds(peer, new Call(null, "X-Tenant", "silverish", "X-Beta", "1"))).isZero();
    assertThat(seconds(peer, new Call(null, "X-Tenant", "Gold", "X-Beta", "1"))).isZero();
    assertThat(seconds(peer, new Call(null, "X-Tenant", "gold"))).isZero();
    assertThat(seconds(peer, new Call(null))).isZero();
  }

  @Test
  void nobodyIsAskedForWhatNoRuleAsks() {
    PeerGuards peer =
        peer(
            CallKind.HTTP_CLIENT,
            Map.of("r", Map.of("match.path", "/x/**", "timeout.request", "5s")));
    Call call = new Call("10.0.0.1");
    peer.select("GET", "/x/1", call);
    assertThat(call.asked).isZero();
  }

  @Test
  void aCallerIsOneOfSeveralBlocks() {
    RuleMatch read =
        new MatchReader(
                new RuleReader(
                    "outrider.rules.r.",
                    Map.of("match", "server:http,caller:10.0.0.0/8,caller:2001:db8::/32")))
            .read();
    for (String in : new String[] {"10.1.1.1", "::ffff:10.1.1.1", "2001:db8::5"}) {
      assertThat(accepts(read, in)).as(in).isTrue();
    }
    for (String out : new String[] {"11.1.1.1", "2001:db9::5", "nonsense", null}) {
      assertThat(accepts(read, out)).as(out).isFalse();
    }
  }

  private static boolean accepts(RuleMatch match, String caller) {
    return match.acceptsCall("GET", "/", GuardedCall.UNKNOWN, IpAddress.parse(caller));
  }

  @Test
  void aRuleThatNamesACallerIsNotForCallsThatHaveNone() {
    Map<String, Map<String, String>> named =
        Map.of(
            "r",
            Map.of("match.caller", "10.0.0.0/8", "timeout.request", "5s", "timeout.query", "5s"));
    assertThat(peer(CallKind.HTTP_CLIENT, named).whole()).isSameAs(GuardSet.NONE);
    assertThat(peer(CallKind.JDBC, named).whole()).isSameAs(GuardSet.NONE);
  }

  @Test
  void contradictionsAndMistakesAreNamed() {
    assertThat(problem("match", "client:http,caller:10.0.0.1", "timeout.request", "1s"))
        .contains("calls of kind client:http have no caller");
    assertThat(problem("match", "client:jdbc,header:X=1", "timeout.query", "1s"))
        .contains("calls of kind client:jdbc have no header");
    assertThat(problem("match.client", "jdbc", "match.caller", "10.0.0.1", "timeout.query", "1s"))
        .contains("calls of kind client:jdbc have no caller");
    assertThat(problem("match.caller", "10.0.0.300", "timeout.query", "1s"))
        .contains("outrider.rules.r.match.caller=10.0.0.300: allowed is an address or a block");
    assertThat(problem("match.header", "X-Tenant", "timeout.request", "1s"))
        .contains("such as X-Tenant=gold*");
    assertThat(problem("match.header", "X Tenant=1", "timeout.request", "1s"))
        .contains("such as X-Tenant=gold*");
  }

  @Test
  void moreRulesThanALongHasBitsAllWork() {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    for (int i = 1; i <= 200; i++) {
      named.put("r" + i, Map.of("match.path", "/p" + i + "/**", "timeout.request", i + "s"));
    }
    named.put("last", Map.of("timeout.request", "999s", "circuit-breaker.window", "10s"));
    PeerGuards peer = peer(CallKind.HTTP_CLIENT, named);
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i <= 200; i++) {
        GuardSet set = peer.select("GET", "/p" + i + "/x", GuardedCall.UNKNOWN);
        assertThat(set.requestNanos()).isEqualTo(i * SECOND);
        assertThat(set.admitsAll()).isFalse();
        assertThat(peer.select("GET", "/p" + i + "/y", GuardedCall.UNKNOWN)).isSameAs(set);
      }
      assertThat(peer.select("GET", "/other", GuardedCall.UNKNOWN).requestNanos())
          .isEqualTo(999 * SECOND);
    }
  }

  @Test
  void asManyRulesAsThereMayBeWorkForOnePeer() {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    for (int i = 1; i <= 1_000; i++) {
      named.put("r" + i, Map.of("match.path", "/p" + i, "timeout.request", i + "s"));
    }
    PeerGuards peer = peer(CallKind.HTTP_CLIENT, named);
    for (int i = 1; i <= 1_000; i++) {
      assertThat(peer.select("GET", "/p" + i).requestNanos()).isEqualTo(i * SECOND);
    }
  }
}
