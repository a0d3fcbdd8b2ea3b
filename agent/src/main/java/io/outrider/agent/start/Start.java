// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.weave.Handlers;
import io.outrider.agent.weave.Index;
import io.outrider.agent.weave.Weave;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Site;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;

public final class Start {
  private Start() {}

  public static void start(
      String arguments, Instrumentation instrumentation, boolean attached, File jar)
      throws Exception {
    boolean training = Dispatcher.isTrainingRun(instrumentation);
    Class<?> dispatcher = Dispatcher.define(instrumentation, jar);
    if (training) {
      return;
    }
    ClassLoader agent = Start.class.getClassLoader();
    ClassLoader platform = agent.getParent();
    Weave weave =
        new Weave(
            instrumentation,
            Index.read(agent),
            dispatcher,
            agent,
            platform,
            new Weave.Settings() {
              @Override
              public List<String> excluded() {
                return Collections.emptyList();
              }

              @Override
              public void activated() {}

              @Override
              public boolean instrumentationEnabled(String library) {
                return true;
              }
            });
    weave.begin(
        new Handlers() {
          @Override
          public Object handler(Library library, Site site, Object adapter) {
            throw new IllegalStateException();
          }
        });
  }
}
