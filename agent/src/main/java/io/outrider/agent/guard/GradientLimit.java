// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Follows latency: the Gradient2 algorithm of Netflix's concurrency-limits, with its known faults
 * mended. Once a window, with {@code rtt} the average of the window and {@code base} what is held
 * for the latency of a peer that is not overloaded:
 *
 * <pre>
 *   gradient = clamp(tolerance * base / rtt, 0.5, 1)
 *   next     = limit * gradient + (gradient == 1 ? queue : 0)
 *   limit    = limit * 0.8 + next * 0.2
 * </pre>
 *
 * <p>A window is a second and at least ten calls. One in which less than half the limit was in use
 * does not change the limit. Calls below 100 us, failed, refused and ignored ones are no samples.
 *
 * <p>What is different, and why:
 *
 * <ul>
 *   <li>The queue is added only to a full gradient; otherwise, near 0.8, the limit drifts up for
 *       ever (concurrency-limits #134).
 *   <li>A call that timed out or was turned away is no sample but counts (#176): a window with such
 *       calls never raises the limit, and with 5 % of them or more takes a tenth off.
 *   <li>The base is not raised by windows in which the limit was in use: they hold the latency that
 *       the limit itself has caused, and the two would rise together.
 *   <li>When the limit was halved and latency is as it was, concurrency is not its cause; and what
 *       the latency is at the lowest limit, it is without load. Either becomes the new base (#165,
 *       a base that is stuck), so it recovers within seconds from a peer that has become slower.
 * </ul>
 *
 * <p>With the limit always in use it comes to rest where calls take one and a half times as long as
 * without load. What that is it can only know once it has seen it: of a peer that is overloaded
 * from the first call on, with the limit it begins with, the limit is found too high.
 */
final class GradientLimit extends AdaptiveLimit {
  static final long WINDOW_NANOS = 1_000_000_000L;
  static final int MIN_SAMPLES = 10;
  static final long SHORTEST_NANOS = 100_000L;

  private static final double SMOOTHING = 0.2;
  private static final double TOLERANCE = 1.5;
  private static final double QUEUE = 4;
  private static final double LONG_WINDOW = 600;
  private static final int WARM_UP = 10;

  /** Lower than the base can only be a base that is too high, whatever the load. */
  private static final double FALLING = 0.1;

  private static final double BACK_OFF = 0.9;

  /** One in so many dropped takes a tenth off. */
  private static final int TOLERABLE_DROPS = 20;

  /** Latency that fell by less than this has not followed the limit. */
  private static final double SAME = 0.9;

  /** So many windows at the lowest limit, and the latency there is the base. */
  private static final int PATIENCE = 5;

  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile SampleWindow window;

  // Below: only for the thread that closes a window; published by that flag.
  private double limit;
  private double base;
  private int windows;
  private double descentLimit;
  private double descentRtt;
  private int lowestWindows;
  private double lastRtt;

  GradientLimit(int initial, int min, int max, long nowNanos) {
    super(Algorithm.GRADIENT2, min, max);
    limit = initial;
    window = new SampleWindow(nowNanos);
  }

  @Override
  void ended(Places places, Outcome outcome, int inFlight, long startNanos, long endNanos) {
    SampleWindow now = window;
    long nanos = endNanos - startNanos;
    if (outcome.overload()) {
      now.drop();
    } else if (outcome == Outcome.SUCCESS && nanos >= SHORTEST_NANOS) {
      now.add(nanos);
    } else {
      return;
    }
    if (inFlight * 2L >= places.limit()) {
      now.busy();
    }
    if (now.over(WINDOW_NANOS, MIN_SAMPLES, endNanos) && closing.compareAndSet(false, true)) {
      try {
        if (window == now) {
          judge(places, now);
          window = new SampleWindow(endNanos);
        }
      } finally {
        closing.set(false);
      }
    }
  }

  private void judge(Places places, SampleWindow now) {
    // What the bounds, or a change of the rule, have made of it.
    if (bounded(limit) != places.limit()) {
      limit = places.limit();
    }
    double rtt = now.averageMicros();
    if (rtt > 0) {
      learn(rtt, now.wasBusy());
    }
    if (!now.wasBusy()) {
      return;
    }
    double gradient = rtt > 0 ? Math.max(0.5, Math.min(1, TOLERANCE * base / rtt)) : 1;
    double next = limit;
    if (gradient < 1) {
      next = limit * (1 - SMOOTHING) + limit * gradient * SMOOTHING;
      descend(rtt);
    } else {
      descentLimit = 0;
      if (now.drops() == 0) {
        next = limit + QUEUE * SMOOTHING;
      }
    }
    if ((long) now.drops() * TOLERABLE_DROPS >= now.calls() + now.drops()) {
      next = Math.min(next, limit * BACK_OFF);
    }
    // Within the bounds also here, or it would take long to come back from beyond them.
    int whole = bounded(next);
    limit = Math.floor(next) == whole ? next : whole;
    change(places, whole);
  }

  /** Average over the first windows, then exponential. */
  private void learn(double rtt, boolean busy) {
    if (windows < WARM_UP) {
      windows++;
      base += (rtt - base) / windows;
      if (windows > 1 && busy && rtt < base) {
        base = rtt;
      }
    } else if (busy && rtt < lastRtt / 2) {
      // Sudden, so it is the peer and not the limit: what part of the latency is load stays.
      base *= rtt / lastRtt;
    } else if (rtt < base) {
      base += (rtt - base) * FALLING;
    } else if (!busy) {
      base += (rtt - base) * 2 / (LONG_WINDOW + 1);
    }
    lastRtt = rtt;
  }

  /** The limit goes down: whether that helps shows when it has been halved. */
  private void descend(double rtt) {
    boolean halved = limit <= descentLimit / 2;
    boolean lowest = atMinimum((int) limit) && ++lowestWindows >= PATIENCE;
    if (descentLimit != 0 && (lowest || halved && rtt >= descentRtt * SAME)) {
      base = rtt;
      descentLimit = 0;
    } else if (descentLimit == 0 || halved || rtt * SAME > descentRtt) {
      // The last: something happened meanwhile, and what was before it is no measure any more.
      descentLimit = limit;
      descentRtt = rtt;
      lowestWindows = 0;
    }
  }
}
