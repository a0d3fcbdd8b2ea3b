// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Map;

/** The line format of the console exporters. */
final class Lines {

  private Lines() {}

  /**
   * Opens the process's standard error itself: {@code System.err} may lead into the application's
   * logging.
   */
  static PrintStream standardError() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), false);
  }

  static void attributes(StringBuilder text, Attributes attributes) {
    if (attributes.isEmpty()) {
      return;
    }
    text.append(" {");
    String separator = "";
    for (Map.Entry<AttributeKey<?>, Object> entry : attributes.asMap().entrySet()) {
      text.append(separator).append(entry.getKey().getKey()).append('=');
      text.append(oneLine(String.valueOf(entry.getValue())));
      separator = ", ";
    }
    text.append('}');
  }

  /** Replaces control characters, so that data cannot fake a line or drive the terminal. */
  static String oneLine(String value) {
    StringBuilder clean = null;
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        if (clean == null) {
          clean = new StringBuilder(value);
        }
        clean.setCharAt(i, ' ');
      }
    }
    return clean == null ? value : clean.toString();
  }
}
