// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.outrider.instrumentation.LogEvents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportedLogsTest {
  private final InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();
  private final SdkLoggerProvider provider =
      SdkLoggerProvider.builder()
          .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
          .build();

  private ExportedLogs logs(boolean threads, String... keys) {
    return new ExportedLogs(provider, List.of(keys), threads);
  }

  private Object begin(ExportedLogs logs, String body) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      return logs.begin("shop", LogEvents.WARN, "WARNING", body, 1_700_000_000_000L);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private LogRecordData emitted(ExportedLogs logs, Object line) {
    logs.emit(line);
    return exporter.getFinishedLogRecordItems().get(0);
  }

  @Test
  void everySeverityHasItsNumber() {
    for (Severity severity : Severity.values()) {
      assertThat(severity.ordinal()).isEqualTo(severity.getSeverityNumber());
    }
    ExportedLogs logs = logs(false);
    LogRecordData line = emitted(logs, begin(logs, "text"));
    assertThat(line.getSeverity()).isEqualTo(Severity.WARN);
    assertThat(line.getSeverityText()).isEqualTo("WARNING");
    assertThat(line.getTimestampEpochNanos()).isEqualTo(1_700_000_000_000_000_000L);
    assertThat(line.getInstrumentationScopeInfo().getName()).isEqualTo("shop");
    assertThat(line.getAttributes().isEmpty()).isTrue();
  }

  @Test
  void theAgentsOwnThreadsAreNotListenedTo() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ExportedLogs.class.getClassLoader());
    try {
      assertThat(logs(false).begin("shop", LogEvents.WARN, "WARN", "text", 1)).isNull();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aMessageThatIsAWholeDocumentIsCut() {
    ExportedLogs logs = logs(false);
    LogRecordData line = emitted(logs, begin(logs, "x".repeat(ExportedLogs.LONGEST_BODY + 1)));
    assertThat(line.getBodyValue().asString()).hasSize(ExportedLogs.LONGEST_BODY);
  }

  @Test
  void onlyWantedEntriesOfTheMdcAreTaken() {
    ExportedLogs logs = logs(false, "customer", "tenant");
    Object line = begin(logs, "text");
    logs.context(line, Map.of("customer", "c-1", "password", "x"));
    assertThat(emitted(logs, line).getAttributes().asMap())
        .isEqualTo(Map.of(AttributeKey.stringKey("customer"), "c-1"));
  }

  @Test
  void attributesKeepTheirTypes() {
    ExportedLogs logs = logs(true, "*");
    Object line = begin(logs, "text");
    logs.attribute(line, "long", 7);
    logs.attribute(line, "double", 1.5f);
    logs.attribute(line, "flag", true);
    logs.attribute(line, "other", List.of(1, 2));
    logs.attribute(line, "bad", new Unprintable());
    logs.attribute(line, "none", null);
    logs.context(line, Map.of("tenant", "t-1"));
    logs.thread(line, "worker", 42);
    assertThat(emitted(logs, line).getAttributes().asMap())
        .isEqualTo(
            Map.of(
                AttributeKey.longKey("long"),
                7L,
                AttributeKey.doubleKey("double"),
                1.5,
                AttributeKey.booleanKey("flag"),
                true,
                AttributeKey.stringKey("other"),
                "[1, 2]",
                AttributeKey.stringKey("tenant"),
                "t-1",
                AttributeKey.stringKey("thread.name"),
                "worker",
                AttributeKey.longKey("thread.id"),
                42L));
  }

  private static final class Unprintable {
    @Override
    public String toString() {
      throw new IllegalStateException("not now");
    }
  }
}
