// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.instrumentation.BufferLimits;

/** What a rule says about a buffer before a producer. */
final class BufferSettings extends GuardSettings {
  private static final long LONGEST_WAIT = 60 * BreakerSettings.NS_PER_S;
  private static final String WHEN_FULL = "buffer.when-full";
  private static final String MAX_WAIT = "buffer.max-wait";

  private final BufferLimits limits;

  private BufferSettings(BufferLimits limits) {
    super(GuardKind.BUFFER);
    this.limits = limits;
  }

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, RuleMatch match) {
    if (!reader.hasGroup("buffer")) {
      return null;
    }
    boolean others = match.system != null && !match.system.equals("kafka");
    if (match.kind != null && match.kind != CallKind.PRODUCER || others) {
      reader
          .problems()
          .add(
              "a buffer is for messages that Kafka's producers send (match.client=kafka), and the"
                  + " rule matches "
                  + (others ? "client:" + match.system : match.kind.text()));
    }
    String full = reader.has(WHEN_FULL) ? reader.text(WHEN_FULL) : "drop-newest";
    boolean blocks = full.equals("block");
    if (!blocks && !full.equals("drop-oldest") && !full.equals("drop-newest")) {
      reader.problem(WHEN_FULL, "allowed is drop-oldest, drop-newest or block");
    }
    if (!blocks && reader.has(MAX_WAIT)) {
      reader.problem(MAX_WAIT, "it needs buffer.when-full=block: nobody would wait");
    }
    long wait = reader.duration(MAX_WAIT, BreakerSettings.NS_PER_S, LONGEST_WAIT);
    return new BufferSettings(
        new BufferLimits(
            reader.integer("buffer.max-messages", 10_000, 1, 1_000_000),
            reader.integer("buffer.max-bytes", 0, 1, Integer.MAX_VALUE),
            full.equals("drop-oldest"),
            blocks ? wait : 0));
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind == CallKind.PRODUCER;
  }

  @Override
  boolean stateful() {
    return false;
  }

  @Override
  Guard create(GuardPlace place) {
    return new Buffer(place, limits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BufferSettings && limits.equals(((BufferSettings) other).limits);
  }

  @Override
  public int hashCode() {
    return limits.hashCode();
  }
}
