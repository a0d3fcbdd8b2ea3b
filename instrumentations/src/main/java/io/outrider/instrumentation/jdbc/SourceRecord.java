// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.DbEndpoint;
import io.outrider.instrumentation.PoolTimes;
import java.lang.reflect.Method;

/** What is known of one data source. Does not refer to it. */
final class SourceRecord {
  /** What data sources and pools call their URL. */
  private static final String[] URL_GETTERS = {"getJdbcUrl", "getUrl", "getURL"};

  private static final String ROUTING =
      "org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource";

  private volatile DbEndpoint endpoint;

  /** The URL is a promise; a connection is proof. */
  private volatile boolean proven;

  private volatile boolean mixed;

  private final Pool pool;
  private final PoolLimit limit = new PoolLimit();

  /** Its own name or, when it is no pool itself, that of the one behind it. */
  private volatile String poolName;

  /** How its pool is measured; null as long as it has none, or none that is measured from here. */
  private volatile PoolMeasured measured;

  /** There are several behind it. */
  private volatile boolean poolsMixed;

  private SourceRecord(Pool pool) {
    this.pool = pool;
  }

  static SourceRecord of(Object dataSource) {
    SourceRecord record = new SourceRecord(Pool.of(dataSource));
    for (Class<?> type = dataSource.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(ROUTING)) {
        record.mixed = true;
        return record;
      }
    }
    DbEndpoint promised = JdbcUrl.parse(url(dataSource));
    record.poolName = record.pool.name(dataSource);
    record.endpoint = promised == JdbcUrl.UNKNOWN ? null : promised.by(record.poolName);
    return record;
  }

  /** Null when not known, or when there are several. */
  DbEndpoint endpoint() {
    return mixed ? null : endpoint;
  }

  /**
   * A connection was opened.
   *
   * @return what its statements are to be told to lead to: the same place, by this pool
   */
  DbEndpoint leadsTo(Object dataSource, DbEndpoint opened) {
    DbEndpoint known = endpoint;
    if (proven && opened == known || opened == JdbcUrl.UNKNOWN) {
      return opened;
    }
    DbEndpoint way = opened.by(poolName(dataSource, opened));
    if (!proven) {
      endpoint = way;
      proven = true;
    } else if (known.place() != way.place()) {
      mixed = true;
    } else if (known != way) {
      endpoint = way;
    }
    // What is no pool knows no better than the pool behind it.
    return pool == Pool.NONE ? opened : way;
  }

  /** A pool may have no name before it has begun. */
  private String poolName(Object dataSource, DbEndpoint opened) {
    if (pool != Pool.NONE) {
      if (poolName == null) {
        poolName = pool.name(dataSource);
      }
      return poolName;
    }
    if (proven && !poolsMixed && !same(poolName, opened.pool())) {
      poolsMixed = true;
    }
    poolName = poolsMixed ? null : opened.pool();
    return poolName;
  }

  private static boolean same(String a, String b) {
    return a == null ? b == null : a.equals(b);
  }

  /** Who wants to know how long callers wait; null for nobody. */
  PoolTimes times() {
    PoolMeasured known = measured;
    return known == null ? null : known.times;
  }

  /** A connection was handed out: so there is a pool, perhaps another than before. */
  void measure(Object dataSource) {
    PoolMeasured known = measured;
    if (pool.isMeasured() && (known == null || known.times.isOver())) {
      measured = PoolMeasured.of(pool, dataSource, measuredName());
    }
  }

  /** As the conventions want it of a pool that has no name. */
  private String measuredName() {
    DbEndpoint known = endpoint;
    if (poolName != null || known == null) {
      return poolName == null ? "unnamed" : poolName;
    }
    String namespace = known.namespace();
    if (known.host() == null) {
      return namespace == null ? known.system() : namespace;
    }
    String place = known.port() > 0 ? known.host() + ':' + known.port() : known.host();
    return namespace == null ? place : place + '/' + namespace;
  }

  void limitWait(Object dataSource, long nanos) {
    limit.set(pool, dataSource, nanos, proven);
  }

  /** Asked once for each data source: so that a database that never answered has a name, too. */
  private static String url(Object dataSource) {
    for (String getter : URL_GETTERS) {
      try {
        Method method = dataSource.getClass().getMethod(getter);
        if (method.getReturnType() == String.class) {
          Object url = method.invoke(dataSource);
          if (url != null) {
            return (String) url;
          }
        }
      } catch (Throwable e) {
        // Not there, not accessible, or not willing.
      }
    }
    return null;
  }
}
