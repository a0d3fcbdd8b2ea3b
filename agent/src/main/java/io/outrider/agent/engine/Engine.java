// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.guard.GuardReport;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.weave.Handlers;
import io.outrider.agent.weave.OwnMethod;
import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.ClientCalls;
import io.outrider.instrumentation.ConnectLimitAdapter;
import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.DbAdapter;
import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.HttpServerAdapter;
import io.outrider.instrumentation.InsteadAdapter;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.LogIds;
import io.outrider.instrumentation.Messages;
import io.outrider.instrumentation.Pools;
import io.outrider.instrumentation.ProducerAdapter;
import io.outrider.instrumentation.RouteAdapter;
import io.outrider.instrumentation.ScopeAdapter;
import io.outrider.instrumentation.ServerCalls;
import io.outrider.instrumentation.Site;
import io.outrider.instrumentation.TaskAdapter;
import io.outrider.instrumentation.TelemetryApi;
import io.outrider.instrumentation.WrapAdapter;

/** Everything a call passes through, whichever library makes it. */
public final class Engine implements Handlers {
  final HttpMethods methods;
  final PeerTable peers;
  final Urls urls;
  final HeaderCapture clientRequestHeaders;
  final HeaderCapture clientResponseHeaders;
  final HeaderCapture serverRequestHeaders;
  final HeaderCapture serverResponseHeaders;
  final Propagation propagation;
  final Guarding guards;
  final OpenCalls openCalls;
  final Sampling sampling;
  final Callers callers;
  final HttpClientCalls clientCalls;
  final HttpServerCalls serverCalls;
  final DbCalls dbCalls;
  final boolean sanitizeSql;
  final boolean connectionSpans;
  final boolean receiveSpans;
  final boolean messagePropagation;
  private final InstrumentsSource source;
  private final Reloads reloads;
  private volatile Instruments instruments;
  private volatile MessageCalls messageCalls;
  private MethodPlans methodPlans; // guarded by this

  /** Makes the tracer and the meters, or tells that they are not ready. */
  public interface InstrumentsSource {
    /**
     * Called with no lock held, by every call that comes before the instruments are there. May wait
     * a little for them. The same object each time.
     *
     * @return null when there are none, or not yet
     */
    Instruments make();
  }

  public Engine(EngineSettings settings, InstrumentsSource source) {
    this(settings, source, new Guarding(settings.guards));
  }

  Engine(EngineSettings settings, InstrumentsSource source, Guarding guarding) {
    this.source = source;
    reloads = settings.reloads;
    guards = guarding;
    peers = new PeerTable(guards);
    methods = new HttpMethods(settings.knownMethods);
    urls = new Urls(settings.redactedParameters);
    clientRequestHeaders = new HeaderCapture("http.request.header.", settings.clientRequestHeaders);
    clientResponseHeaders =
        new HeaderCapture("http.response.header.", settings.clientResponseHeaders);
    serverRequestHeaders = new HeaderCapture("http.request.header.", settings.serverRequestHeaders);
    serverResponseHeaders =
        new HeaderCapture("http.response.header.", settings.serverResponseHeaders);
    sampling = new Sampling(settings.sampling);
    propagation = new Propagation(settings.propagators, settings.propagationExcludedHosts);
    callers = Callers.behind(settings.trustedProxies);
    clientCalls = new HttpClientCalls(this);
    serverCalls = new HttpServerCalls(this);
    dbCalls = new DbCalls(this);
    openCalls = new OpenCalls(clientCalls);
    sanitizeSql = settings.sanitizeSql;
    connectionSpans = settings.connectionSpans;
    ServerCalls.install(new ServerExchanges(this));
    receiveSpans = settings.receiveSpans;
    messagePropagation = settings.messagePropagation;
    Contexts.install(new ThreadContexts(settings.respectOwnGuards));
    Messages.install(new ThreadMessages(this));
    Pools.install(new PoolMetrics(this));
    TelemetryApi.install(new ApiSource(this, settings.replaceOwnSdk));
    ClientCalls.install(new LibraryCalls(this));
    if (settings.logFields != null) {
      LogIds.install(new SpanLogIds(settings.logFields));
    }
  }

  /** Puts other rules into force, for calls that begin from now on; guards keep their state. */
  public void replace(GuardRules guardRules, SamplingRules samplingRules) {
    guards.replace(guardRules);
    sampling.replace(samplingRules);
  }

  /** What guards have decided so far. */
  public GuardReport report() {
    return guards.report();
  }

  /** Made for the first message: most applications have none. */
  MessageCalls messageCalls() {
    MessageCalls calls = messageCalls;
    if (calls == null) {
      synchronized (this) {
        calls = messageCalls;
        if (calls == null) {
          calls = new MessageCalls(this);
          messageCalls = calls;
        }
      }
    }
    return calls;
  }

  /** Made for the first method that configuration names. */
  private synchronized MethodPlans methodPlans() {
    if (methodPlans == null) {
      methodPlans = new MethodPlans(this);
    }
    return methodPlans;
  }

  /** Never null: without telemetry, or before it is ready, calls go on and guards guard. */
  public Instruments instruments() {
    Instruments ready = instruments;
    return ready == null ? first() : ready;
  }

  private Instruments first() {
    Instruments made = source.make();
    if (made == null) {
      return Instruments.NONE;
    }
    // Nothing waits in here: a virtual thread that does would hold its carrier.
    synchronized (this) {
      if (instruments == null) {
        instruments = made;
        guards.observe(made.meter);
        if (reloads != null) {
          reloads.observe(made.meter);
        }
      }
    }
    return made;
  }

  /**
   * Measures how busy the process is, if a rule asks for that. To be called by one thread, a few
   * times a second as long as the answer is true.
   */
  public boolean measureLoad() {
    return guards.measureLoad();
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object handler(Library library, Site site, Object adapter) {
    Life life = new Life(library.name());
    switch (site.shape()) {
      case CLIENT_CALL:
        return new ClientCall(
            this, (HttpClientAdapter<Object, Object>) adapter, site.replacing(), life);
      case CLIENT_FUTURE:
        return new ClientFuture(
            this, (HttpClientAdapter<Object, Object>) adapter, site.replacing(), life);
      case CLIENT_BEGIN:
      case CLIENT_END:
      case CLIENT_ABANDON:
        return new ClientStage(
            this, (HttpClientAdapter<Object, Object>) adapter, site.shape(), life);
      case CLIENT_INSTEAD:
        return new InsteadHandler((InsteadAdapter) adapter, life);
      case CONNECT_LIMIT:
        return new ConnectLimitHandler(this, (ConnectLimitAdapter) adapter, life);
      case DB_CALL:
        return new DbCall(this, (DbAdapter<Object>) adapter, life);
      case DB_CONNECT:
        return new DbConnect(this, (DbConnectAdapter) adapter, life);
      case SERVER_REQUEST:
        return new ServerRequest(this, (HttpServerAdapter<Object, Object>) adapter, life);
      case SERVER_ROUTE:
        return new ServerRoute(this, (RouteAdapter) adapter, life);
      case MESSAGE_SEND:
        return new MessageSend(this, (ProducerAdapter<Object>) adapter, life);
      case MESSAGE_RECEIVE:
        return new MessageReceive(this, (ConsumerAdapter<Object>) adapter, life);
      case MESSAGE_PROCESS:
        return new MessageProcess(this, (ConsumerAdapter<Object>) adapter, life);
      case TASK:
        return new TaskRun(this, (TaskAdapter) adapter, life);
      case SCOPE:
        return new ScopeHandler((ScopeAdapter) adapter, life);
      case WRAP:
        return new WrapHandler((WrapAdapter) adapter, life);
      case AFTER:
        return new AfterHandler((AfterAdapter) adapter, life);
      default:
        throw new IllegalArgumentException("no handler for " + site.shape());
    }
  }

  @Override
  public Object method(OwnMethod method, Class<?> woven) {
    try {
      return method.library == null
          ? methodPlans().handler(method, woven)
          : MethodAnnotations.handler(this, method, woven);
    } catch (Exception e) {
      throw new IllegalStateException("cannot read the annotations of " + method, e);
    }
  }
}
