// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Pools by the names of their classes, each made once for each URL. */
final class DataSources {
  private static final Map<String, DataSource> POOLS = new ConcurrentHashMap<>();

  private DataSources() {}

  static DataSource of(Order order) throws Exception {
    String key = order.get("pool") + order.get("url");
    DataSource pool = POOLS.get(key);
    if (pool == null) {
      pool = make(order);
      POOLS.put(key, pool);
    }
    return pool;
  }

  private static DataSource make(Order order) throws Exception {
    DataSource pool =
        (DataSource) Class.forName(type(order.get("pool"))).getDeclaredConstructor().newInstance();
    set(pool, order.get("url"), "setJdbcUrl", "setUrl", "setURL", "setDatabase");
    set(pool, order.get("user"), "setUsername", "setUser");
    set(pool, order.get("password"), "setPassword");
    set(pool, order.get("driverClass"), "setDriverClassName", "setDriverClass");
    set(pool, order.get("poolName"), "setPoolName", "setJmxName", "setDataSourceName", "setName");
    if (order.get("poolSize") != null) {
      int size = order.number("poolSize", 1);
      for (String setter :
          new String[] {"setMaximumPoolSize", "setMaxTotal", "setMaxActive", "setMaxPoolSize"}) {
        try {
          pool.getClass().getMethod(setter, int.class).invoke(pool, size);
          break;
        } catch (NoSuchMethodException e) {
          // called otherwise
        }
      }
    }
    return pool;
  }

  private static String type(String pool) {
    switch (pool) {
      case "hikaricp":
        return "com.zaxxer.hikari.HikariDataSource";
      case "dbcp2":
        return "org.apache.commons.dbcp2.BasicDataSource";
      case "tomcat-jdbc":
        return "org.apache.tomcat.jdbc.pool.DataSource";
      case "c3p0":
        return "com.mchange.v2.c3p0.ComboPooledDataSource";
      default:
        return pool;
    }
  }

  /** Calls the first of these setters that there is. */
  private static void set(Object target, String value, String... setters) throws Exception {
    if (value == null) {
      return;
    }
    for (String setter : setters) {
      for (Method method : target.getClass().getMethods()) {
        if (method.getName().equals(setter)
            && method.getParameterTypes().length == 1
            && method.getParameterTypes()[0] == String.class) {
          method.invoke(target, value);
          return;
        }
      }
    }
  }
}
