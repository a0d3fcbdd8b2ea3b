// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.log.AgentLog;
import io.outrider.instrumentation.WeakStore;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's one thread of its own. It sleeps until a known library shows up, or until it is time
 * for the first measurement of the JVM; then it makes what is needed, and sweeps the weak stores
 * from time to time.
 */
final class Housekeeper extends Thread {
  /** A process that ends within this time pays for nothing that happens after it. */
  private static final long SETTLED_NANOS = 1000000000L;

  private static final long SWEEP_NANOS = 1000000000L;

  /** How often load is measured, while a rule asks for it. */
  private static final long LOAD_NANOS = 250000000L;

  private final Agent agent;
  private volatile boolean awake;
  private boolean loadMatters;

  Housekeeper(Agent agent) {
    super(null, null, "outrider", 0);
    this.agent = agent;
    setDaemon(true);
    // Not the application's: it would be kept from being unloaded, and ServiceLoader would look
    // into it.
    setContextClassLoader(Housekeeper.class.getClassLoader());
  }

  /** The application uses something we know. */
  void wake() {
    if (!awake) {
      awake = true;
      LockSupport.unpark(this);
    }
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    sleep(start, SETTLED_NANOS);
    agent.reportUnknownNames();
    if (!awake) {
      sleep(start, agent.firstMetricsNanos());
    }
    boolean calls = awake;
    if (calls) {
      agent.prepareCalls();
    }
    agent.startTelemetry();
    while (true) {
      try {
        rest(calls);
        if (awake && !calls) {
          calls = true;
          agent.prepareCalls();
        }
        agent.sweep();
        agent.lookAtConfig();
        WeakStore.expungeAll();
      } catch (Throwable e) {
        AgentLog.warn("housekeeping", "housekeeping failed", e);
      }
    }
  }

  /** Until the next sweep, or awake. Load is measured meanwhile, if a rule asks for it. */
  private void rest(boolean calls) {
    long start = System.nanoTime();
    long left = SWEEP_NANOS;
    while (left > 0 && (calls || !awake)) {
      nap(loadMatters ? Math.min(left, LOAD_NANOS) : left);
      loadMatters = calls && agent.measureLoad();
      left = SWEEP_NANOS - (System.nanoTime() - start);
    }
  }

  /** Until that long after the start, or until awake. */
  private void sleep(long start, long nanos) {
    long left = nanos - (System.nanoTime() - start);
    while (!awake && left > 0) {
      nap(left);
      left = nanos - (System.nanoTime() - start);
    }
  }

  private void nap(long nanos) {
    LockSupport.parkNanos(this, nanos);
    // Applications interrupt whole thread groups; what is interrupted does not sleep again.
    Thread.interrupted();
  }
}
