// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.engine.Engine;
import io.outrider.agent.engine.Instruments;
import io.outrider.agent.log.AgentLog;
import io.outrider.agent.weave.Handlers;
import io.outrider.agent.weave.Index;
import io.outrider.agent.weave.Weave;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Site;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ties the parts together and decides when each is made. Before main there is the transformer and
 * one sleeping thread; the first class of a known library wakes that thread, which then makes the
 * engine and the telemetry pipeline while the application goes on loading.
 */
final class Agent implements Weave.Settings, Handlers, Engine.InstrumentsSource {
  /** How long the first calls wait for the pipeline; later ones find it made. */
  private static final long PATIENCE_SECONDS = 5;

  private final Config config;
  private final ClassLoader loader = Agent.class.getClassLoader();
  private final Weave weave;
  private final Housekeeper housekeeper;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile Pipeline pipeline;
  private volatile boolean impatient;
  private Engine engine;

  Agent(Instrumentation instrumentation, Config config, Class<?> dispatcher) throws Exception {
    this.config = config;
    this.weave =
        new Weave(
            instrumentation, Index.read(loader), dispatcher, loader, loader.getParent(), this);
    this.housekeeper = new Housekeeper(this, config);
  }

  void run() throws Exception {
    weave.begin(this);
    housekeeper.start();
    weave.retransformLoaded();
  }

  @Override
  public List<String> excluded() {
    List<String> prefixes = EngineConfig.list(config, Keys.EXCLUDE_CLASSES);
    List<String> internal = new ArrayList<String>(prefixes.size());
    for (String prefix : prefixes) {
      internal.add(prefix.replace('.', '/'));
    }
    return internal;
  }

  @Override
  public boolean instrumentationEnabled(String library) {
    return config.instrumentationEnabled(library);
  }

  @Override
  public void activated() {
    housekeeper.wake();
  }

  @Override
  public Object handler(Library library, Site site, Object adapter) {
    return engine().handler(library, site, adapter);
  }

  private synchronized Engine engine() {
    if (engine == null) {
      engine = new Engine(EngineConfig.of(config), this);
    }
    return engine;
  }

  /** On the housekeeper's thread: everything that the first call will need. */
  void prepare() {
    try {
      engine();
      weave.weaveDeferred();
    } catch (Throwable e) {
      AgentLog.error("start", "the executors are not instrumented", e);
    }
    try {
      pipeline = Pipeline.start(config);
    } catch (Throwable e) {
      AgentLog.error("start", "no telemetry: the pipeline could not be made", e);
    } finally {
      ready.countDown();
    }
  }

  /** Asked by each call until it is ready. Only those that come while it is made wait for it. */
  @Override
  public Instruments make() {
    if (ready.getCount() > 0 && !impatient && Thread.currentThread() != housekeeper) {
      housekeeper.wake();
      await();
    }
    Pipeline made = pipeline;
    return made == null ? null : made.instruments;
  }

  private void await() {
    try {
      if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        impatient = true;
        AgentLog.warn(
            "start", "telemetry is not ready after 5 s; until it is, calls go unrecorded");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
