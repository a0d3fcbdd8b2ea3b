// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.PrintStream;
import java.util.Collection;

/** Writes each span as one line of text. */
final class ConsoleSpans implements SpanExporter {

  private final PrintStream out;

  ConsoleSpans(PrintStream out) {
    this.out = out;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    StringBuilder text = new StringBuilder(256 * spans.size());
    for (SpanData span : spans) {
      long micros = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1000;
      text.append("[outrider] span ").append(Lines.oneLine(span.getName()));
      text.append(' ').append(span.getKind());
      text.append(' ').append(micros / 1000).append('.').append(micros % 1000 / 100).append(" ms");
      text.append(" trace=").append(span.getTraceId()).append(" span=").append(span.getSpanId());
      if (span.getParentSpanContext().isValid()) {
        text.append(" parent=").append(span.getParentSpanId());
      }
      if (!span.getStatus().equals(StatusData.unset())) {
        text.append(" status=").append(span.getStatus().getStatusCode());
      }
      Lines.attributes(text, span.getAttributes());
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
