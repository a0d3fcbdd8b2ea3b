// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.LogsApi;
import java.util.concurrent.TimeUnit;

/** Log records that the application makes through its own OpenTelemetry API. */
final class ApiLogs extends LogsApi {
  private final Engine engine;

  ApiLogs(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Object logger(String name, String version, String schemaUrl) {
    return new Of(new ApiScope(engine, name, version, schemaUrl));
  }

  @Override
  public boolean isEnabled(Object logger) {
    Logger to = ((Of) logger).logger();
    return to != null && to.isEnabled(Severity.UNDEFINED_SEVERITY_NUMBER);
  }

  @Override
  public void emit(
      Object logger,
      long timestamp,
      long observed,
      Object context,
      String severity,
      String severityText,
      Object body,
      Object attributes,
      String eventName,
      Throwable thrown) {
    Logger to = ((Of) logger).logger();
    if (to == null) {
      return;
    }
    LogRecordBuilder record =
        to.logRecordBuilder().setContext(context == null ? Current.get() : (Context) context);
    if (timestamp != 0) {
      record.setTimestamp(timestamp, TimeUnit.NANOSECONDS);
    }
    if (observed != 0) {
      record.setObservedTimestamp(observed, TimeUnit.NANOSECONDS);
    }
    if (severity != null) {
      record.setSeverity(Severity.valueOf(severity));
    }
    if (severityText != null) {
      record.setSeverityText(severityText);
    }
    if (body != null) {
      record.setBody(ApiValues.structured(body));
    }
    if (attributes != null) {
      record.setAllAttributes((Attributes) attributes);
    }
    if (eventName != null) {
      record.setEventName(eventName);
    }
    if (thrown != null) {
      record.setException(thrown);
    }
    record.emit();
  }

  private static final class Of {
    private final ApiScope scope;
    private volatile Logger logger;

    Of(ApiScope scope) {
      this.scope = scope;
    }

    Logger logger() {
      Logger made = logger;
      if (made == null) {
        made = scope.logger();
        logger = made;
      }
      return made;
    }
  }
}
