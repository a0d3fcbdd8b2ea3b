// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.agent.start.TestDispatcher;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Site;
import java.lang.instrument.Instrumentation;
import java.util.List;
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
      T org.example.probe.Misfit
      T org.example.probe.Off
      S org.example.probe.Service
      M serve
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
}
