// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.DbEndpoint;
import io.outrider.instrumentation.PoolTimes;
import io.outrider.instrumentation.WeakStore;
import java.sql.Connection;
import java.util.NoSuchElementException;

/**
 * {@code DataSource.getConnection}. Where a data source leads is what its URL says or, failing
 * that, where its first connection led. One that leads to several places has no answer of its own:
 * the data sources behind it do.
 */
final class DataSourceConnect implements DbConnectAdapter {
  private static final int MOST_SOURCES = 2000;

  private static final WeakStore<Object, SourceRecord> SOURCES =
      new WeakStore<Object, SourceRecord>(MOST_SOURCES);

  /** As long as no rule has wanted it there is nothing to look up. */
  private static volatile boolean limiting;

  @Override
  public DbEndpoint endpoint(Object self, Object a0) {
    return self == null ? null : source(self).endpoint();
  }

  @Override
  public void limitWait(Object self, long nanos) {
    if (nanos > 0) {
      limiting = true;
    }
    if (limiting && self != null) {
      source(self).limitWait(self, nanos);
    }
  }

  /** Asks the connection nothing: it may be one that is made only when it is first used. */
  @Override
  public void opened(Object self, Object a0, Object connection) {
    if (self != null && connection instanceof Connection) {
      SourceRecord source = source(self);
      ConnectionRecord record = Records.knownBehind((Connection) connection);
      if (record != null) {
        record.endpoint(source.leadsTo(self, record.endpoint()));
      }
      source.measure(self);
    }
  }

  @Override
  public PoolTimes times(Object self) {
    return self == null ? null : source(self).times();
  }

  /** Those of Tomcat and DBCP, which have no type or code for it that they share. */
  @Override
  public boolean timedOut(Throwable thrown) {
    return thrown.getCause() instanceof NoSuchElementException
        || thrown.getClass().getName().equals("org.apache.tomcat.jdbc.pool.PoolExhaustedException");
  }

  private static SourceRecord source(Object dataSource) {
    SourceRecord source = SOURCES.get(dataSource);
    if (source == null) {
      source = SourceRecord.of(dataSource);
      SOURCES.put(dataSource, source);
    }
    return source;
  }
}
