// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.log4j2;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Where an event gets its context data: called once for each, on the thread that logs, by the
 * loggers that are synchronous and by both kinds of those that are not. And where an event is
 * accepted, for export.
 */
public final class Log4j2 implements Instrumentation {
  private static final String INJECTOR =
      "org.apache.logging.log4j.core.impl.ThreadContextDataInjector$";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("log4j2", "2.7 to 2.26").deferred();
    library
        .type(
            INJECTOR + "ForDefaultThreadContextMap",
            INJECTOR + "ForCopyOnWriteThreadContextMap",
            INJECTOR + "ForGarbageFreeThreadContextMap")
        .method("injectContextData")
        .arguments(2)
        .as(Shape.AFTER, ContextDataIds.class);
    library
        .type("org.apache.logging.log4j.core.config.LoggerConfig")
        .method("log")
        .argument(0, "java.lang.String")
        .as(Shape.WRAP, ConfigBegins.class)
        .method("processLogEvent")
        .argument(0, "org.apache.logging.log4j.core.LogEvent")
        .as(Shape.WRAP, ConfigAccepts.class);
    library
        .type("org.apache.logging.log4j.core.async.RingBufferLogEvent")
        .method("setValues")
        .as(Shape.AFTER, RingEvent.class);
  }
}
