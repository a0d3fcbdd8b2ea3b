// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Makes a rule of its texts. */
final class RuleParser {
  private static final long DAY_NANOS = 24 * 3600 * BreakerSettings.NS_PER_S;
  private static final long HOUR_NANOS = DAY_NANOS / 24;
  private static final int MAX_CALLS = CountWindow.MAX_CALLS;

  private final String name;
  private final RuleReader reader;
  private Mode overall = Mode.ENFORCE;

  RuleParser(String name, RuleReader reader) {
    this.name = name;
    this.reader = reader;
  }

  /** The mode of a rule that does not say. */
  RuleParser overall(Mode mode) {
    overall = mode;
    return this;
  }

  /** Null when something is wrong: the reader then knows what. */
  Rule parse() {
    reader.unknownSuffixes();
    RuleMatch match = new MatchReader(reader).read();
    Rule rule = new Rule(name, match, mode());
    Timeouts timeouts = timeouts(match.kind);
    rule.add(timeouts);
    if (match.kind == CallKind.METHOD && timeouts != null && rule.mode == Mode.ENFORCE) {
      reader
          .problems()
          .add(
              "a method that runs cannot be stopped, so timeout.request only counts those that take"
                  + " longer; add mode=dry-run, in a rule of its own if others are to be enforced");
    }
    rule.add(breaker(match.kind, timeouts));
    rule.add(CriticalityReader.read(reader, match.kind));
    rule.add(DegradeReader.read(reader, match.kind));
    rule.add(ShedReader.read(reader, match.kind));
    rule.add(RateLimitReader.read(reader, match));
    rule.add(DeadlineReader.read(reader, match.kind));
    rule.add(ConcurrencyReader.read(reader, match.kind));
    rule.add(BulkheadReader.read(reader, match.kind));
    rule.add(FaultReader.read(reader, match.kind));
    rule.add(RetryReader.read(reader, match.kind));
    rule.add(FallbackReader.read(reader, match.kind));
    rule.add(BufferSettings.read(reader, match));
    if (rule.isEmpty() && reader.problems().isEmpty()) {
      reader.problems().add("it names no guard, such as timeout.request or circuit-breaker.window");
    }
    return reader.problems().isEmpty() ? rule : null;
  }

  /** Where the rule stands among the others. */
  int order() {
    return reader.integer("order", 0, -1_000_000, 1_000_000);
  }

  private Mode mode() {
    String text = reader.text("mode");
    Mode mode = text == null ? overall : Mode.of(text);
    if (mode == null) {
      reader.problem("mode", "allowed is enforce, dry-run or off");
    }
    return mode;
  }

  private Timeouts timeouts(CallKind kind) {
    if (!reader.hasGroup("timeout")) {
      return null;
    }
    onlyFor("timeout.connect", kind, CallKind.HTTP_CLIENT);
    if (kind != CallKind.PRODUCER && kind != CallKind.METHOD) {
      onlyFor("timeout.request", kind, CallKind.HTTP_CLIENT);
    }
    onlyFor("timeout.query", kind, CallKind.JDBC);
    onlyFor("timeout.pool", kind, CallKind.JDBC);
    long connect = reader.duration("timeout.connect", 0, DAY_NANOS);
    long request = reader.duration("timeout.request", 0, DAY_NANOS);
    if (request > 0 && connect > request) {
      reader.problem(
          "timeout.connect",
          "it is longer than timeout.request="
              + reader.text("timeout.request")
              + ", which includes it; make it shorter");
    }
    return new Timeouts(
        connect,
        request,
        reader.duration("timeout.query", 0, DAY_NANOS),
        reader.duration("timeout.pool", 0, DAY_NANOS));
  }

  private BreakerSettings breaker(CallKind kind, Timeouts timeouts) {
    if (!reader.hasGroup("circuit-breaker")) {
      return null;
    }
    if (kind == CallKind.HTTP_SERVER) {
      reader
          .problems()
          .add("a circuit breaker guards calls going out, and the rule matches server:http");
    }
    BreakerSettings.Builder b = new BreakerSettings.Builder();
    window(b);
    b.failureRate = reader.percent("circuit-breaker.failure-rate", b.failureRate);
    slowCalls(b);
    minimumCalls(b);
    waitOpen(b);
    b.halfOpenCalls = reader.integer("circuit-breaker.half-open-calls", b.halfOpenCalls, 1, 1_000);
    b.leaseNanos = lease(kind, timeouts);
    b.failures = failures(kind);
    return b.build();
  }

  private void window(BreakerSettings.Builder b) {
    String suffix = "circuit-breaker.window";
    String text = reader.text(suffix);
    if (text == null) {
      return;
    }
    int calls = calls(text);
    long nanos = Durations.parse(text);
    if (calls >= 1 && calls <= MAX_CALLS) {
      b.windowCalls = calls;
    } else if (calls < 0 && nanos >= BreakerSettings.NS_PER_S / 10 && nanos <= HOUR_NANOS) {
      b.windowNanos = nanos;
    } else {
      reader.problem(
          suffix,
          "allowed is a duration from 100ms to 1h, such as 10s, or a number of calls from 1 to "
              + MAX_CALLS
              + ", such as 100 calls");
    }
  }

  /** -1 when the text is not a number of calls; 0 when the number is none. */
  private static int calls(String text) {
    String number =
        text.endsWith("calls")
            ? text.substring(0, text.length() - 5)
            : text.endsWith("call") ? text.substring(0, text.length() - 4) : null;
    if (number == null) {
      return -1;
    }
    try {
      return Math.max(0, Integer.parseInt(number.trim()));
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  private void slowCalls(BreakerSettings.Builder b) {
    b.slowCallNanos = reader.duration("circuit-breaker.slow-call", 0, HOUR_NANOS);
    b.slowCallRate = reader.percent("circuit-breaker.slow-call-rate", b.slowCallRate);
    if (reader.has("circuit-breaker.slow-call-rate") && !reader.has("circuit-breaker.slow-call")) {
      reader.problem(
          "circuit-breaker.slow-call-rate", "it needs circuit-breaker.slow-call, such as 1s");
    }
  }

  private void minimumCalls(BreakerSettings.Builder b) {
    String suffix = "circuit-breaker.minimum-calls";
    b.minimumCalls = reader.integer(suffix, b.minimumCalls, 1, MAX_CALLS);
    if (reader.has(suffix) && b.windowCalls > 0 && b.minimumCalls > b.windowCalls) {
      reader.problem(
          suffix,
          "it would never be reached, the window holds "
              + b.windowCalls
              + " calls; make it "
              + b.windowCalls
              + " or less");
    }
  }

  private void waitOpen(BreakerSettings.Builder b) {
    b.waitOpenNanos = reader.duration("circuit-breaker.wait-open", b.waitOpenNanos, HOUR_NANOS);
    String suffix = "circuit-breaker.wait-open-max";
    b.waitOpenMaxNanos = reader.duration(suffix, b.waitOpenMaxNanos, DAY_NANOS);
    if (reader.has(suffix) && b.waitOpenMaxNanos < b.waitOpenNanos) {
      reader.problem(
          suffix,
          "it is shorter than circuit-breaker.wait-open, which is "
              + Durations.text(b.waitOpenNanos)
              + "; make it longer");
    }
  }

  /** A probe is given up when the call would be, and after wait-open where calls have no limit. */
  private static long lease(CallKind kind, Timeouts timeouts) {
    if (timeouts == null) {
      return 0;
    }
    return kind != null
        ? timeouts.callNanos(kind)
        : Math.max(timeouts.requestNanos(), timeouts.queryNanos());
  }

  private Failures failures(CallKind kind) {
    onlyFor("circuit-breaker.failure-status", kind, CallKind.HTTP_CLIENT);
    StatusRanges statuses = StatusRanges.SERVER_ERRORS;
    if (reader.has("circuit-breaker.failure-status")) {
      StatusRanges given = StatusRanges.parse(reader.text("circuit-breaker.failure-status"));
      if (given == null) {
        reader.problem("circuit-breaker.failure-status", "allowed is " + StatusRanges.ALLOWED);
      } else {
        statuses = given;
      }
    }
    return new Failures(
        statuses,
        classNames("circuit-breaker.record-exceptions"),
        classNames("circuit-breaker.ignore-exceptions"));
  }

  private String[] classNames(String suffix) {
    String[] names = reader.list(suffix).toArray(new String[0]);
    for (String name : names) {
      if (name.indexOf('.') < 0) {
        reader.problem(
            suffix, "a class name has its package before it, such as java.io.IOException");
      }
    }
    return names;
  }

  private void onlyFor(String suffix, CallKind kind, CallKind wanted) {
    if (reader.has(suffix) && kind != null && kind != wanted) {
      reader.problem(
          suffix,
          "it is for calls of kind " + wanted.text() + ", and the rule matches " + kind.text());
    }
  }
}
