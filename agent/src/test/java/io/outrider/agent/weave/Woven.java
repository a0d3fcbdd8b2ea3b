// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.agent.start.TestDispatcher;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Site;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;

/** This JVM with the probe's sites woven in; once, for all tests. */
final class Woven implements Weave.Settings, Handlers {
  private static Woven instance;

  static final String INDEX =
      """
      I io.outrider.instrumentation.probe.Probe
      L probe\t1 to 2
      L probe-off\t1
      T org.example.probe.Calls
      T org.example.probe.Greeter
      T org.example.probe.Made
      T org.example.probe.Misfit
      T org.example.probe.Off
      S org.example.probe.Service
      M serve
      A org.example.probe.Mark
      """;

  final Instrumentation instrumentation = ByteBuddyAgent.install();
  final Weave weave;
  volatile Recorder recorder = new Recorder();
  volatile boolean activated;

  private Woven() throws Exception {
    weave =
        new Weave(
            instrumentation,
            Index.parse(INDEX),
            TestDispatcher.define(instrumentation),
            Woven.class.getClassLoader(),
            ClassLoader.getPlatformClassLoader(),
            this,
            this);
    weave.begin();
  }

  static synchronized Woven instance() throws Exception {
    if (instance == null) {
      instance = new Woven();
    }
    return instance;
  }

  /** What calls are answered with from here on; those of classes that link from now on. */
  static Recorder record(Recorder recorder) throws Exception {
    instance().recorder = recorder;
    return recorder;
  }

  @Override
  public List<String> excluded() {
    return List.of("org/example/probe/Excluded");
  }

  @Override
  public void activated() {
    activated = true;
  }

  @Override
  public boolean instrumentationEnabled(String library) {
    return !library.equals("probe-off");
  }

  @Override
  public Object handler(Library library, Site site, Object adapter) {
    return recorder.handler(site, adapter);
  }

  @Override
  public Object method(OwnMethod method, Class<?> woven) {
    Recorder told = recorder;
    told.methods.add(woven.getSimpleName() + "." + method.name + " " + method.rule);
    return told.handler(null, null);
  }

  @Override
  public MethodRules methodRules() {
    return new MethodRules() {
      @Override
      public boolean concerns(String internalName) {
        return internalName.equals("org/example/probe/Own");
      }

      @Override
      public Set<String> annotations() {
        return Set.of();
      }

      @Override
      public Object rule(DeclaredMethod method) {
        return method.name().startsWith("named") ? "rule" : null;
      }
    };
  }
}
