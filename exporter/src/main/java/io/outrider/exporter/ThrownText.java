// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What the conventions want to know of an exception. */
final class ThrownText {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> STACK_TRACE =
      AttributeKey.stringKey("exception.stacktrace");

  private ThrownText() {}

  /**
   * Never throws: an exception is the application's, and may fail to say what it is. Whoever tells
   * of it has a span to end.
   */
  static void put(Throwable thrown, FlatAttributes into) {
    String type = type(thrown.getClass());
    if (type != null) {
      into.put(TYPE, type);
    }
    try {
      String message = thrown.getMessage();
      if (message != null) {
        into.put(MESSAGE, message);
      }
    } catch (Throwable e) {
      // It is told without.
    }
    try {
      StringWriter trace = new StringWriter();
      PrintWriter writer = new PrintWriter(trace);
      thrown.printStackTrace(writer);
      writer.flush();
      into.put(STACK_TRACE, trace.toString());
    } catch (Throwable e) {
      // Likewise.
    }
  }

  /** Null for an anonymous class. */
  private static String type(Class<?> type) {
    try {
      return type.getCanonicalName();
    } catch (LinkageError e) {
      return type.getName();
    } catch (InternalError e) {
      // JDK 8 does not know what to make of the names that Scala and Groovy give.
      return type.getName();
    }
  }
}
