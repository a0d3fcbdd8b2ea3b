// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.Criticality;
import io.outrider.agent.guard.GuardRules;
import io.outrider.instrumentation.RouteAdapter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a request matters: what is said of it on the way in, inside, and on the way out. */
class RequestLevelTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeServer.Exchange exchange = new FakeServer.Exchange();
  private final Map<String, Map<String, String>> rules = new LinkedHashMap<>();
  private Criticality inside;
  private String sentOn;
  private String seen;

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private RequestLevelTest rule(String name, String... values) {
    Map<String, String> rule = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      rule.put(values[i], values[i + 1]);
    }
    rules.put(name, rule);
    telemetry.settings.guards = GuardRules.parse(rules, Map.of());
    assertThat(telemetry.settings.guards.problems()).isEmpty();
    return this;
  }

  private void serve() {
    serve(this::look);
  }

  private void serve(Woven.Body body) {
    Throwable thrown =
        Woven.thrownBy(
            new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
            null,
            exchange,
            body);
    assertThat(thrown).isNull();
  }

  /** What the application, a call it makes and the next service get to see. */
  private Object look(Object argument) {
    seen = Baggage.fromContext(Current.get()).getEntryValue(RequestLevel.ENTRY);
    Operation call = new Operation(Operation.Kind.HTTP_CLIENT, Current.get(), System.nanoTime());
    inside = call.criticality();
    FakeClient.Request request = new FakeClient.Request();
    assertThat(
            Woven.thrownBy(
                new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake")),
                null,
                request,
                r -> new FakeClient.Response(200)))
        .isNull();
    sentOn = request.header("baggage");
    return null;
  }

  private Object atRoute(Object argument) throws Throwable {
    RouteAdapter adapter = (self, a0, a1, a2) -> "/orders/{id}";
    return Woven.call(
        new ServerRoute(telemetry.engine(), adapter, new Life("fake")), null, exchange, this::look);
  }

  @Test
  void withoutARuleBaggageIsPassedOnAndBelieved() {
    exchange.header("baggage", "outrider.criticality=sheddable,a=b");
    serve();
    assertThat(inside).isEqualTo(Criticality.SHEDDABLE);
    assertThat(sentOn).contains("outrider.criticality=sheddable", "a=b");
  }

  @Test
  void withoutARuleOrBaggageARequestIsCritical() {
    serve();
    assertThat(inside).isEqualTo(Criticality.CRITICAL);
    assertThat(sentOn).isNull();
    assertThat(new Operation(Operation.Kind.HTTP_SERVER, Context.root(), 0).criticality())
        .isEqualTo(Criticality.CRITICAL);
  }

  @Test
  void theLevelOfARuleTravelsOn() {
    rule("batch", "match", "server:http,path:/orders/**", "criticality.level", "sheddable");
    exchange.header("baggage", "a=b");
    serve();
    assertThat(inside).isEqualTo(Criticality.SHEDDABLE);
    assertThat(seen).isEqualTo("sheddable");
    assertThat(sentOn).contains("outrider.criticality=sheddable", "a=b");
  }

  @Test
  void whatARuleDoesNotMatchStaysAsItIs() {
    rule("batch", "match", "server:http,path:/batch/**", "criticality.level", "sheddable");
    serve();
    assertThat(inside).isEqualTo(Criticality.CRITICAL);
    assertThat(sentOn).isNull();
  }

  @Test
  void theLevelThatIsTheDefaultNeedNotBeSaid() {
    rule("all", "criticality.level", "critical");
    serve();
    assertThat(inside).isEqualTo(Criticality.CRITICAL);
    assertThat(sentOn).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "true, sheddable, SHEDDABLE, outrider.criticality=sheddable",
    "true, nonsense, CRITICAL_PLUS, outrider.criticality=critical-plus",
    "false, sheddable, CRITICAL_PLUS, outrider.criticality=critical-plus",
    "false, critical-plus, CRITICAL_PLUS, outrider.criticality=critical-plus"
  })
  void whatTheCallerSentCountsIfItIsBelieved(
      String believed, String sent, Criticality level, String on) {
    rule("r", "criticality.header", "X-Priority", "criticality.from-baggage", believed);
    exchange.header("baggage", "outrider.criticality=" + sent);
    exchange.header("X-Priority", "critical-plus");
    serve();
    assertThat(inside).isEqualTo(level);
    assertThat(sentOn).isEqualTo(on);
  }

  @ParameterizedTest
  @CsvSource({"critical-plus", "nonsense", "sheddable"})
  void atAnUntrustedEdgeTheEntryIsRemovedAndTheRestStays(String sent) {
    rule("edge", "criticality.from-baggage", "false");
    exchange.header("baggage", "a=b,outrider.criticality=" + sent);
    serve();
    assertThat(inside).isEqualTo(Criticality.CRITICAL);
    assertThat(seen).isNull();
    assertThat(sentOn).isEqualTo("a=b");
  }

  @Test
  void inDryRunNothingIsSentOn() {
    rule("r", "criticality.level", "sheddable", "mode", "dry-run");
    exchange.header("baggage", "a=b");
    serve();
    assertThat(inside).isEqualTo(Criticality.SHEDDABLE);
    assertThat(sentOn).isEqualTo("a=b");
  }

  @Test
  void aRuleForTheRouteDecidesAnew() {
    rule("door", "match", "server:http", "criticality.level", "sheddable");
    rule("route", "match", "server:http,route:/orders/*", "criticality.level", "critical-plus");
    serve(this::atRoute);
    assertThat(inside).isEqualTo(Criticality.CRITICAL_PLUS);
    assertThat(sentOn).isEqualTo("outrider.criticality=critical-plus");
  }

  @Test
  void aRuleForTheRouteDoesNotTakeTheDoorsWordForTheCallers() {
    rule("door", "match", "server:http", "criticality.level", "critical");
    rule("route", "match", "server:http,route:/orders/*", "criticality.level", "sheddable-plus");
    exchange.header("baggage", "outrider.criticality=sheddable");
    serve(this::atRoute);
    assertThat(inside).as("the caller's own word").isEqualTo(Criticality.SHEDDABLE);
    assertThat(sentOn).isEqualTo("outrider.criticality=sheddable");
  }

  @Test
  void aRouteMayTakeBackWhatTheDoorSaid() {
    rule("door", "match", "server:http", "criticality.level", "sheddable");
    rule("route", "match", "server:http,route:/orders/*", "criticality.level", "critical");
    serve(this::atRoute);
    assertThat(inside).isEqualTo(Criticality.CRITICAL);
    assertThat(sentOn).isNull();
  }

  @Test
  void guardsAtTheSameDoorSeeTheLevel() {
    rule(
        "r",
        "criticality.header",
        "X-Priority",
        "degrade.when",
        "always",
        "degrade.below",
        "critical",
        "degrade.status",
        "418");
    serve();
    assertThat(exchange.status).isEqualTo(200);
    FakeServer.Exchange other = new FakeServer.Exchange().header("X-Priority", "sheddable");
    assertThat(
            Woven.thrownBy(
                new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
                null,
                other,
                r -> {
                  throw new AssertionError("let in");
                }))
        .isNull();
    assertThat(other.status).isEqualTo(418);
  }

  @Test
  void aLevelInDryRunDecidesNothing() {
    rule("tried", "criticality.level", "sheddable", "mode", "dry-run");
    rule("off", "degrade.when", "always", "degrade.below", "critical");
    serve();
    assertThat(exchange.status).isEqualTo(200);
    assertThat(inside).isEqualTo(Criticality.CRITICAL);
  }
}
