// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.function.Consumer;

/** What the lines of all loggers have in common; makes loggers, of any scope. */
final class LogSource implements LoggerProvider {
  final Consumer<? super LogRecordData> emitted;
  final Clock clock = Clock.getDefault();
  final int mostAttributes;
  final int longestValue;

  /** Known later than the first lines are, and before any is sent. */
  volatile Resource resource = Resource.empty();

  /**
   * @param mostAttributes of one line
   * @param longestValue characters of one attribute's value
   * @param emitted takes each line on the thread that logs it; never waits
   */
  LogSource(int mostAttributes, int longestValue, Consumer<? super LogRecordData> emitted) {
    this.mostAttributes = mostAttributes;
    this.longestValue = longestValue;
    this.emitted = emitted;
  }

  @Override
  public LoggerBuilder loggerBuilder(String scope) {
    return new Builder(scope == null || scope.isEmpty() ? "unknown" : scope);
  }

  private final class Builder implements LoggerBuilder {
    private final InstrumentationScopeInfoBuilder scope;

    Builder(String name) {
      scope = InstrumentationScopeInfo.builder(name);
    }

    @Override
    public LoggerBuilder setSchemaUrl(String url) {
      scope.setSchemaUrl(url);
      return this;
    }

    @Override
    public LoggerBuilder setInstrumentationVersion(String version) {
      scope.setVersion(version);
      return this;
    }

    @Override
    public Logger build() {
      return new FlatLogger(LogSource.this, scope.build());
    }
  }
}
