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

  static void put(Throwable thrown, FlatAttributes into) {
    String type = thrown.getClass().getCanonicalName();
    if (type != null) {
      into.put(TYPE, type);
    }
    String message = thrown.getMessage();
    if (message != null) {
      into.put(MESSAGE, message);
    }
    StringWriter trace = new StringWriter();
    PrintWriter writer = new PrintWriter(trace);
    thrown.printStackTrace(writer);
    writer.flush();
    into.put(STACK_TRACE, trace.toString());
  }
}
