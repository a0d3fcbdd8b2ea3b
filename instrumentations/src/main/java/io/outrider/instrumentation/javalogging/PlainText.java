// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.javalogging;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Formats a message as the JDK does, and nothing around it. */
final class PlainText extends Formatter {
  @Override
  public String format(LogRecord record) {
    return formatMessage(record);
  }
}
