// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.logback;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Where a logger hands an event to its appenders: made, past every filter of the logger, still on
 * the thread that logs, and seen by nobody.
 */
public final class Logback implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("logback", "1.0.8 to 1.6").deferred();
    library
        .type("ch.qos.logback.classic.Logger")
        .method("callAppenders")
        .arguments(1)
        .argument(0, "ch.qos.logback.classic.spi.ILoggingEvent")
        .as(Shape.WRAP, EventIds.class);
  }
}
