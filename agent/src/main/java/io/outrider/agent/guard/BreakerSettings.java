// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule says about its circuit breakers. Rates are in hundredths of a percent. */
final class BreakerSettings extends GuardSettings {
  /** 100 %. */
  static final int ALL = 10_000;

  static final long NS_PER_S = 1_000_000_000L;

  /** 0: the window counts calls. */
  final long windowNanos;

  /** 0: the window counts time. */
  final int windowCalls;

  final int failureRate;

  /** 0: no call is slow. */
  final long slowCallNanos;

  final int slowCallRate;
  final int minimumCalls;
  final long waitOpenNanos;
  final long waitOpenMaxNanos;
  final int halfOpenCalls;

  /** After this time a probe that is not back counts as failed. */
  final long leaseNanos;

  final Failures failures;

  private BreakerSettings(Builder b) {
    super(GuardKind.CIRCUIT_BREAKER);
    windowNanos = b.windowCalls > 0 ? 0 : b.windowNanos;
    windowCalls = b.windowCalls;
    failureRate = b.failureRate;
    slowCallNanos = b.slowCallNanos;
    slowCallRate = b.slowCallRate;
    // More calls than the window can hold would never be reached, and the breaker be dead.
    minimumCalls =
        Math.max(1, windowCalls > 0 ? Math.min(b.minimumCalls, windowCalls) : b.minimumCalls);
    waitOpenNanos = b.waitOpenNanos;
    waitOpenMaxNanos = Math.max(b.waitOpenNanos, b.waitOpenMaxNanos);
    halfOpenCalls = b.halfOpenCalls;
    leaseNanos = b.leaseNanos > 0 ? b.leaseNanos : b.waitOpenNanos;
    failures = b.failures;
  }

  FailureWindow newWindow(long nowNanos) {
    return windowCalls > 0
        ? new CountWindow(windowCalls, minimumCalls)
        : new TimeWindow(windowNanos, minimumCalls, nowNanos);
  }

  boolean slow(long startNanos, long endNanos) {
    return slowCallNanos > 0 && endNanos - startNanos >= slowCallNanos;
  }

  /** True when there are enough calls and a rate has reached its threshold. */
  boolean exceeded(long totals) {
    return Counts.calls(totals) >= minimumCalls && ratesReached(totals);
  }

  /** At the threshold counts as reached: otherwise 100 % could never be. */
  boolean ratesReached(long totals) {
    long calls = Counts.calls(totals);
    return (long) Counts.failures(totals) * ALL >= failureRate * calls
        || slowCallNanos > 0 && (long) Counts.slows(totals) * ALL >= slowCallRate * calls;
  }

  String describe(long totals) {
    return Counts.failures(totals)
        + " of "
        + Counts.calls(totals)
        + " calls failed"
        + (slowCallNanos > 0 ? ", " + Counts.slows(totals) + " were slow" : "");
  }

  /**
   * How long to stay open: {@code min(wait-open * 2^attempt, wait-open-max)}, give or take a fifth,
   * so that the instances of a service do not probe in step.
   *
   * @param random any number that differs between instances
   */
  long waitNanos(int attempt, long random) {
    long wait = waitOpenNanos;
    for (int i = 0; i < attempt && wait < waitOpenMaxNanos; i++) {
      wait = wait > waitOpenMaxNanos / 2 ? waitOpenMaxNanos : wait * 2;
    }
    return Math.max(1, (long) (wait * (0.8 + 0.4 * unit(random))));
  }

  /** Spreads any number over 0 to 1: the finaliser of SplitMix64. */
  private static double unit(long random) {
    long z = random + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind != CallKind.HTTP_SERVER;
  }

  @Override
  boolean stateful() {
    return true;
  }

  @Override
  Guard create(GuardPlace place) {
    Guards guards = place.guards();
    return new CircuitBreaker(
        place.rule(), this, place.peer(), guards.telemetry(), guards.log(), guards.nowNanos());
  }

  @Override
  void contribute(GuardSet.Builder builder, Mode mode) {
    builder.failures(failures);
  }

  /** True when a window and probes laid out for these settings serve the others, too. */
  boolean sameShape(BreakerSettings that) {
    return windowNanos == that.windowNanos
        && windowCalls == that.windowCalls
        && minimumCalls == that.minimumCalls
        && halfOpenCalls == that.halfOpenCalls;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof BreakerSettings)) {
      return false;
    }
    BreakerSettings that = (BreakerSettings) other;
    return sameShape(that)
        && failureRate == that.failureRate
        && slowCallNanos == that.slowCallNanos
        && slowCallRate == that.slowCallRate
        && waitOpenNanos == that.waitOpenNanos
        && waitOpenMaxNanos == that.waitOpenMaxNanos
        && leaseNanos == that.leaseNanos
        && failures.equals(that.failures);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(windowNanos * 31 + windowCalls + failureRate * 7L + waitOpenNanos);
  }

  /** The defaults are those of the reference. */
  static final class Builder {
    long windowNanos = 10 * NS_PER_S;
    int windowCalls;
    int failureRate = 5_000;
    long slowCallNanos;
    int slowCallRate = ALL;
    int minimumCalls = 20;
    long waitOpenNanos = 5 * NS_PER_S;
    long waitOpenMaxNanos = 300 * NS_PER_S;
    int halfOpenCalls = 5;
    long leaseNanos;
    Failures failures = Failures.DEFAULT;

    BreakerSettings build() {
      return new BreakerSettings(this);
    }
  }
}
