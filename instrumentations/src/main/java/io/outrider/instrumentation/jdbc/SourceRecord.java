// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.DbEndpoint;
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

  private SourceRecord() {}

  static SourceRecord of(Object dataSource) {
    SourceRecord record = new SourceRecord();
    for (Class<?> type = dataSource.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(ROUTING)) {
        record.mixed = true;
        return record;
      }
    }
    DbEndpoint promised = JdbcUrl.parse(url(dataSource));
    record.endpoint = promised == JdbcUrl.UNKNOWN ? null : promised;
    return record;
  }

  /** Null when not known, or when there are several. */
  DbEndpoint endpoint() {
    return mixed ? null : endpoint;
  }

  void leadsTo(DbEndpoint place) {
    if (place == JdbcUrl.UNKNOWN || place == endpoint && proven) {
      return;
    }
    if (proven) {
      mixed = true;
    } else {
      endpoint = place;
      proven = true;
    }
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
