// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.javalogging;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * java.util.logging, which is left alone unless configuration asks for one of these.
 *
 * <p>Its records have no MDC. Where their text is wanted to name the span, a record's span is noted
 * when it is logged and added to the message whenever a formatter asks for that: {@code
 * SimpleFormatter}, {@code XMLFormatter} and Tomcat's formatters all do, on whichever thread.
 *
 * <p>The agent's JAR is made so that no other class in it speaks of this package of the JDK.
 */
public final class JavaLogging implements Instrumentation {
  private static final String LOGGER = "java.util.logging.Logger";
  private static final String RECORD = "java.util.logging.LogRecord";

  @Override
  public void weave(Weaver weaver) {
    Library text = weaver.library("java-logging", "8 to 26").shared().deferred();
    text.type(LOGGER)
        .method("log")
        .arguments(1)
        .argument(0, RECORD)
        .as(Shape.WRAP, RecordSpans.class);
    text.type("java.util.logging.Formatter")
        .method("formatMessage")
        .arguments(1)
        .as(Shape.AFTER, MessageIds.class);
    Library export = weaver.library("java-logging-export", "8 to 26").shared().deferred();
    export
        .type(LOGGER)
        .method("log")
        .arguments(1)
        .argument(0, RECORD)
        .as(Shape.WRAP, RecordExport.class)
        // Asked for once the logger's filter has accepted a record.
        .method("accessCheckedHandlers")
        .arguments(0)
        .as(Shape.AFTER, FilterPassed.class)
        .method("log")
        .arguments(1)
        .argument(0, RECORD)
        .as(Shape.AFTER, FilterAsked.class);
  }
}
