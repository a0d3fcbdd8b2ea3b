// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jbosslogmanager;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Where a record is handed to the handlers: past level and filter, still on the thread that logs.
 * Called again for the parents of a logger, whose handlers get the same record; so what begins it
 * all is noted, for those who want each record once.
 */
public final class JbossLogManager implements Instrumentation {
  private static final String PACKAGE = "org.jboss.logmanager.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("jboss-logmanager", "2.0 to 3.2").deferred();
    library
        .type(PACKAGE + "LoggerNode")
        .method("publish")
        .arguments(1)
        .argument(0, PACKAGE + "ExtLogRecord")
        .as(Shape.WRAP, RecordIds.class);
    library
        .type(PACKAGE + "Logger")
        .method("logRaw")
        .arguments(1)
        .argument(0, PACKAGE + "ExtLogRecord")
        .as(Shape.WRAP, RecordBegins.class);
  }
}
