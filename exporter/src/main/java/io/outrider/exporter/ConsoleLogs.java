// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.io.PrintStream;
import java.util.Collection;

/** Writes each line of a log as one line of text, whatever the application's own looks like. */
final class ConsoleLogs implements LogRecordExporter {

  private final PrintStream out;

  ConsoleLogs(PrintStream out) {
    this.out = out;
  }

  @Override
  public CompletableResultCode export(Collection<LogRecordData> lines) {
    StringBuilder text = new StringBuilder(256 * lines.size());
    for (LogRecordData line : lines) {
      text.append("[outrider] log ").append(line.getSeverity());
      text.append(' ').append(line.getInstrumentationScopeInfo().getName()).append(": ");
      if (line.getBodyValue() != null) {
        text.append(Lines.oneLine(line.getBodyValue().asString()));
      }
      if (line.getSpanContext().isValid()) {
        text.append(" trace=").append(line.getSpanContext().getTraceId());
        text.append(" span=").append(line.getSpanContext().getSpanId());
      }
      Lines.attributes(text, line.getAttributes());
      text.append('\n');
    }
    out.print(text);
    out.flush();
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
