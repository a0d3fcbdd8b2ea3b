// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;

/** Makes lines of one instrumentation scope. */
final class FlatLogger implements Logger {
  private final LogSource source;
  private final InstrumentationScopeInfo scope;

  FlatLogger(LogSource source, InstrumentationScopeInfo scope) {
    this.source = source;
    this.scope = scope;
  }

  @Override
  public LogRecordBuilder logRecordBuilder() {
    return new FlatLog(source, scope);
  }
}
