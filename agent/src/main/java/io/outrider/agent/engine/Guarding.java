// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.Admission;
import io.outrider.agent.guard.BreakerReading;
import io.outrider.agent.guard.BreakerStatus;
import io.outrider.agent.guard.CallKind;
import io.outrider.agent.guard.DecisionCount;
import io.outrider.agent.guard.GuardKind;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.GuardTelemetry;
import io.outrider.agent.guard.GuardedCall;
import io.outrider.agent.guard.Guards;
import io.outrider.agent.guard.HttpCallRefusal;
import io.outrider.agent.guard.PeerGuards;
import io.outrider.agent.guard.Permit;
import io.outrider.agent.guard.Refusal;
import io.outrider.agent.guard.SqlConnectionRefusal;
import io.outrider.agent.guard.SqlStatementRefusal;
import io.outrider.agent.log.AgentLog;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The seam between calls and guards: asks them, makes of a refusal what the caller's code expects,
 * tells them how calls end, and shows on spans and metrics what they did. A guard that fails lets
 * the call pass.
 */
final class Guarding implements GuardTelemetry {
  private final Guards guards;

  Guarding(GuardRules rules) {
    guards = new Guards(rules, this, new Log());
  }

  PeerGuards forPeer(CallKind kind, String host, int port, String database) {
    return guards.forPeer(kind, host, port, null, database);
  }

  PeerGuards overflow(CallKind kind) {
    return guards.overflow(kind);
  }

  /** Asks the guards of an HTTP client call. After this the operation may carry a refusal. */
  void admitCall(Operation operation, String url) {
    GuardSet set = operation.peer.guards.whole();
    admit(
        operation,
        set == null ? operation.peer.guards.select(operation.method, Urls.path(url)) : set);
    if (operation.refused != null) {
      operation.refusal = new HttpCallRefusal(operation.refused, operation.startNanos);
    }
  }

  /** Asks the guards of an execution; inside a transaction they only look on. */
  void admitStatement(Operation operation, boolean refusable) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      return;
    }
    if (refusable) {
      admit(operation, set);
      if (operation.refused != null) {
        operation.refusal = new SqlStatementRefusal(operation.refused, operation.startNanos);
      }
    } else if (!set.admitsAll()) {
      operation.guards = set;
      operation.permit = set.observe(GuardedCall.UNKNOWN, operation.startNanos);
    } else {
      operation.guards = set;
    }
  }

  void admitConnection(Operation operation) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      return;
    }
    admit(operation, set);
    if (operation.refused != null) {
      operation.refusal = new SqlConnectionRefusal(operation.refused, operation.startNanos);
    }
  }

  private void admit(Operation operation, GuardSet set) {
    operation.guards = set;
    if (set.admitsAll()) {
      return;
    }
    // A breaker that goes to half-open here says so on this call's span.
    Context previous = Current.swap(operation);
    Admission admission;
    try {
      admission = set.acquire(GuardedCall.UNKNOWN, operation.startNanos);
    } finally {
      Current.swap(previous);
    }
    Refusal refusal = admission.refusal();
    if (refusal != null) {
      operation.refused = refusal;
      show(operation);
      return;
    }
    operation.permit = admission.permit();
    Refusal would = operation.permit.wouldRefuse();
    if (would != null) {
      show(operation.span, would, "would_reject");
    }
  }

  /** Shows a refusal on a span that was begun because of it. */
  void show(Operation operation) {
    show(operation.span, operation.refused, "reject");
  }

  private static void show(Span span, Refusal refusal, String outcome) {
    span.setAttribute(Semantics.GUARD_RULE, refusal.rule());
    span.setAttribute(Semantics.GUARD_TYPE, type(refusal.guard()));
    span.setAttribute(Semantics.GUARD_OUTCOME, outcome);
  }

  private static String type(GuardKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The seam for guards at a server's door. Null: the request is let in. */
  Refused atDoor(Operation operation) {
    return null;
  }

  /** Tells the guards how a call has ended. */
  void end(Operation operation, int status, Throwable thrown, long nanos) {
    Permit permit = operation.permit;
    if (permit == null || permit == Permit.NONE) {
      return;
    }
    Context previous = Current.swap(operation);
    try {
      permit.end(
          operation.guards.outcome(status, thrown),
          operation.startNanos,
          operation.startNanos + nanos);
    } finally {
      Current.swap(previous);
    }
  }

  long connectNanos(Operation operation) {
    return operation.guards == null ? 0 : operation.guards.connectNanos();
  }

  long requestNanos(Operation operation) {
    return operation.guards == null ? 0 : operation.guards.requestNanos();
  }

  long queryNanos(Operation operation) {
    return operation.guards == null ? 0 : operation.guards.queryNanos();
  }

  /** A few fixed words, so that refusals are one series each. */
  static String errorType(Refusal refusal) {
    switch (refusal.guard()) {
      case CIRCUIT_BREAKER:
        return "circuit_open";
      case RATE_LIMIT:
        return "rate_limited";
      case BULKHEAD:
        return "bulkhead_full";
      case DEADLINE:
        return "deadline_exceeded";
      case SHED:
        return "shed";
      default:
        return "refused";
    }
  }

  @Override
  public void onTransition(String rule, String peer, BreakerStatus from, BreakerStatus to) {
    Operation operation = Operation.of(Current.orNull());
    if (operation != null && operation.span != null) {
      operation.span.addEvent(
          "outrider.breaker.transition",
          Attributes.builder()
              .put(Semantics.GUARD_RULE, rule)
              .put("outrider.breaker.from", from.text())
              .put("outrider.breaker.to", to.text())
              .build());
    }
  }

  /** Guards count for themselves; the meter comes and reads. */
  void observe(Meter meter) {
    meter
        .counterBuilder("outrider.guard.decisions")
        .setUnit("{decision}")
        .setDescription("What guards have decided.")
        .buildWithCallback(new DecisionsReader(guards));
    meter
        .gaugeBuilder("outrider.breaker.state")
        .setUnit("1")
        .setDescription("State of circuit breakers: 0 closed, 1 half-open, 2 open.")
        .buildWithCallback(new BreakersReader(guards));
  }

  private static final class DecisionsReader implements Consumer<ObservableLongMeasurement> {
    private final Guards guards;

    DecisionsReader(Guards guards) {
      this.guards = guards;
    }

    @Override
    public void accept(ObservableLongMeasurement measurement) {
      for (DecisionCount count : guards.decisions()) {
        measurement.record(
            count.count(),
            Attributes.of(
                Semantics.GUARD_RULE,
                count.rule(),
                Semantics.GUARD_TYPE,
                type(count.guard()),
                Semantics.GUARD_OUTCOME,
                count.decision().text()));
      }
    }
  }

  private static final class BreakersReader implements Consumer<ObservableDoubleMeasurement> {
    private final Guards guards;

    BreakersReader(Guards guards) {
      this.guards = guards;
    }

    @Override
    public void accept(ObservableDoubleMeasurement measurement) {
      for (BreakerReading reading : guards.breakers()) {
        measurement.record(value(reading.status()), attributes(reading.rule(), reading.peer()));
      }
    }

    /** A peer reads {@code host:port} or {@code host:port/database}, or has a name alone. */
    private static Attributes attributes(String rule, String peer) {
      AttributesBuilder builder = Attributes.builder().put(Semantics.GUARD_RULE, rule);
      int slash = peer.indexOf('/');
      String place = slash < 0 ? peer : peer.substring(0, slash);
      int port = Forwarded.port(place);
      builder.put(Semantics.SERVER_ADDRESS, port < 0 ? place : Forwarded.host(place));
      if (port > 0) {
        builder.put(Semantics.SERVER_PORT, Long.valueOf(port));
      }
      if (slash >= 0) {
        builder.put(Semantics.DB_NAMESPACE, peer.substring(slash + 1));
      }
      return builder.build();
    }

    private static double value(BreakerStatus status) {
      return status == BreakerStatus.CLOSED ? 0 : status == BreakerStatus.HALF_OPEN ? 1 : 2;
    }
  }

  private static final class Log implements Consumer<String> {
    @Override
    public void accept(String line) {
      // Each line is a kind of its own: guards limit themselves.
      AgentLog.warn(line, line);
    }
  }
}
