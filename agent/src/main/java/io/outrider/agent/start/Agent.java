// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.config.OwnMethodRules;
import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.engine.ConfiguredMethods;
import io.outrider.agent.engine.Engine;
import io.outrider.agent.engine.EngineSettings;
import io.outrider.agent.engine.Instruments;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.log.AgentLog;
import io.outrider.agent.weave.Handlers;
import io.outrider.agent.weave.Index;
import io.outrider.agent.weave.MethodRules;
import io.outrider.agent.weave.OwnMethod;
import io.outrider.agent.weave.Weave;
import io.outrider.exporter.Telemetry;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Site;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

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
  private final Index index;
  private final Weave weave;
  private final Housekeeper housekeeper = new Housekeeper(this);

  /** The pipeline, and the classes that were woven for the sake of calls. */
  private final CountDownLatch ready = new CountDownLatch(2);

  private volatile boolean impatient;
  private volatile Pipeline pipeline;
  private final ConfigWatch watch; // null: nothing to be watched
  private EngineSettings settings; // set before main, or guarded by this
  private ConfiguredMethods methods; // guarded by this, as the next; null: none
  private Engine engine;
  private Telemetry telemetry;
  private volatile Engine reported; // the same, for who may not wait

  Agent(Instrumentation instrumentation, Config config, Class<?> dispatcher) throws Exception {
    this.config = config;
    this.index = Index.read(loader);
    LogConfig.prepare(config, index);
    this.watch = ConfigWatch.isWanted(config) ? new ConfigWatch(config, rulesInForce()) : null;
    this.weave =
        new Weave(instrumentation, index, dispatcher, loader, loader.getParent(), this, this);
  }

  void run() throws Exception {
    if (EngineConfig.hasRules(config)) {
      // A mistake in a rule is said at once, not when the first call comes.
      settings();
    }
    weave.begin();
    if (JavaVersion.feature() >= 26) {
      Runtime.getRuntime().addShutdownHook(new End(weave));
    }
    housekeeper.start();
    if (LogConfig.exports(config)) {
      // An application may do nothing but log.
      housekeeper.wake();
    }
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
    return config.instrumentationEnabled(library) && LogConfig.wants(config, library);
  }

  /** Null as long as configuration names no method: then nobody asks about any class. */
  @Override
  public synchronized MethodRules methodRules() {
    boolean guarded = settings != null && settings.guards.guardMethods();
    if (guarded || OwnMethodRules.areIn(config)) {
      OwnMethodRules rules = OwnMethodRules.read(config);
      say("methods.problem.", rules.problems());
      say("methods.warning.", rules.warnings());
      methods = new ConfiguredMethods(rules, settings == null ? GuardRules.NONE : settings.guards);
    }
    return methods;
  }

  private static void say(String key, List<String> messages) {
    for (int i = 0; i < messages.size(); i++) {
      AgentLog.warn(key + i, messages.get(i));
    }
  }

  @Override
  public void activated() {
    housekeeper.wake();
  }

  @Override
  public Object handler(Library library, Site site, Object adapter) {
    return engine().handler(library, site, adapter);
  }

  @Override
  public Object method(OwnMethod method, Class<?> woven) {
    return engine().method(method, woven);
  }

  private synchronized Engine engine() {
    if (engine == null) {
      engine = new Engine(settings(), this);
      reported = engine;
      if (LogConfig.exports(config)) {
        LogConfig.install(config, telemetry().logs());
      }
    }
    return engine;
  }

  private synchronized Telemetry telemetry() {
    if (telemetry == null) {
      telemetry = Pipeline.telemetry(config);
    }
    return telemetry;
  }

  private synchronized EngineSettings settings() {
    if (settings == null) {
      settings = EngineConfig.of(config);
      if (watch != null) {
        settings.reloads = watch.reloads;
        watch.startedWith(
            config.problems().isEmpty()
                && settings.guards.problems().isEmpty()
                && settings.sampling.problems().isEmpty());
      }
    }
    return settings;
  }

  /** Takes the rules of the file as they are now, for the engine that is there or will be. */
  private BiConsumer<GuardRules, SamplingRules> rulesInForce() {
    return new BiConsumer<GuardRules, SamplingRules>() {
      @Override
      public void accept(GuardRules guards, SamplingRules sampling) {
        synchronized (Agent.this) {
          settings().guards = guards;
          settings().sampling = sampling;
          if (methods != null) {
            methods.replace(guards);
          } else if (guards.guardMethods()) {
            AgentLog.warn(
                "methods.reload",
                "Rules for methods of the application's own take effect at the next start:"
                    + " there were none at this one");
          }
          if (engine != null) {
            engine.replace(guards, sampling);
          }
        }
      }
    };
  }

  /** On the housekeeper's thread. */
  void lookAtConfig() {
    if (watch != null) {
      watch.look(System.nanoTime());
    }
  }

  /**
   * On the housekeeper's thread, as all that follows: what a call passes through, and what carries
   * its context from thread to thread.
   */
  void prepareCalls() {
    try {
      engine();
    } catch (Throwable e) {
      AgentLog.error("start", "calls are not observed: the engine could not be made", e);
    }
    try {
      weave.weaveDeferred();
    } catch (Throwable e) {
      AgentLog.error("executors", "neither executors nor logs are instrumented", e);
    } finally {
      ready.countDown();
    }
  }

  void startTelemetry() {
    try {
      pipeline =
          Pipeline.start(
              telemetry(),
              new Runnable() {
                @Override
                public void run() {
                  report();
                }
              });
    } catch (Throwable e) {
      AgentLog.error("start", "no telemetry: the pipeline could not be made", e);
    } finally {
      ready.countDown();
    }
  }

  /** At the end of the process; waits for nothing. */
  private void report() {
    Engine last = reported;
    if (last != null) {
      EndReport.write(last.report(), config.get(Keys.REPORT_FILE));
    }
  }

  /** How busy the process is; false when nobody wants to know. */
  boolean measureLoad() {
    Engine made;
    synchronized (this) {
      made = engine;
    }
    return made != null && made.measureLoad();
  }

  /** Executors that were being loaded while the others were woven. */
  void sweep() {
    weave.weaveDeferredLeftOver();
  }

  /** When the JVM's own metrics are first due, from the start; never, where they are off. */
  long firstMetricsNanos() {
    boolean metrics =
        config.get(Keys.JVM_METRICS) && !"none".equals(config.raw("otel.metrics.exporter"));
    return metrics ? Pipeline.metricInterval(config) : Long.MAX_VALUE;
  }

  void reportUnknownNames() {
    try {
      List<String[]> libraries = index.libraries();
      String[] names = new String[libraries.size()];
      for (int i = 0; i < names.length; i++) {
        names[i] = libraries.get(i)[0];
      }
      List<String> messages = config.unknownInstrumentations(names);
      for (int i = 0; i < messages.size(); i++) {
        AgentLog.warn("names." + i, messages.get(i));
      }
    } catch (Throwable e) {
      AgentLog.warn("names", "the names of instrumentations could not be checked", e);
    }
  }

  /**
   * Asked by each call until the pipeline is there, on the call's thread. It waits for the rest of
   * the weaving too, or the first calls would lose their context and their names in logs. The
   * housekeeper takes no lock of the application's, so that whatever the caller holds, both come;
   * if they do not, the first calls have waited.
   */
  @Override
  public Instruments make() {
    if (ready.getCount() > 0) {
      housekeeper.wake();
      await();
    }
    Pipeline made = pipeline;
    return made == null ? null : made.instruments;
  }

  private void await() {
    try {
      if (!impatient
          && Thread.currentThread() != housekeeper
          && !ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        impatient = true;
        AgentLog.warn("start", "telemetry is not ready after 5 s; calls go on without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
