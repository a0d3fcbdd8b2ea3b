// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.log.AgentLog;
import io.outrider.instrumentation.WeakStore;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's one thread of its own. It sleeps until a known library shows up, or until it is time
 * for the first measurement of the JVM; then it makes what is needed, and sweeps the weak stores
 * from time to time.
 */
final class Housekeeper extends Thread {
  private static final long SWEEP_NANOS = 1000000000L;

  private final Agent agent;
  private final long firstNanos;
  private volatile boolean awake;

  Housekeeper(Agent agent, Config config) {
    super(null, null, "outrider", 0);
    this.agent = agent;
    boolean metrics =
        config.get(Keys.JVM_METRICS) && !"none".equals(config.raw("otel.metrics.exporter"));
    this.firstNanos = metrics ? Pipeline.metricInterval(config) : Long.MAX_VALUE;
    setDaemon(true);
    // Not the application's: it would be kept from being unloaded, and ServiceLoader would look
    // into it.
    setContextClassLoader(Housekeeper.class.getClassLoader());
  }

  void wake() {
    awake = true;
    LockSupport.unpark(this);
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    while (!awake && System.nanoTime() - start < firstNanos) {
      LockSupport.parkNanos(this, firstNanos - (System.nanoTime() - start));
    }
    agent.prepare();
    while (true) {
      try {
        LockSupport.parkNanos(this, SWEEP_NANOS);
        WeakStore.expungeAll();
      } catch (Throwable e) {
        AgentLog.warn("housekeeping", "housekeeping failed", e);
      }
    }
  }
}
