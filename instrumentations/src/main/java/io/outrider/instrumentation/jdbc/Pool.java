// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.Millis;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * How to ask one class of connection pools for its name, and how to tell it how long callers may
 * wait: by its public methods, found once for each class. Pools that are not known have neither.
 */
final class Pool {
  /** A data source that is no pool, or none that is known. */
  static final Pool NONE = new Pool();

  private static final MethodType NAME = MethodType.methodType(String.class, Object.class);
  private static final MethodType READ = MethodType.methodType(long.class, Object.class);
  private static final MethodType WRITE =
      MethodType.methodType(void.class, Object.class, long.class);

  private static final ClassValue<Pool> POOLS =
      new ClassValue<Pool>() {
        @Override
        protected Pool computeValue(Class<?> type) {
          return find(type);
        }
      };

  private final MethodHandle name;
  private final MethodHandle reader;
  private final MethodHandle writer;

  /** Milliseconds; less is not taken. */
  private final long shortest;

  /** Zero is for ever; below zero is with every pool. */
  private final boolean zeroIsEndless;

  /** Closes the pool and makes it anew when it is told another time. */
  private final boolean restarts;

  /** What a data source calls the pool behind it; null for one that is not measured from here. */
  private final String behind;

  private Pool() {
    this(null, null, null, 0, false, false, null);
  }

  private Pool(
      MethodHandle name,
      MethodHandle reader,
      MethodHandle writer,
      long shortest,
      boolean zeroIsEndless,
      boolean restarts,
      String behind) {
    this.name = name;
    this.reader = reader;
    this.writer = writer;
    this.shortest = shortest;
    this.zeroIsEndless = zeroIsEndless;
    this.restarts = restarts;
    this.behind = behind;
  }

  static Pool of(Object dataSource) {
    return POOLS.get(dataSource.getClass());
  }

  private static Pool find(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      Pool known = known(type, at.getName());
      if (known != null) {
        return known;
      }
    }
    return NONE;
  }

  private static Pool known(Class<?> type, String name) {
    switch (name) {
      case "com.zaxxer.hikari.HikariConfig":
        return new Pool(
            name(type, "getPoolName"),
            reader(type, "getConnectionTimeout"),
            writer(type, "setConnectionTimeout", long.class),
            250,
            true,
            false,
            null);
      case "org.apache.commons.dbcp2.BasicDataSource":
      case "org.apache.tomcat.dbcp.dbcp2.BasicDataSource":
        return new Pool(
            name(type, "getJmxName"),
            reader(type, "getMaxWaitMillis"),
            writer(type, "setMaxWaitMillis", long.class),
            1,
            false,
            false,
            "getConnectionPool");
      case "org.apache.tomcat.jdbc.pool.DataSourceProxy":
        return new Pool(
            name(type, "getName"),
            reader(type, "getMaxWait"),
            writer(type, "setMaxWait", int.class),
            1,
            true,
            false,
            "getPool");
      case "com.mchange.v2.c3p0.AbstractComboPooledDataSource":
      case "com.mchange.v2.c3p0.ComboPooledDataSource":
        return new Pool(
            name(type, "getDataSourceName"),
            reader(type, "getCheckoutTimeout"),
            writer(type, "setCheckoutTimeout", int.class),
            1,
            true,
            true,
            null);
      default:
        return null;
    }
  }

  private static MethodHandle name(Class<?> type, String getter) {
    MethodHandle handle = find(type, getter);
    return handle == null || handle.type().returnType() != String.class
        ? null
        : handle.asType(NAME);
  }

  private static MethodHandle reader(Class<?> type, String getter) {
    MethodHandle handle = find(type, getter);
    return handle == null ? null : handle.asType(READ);
  }

  private static MethodHandle writer(Class<?> type, String setter, Class<?> parameter) {
    MethodHandle handle = find(type, setter, parameter);
    if (handle == null) {
      return null;
    }
    return parameter == long.class
        ? handle.asType(WRITE)
        : MethodHandles.explicitCastArguments(handle, WRITE);
  }

  private static MethodHandle find(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method method = type.getMethod(name, parameters);
      return MethodHandles.publicLookup().unreflect(method);
    } catch (Throwable e) {
      // Another version, or not open to us.
      return null;
    }
  }

  /** Null when it has none, or none yet. */
  String name(Object dataSource) {
    if (name == null) {
      return null;
    }
    try {
      return shortened((String) name.invokeExact(dataSource));
    } catch (Throwable e) {
      return null;
    }
  }

  /** DBCP has a JMX name alone: {@code org.example:type=pool,name=orders} is orders. */
  private static String shortened(String found) {
    int key = found == null ? -1 : found.indexOf("name=");
    if (key < 1 || found.indexOf(':') < 0) {
      return found == null || found.isEmpty() ? null : found;
    }
    int end = found.indexOf(',', key);
    return found.substring(key + 5, end < 0 ? found.length() : end);
  }

  /** The numbers of the pool behind a data source; null when there are none. */
  PoolNumbers numbers(Object dataSource) {
    return behind == null ? null : PoolNumbers.of(dataSource, behind);
  }

  boolean isMeasured() {
    return behind != null;
  }

  boolean canLimit() {
    return reader != null && writer != null;
  }

  boolean restarts() {
    return restarts;
  }

  long waitMillis(Object dataSource) throws Throwable {
    return (long) reader.invokeExact(dataSource);
  }

  void waitMillis(Object dataSource, long millis) throws Throwable {
    writer.invokeExact(dataSource, millis);
  }

  /** What can be told a pool of such a limit: whole milliseconds, rounded up. */
  long millis(long nanos) {
    return Math.max(shortest, Millis.roundedUp(nanos));
  }

  /** Whether callers may wait for ever, or longer than that. */
  boolean exceeds(long current, long millis) {
    return current < 0 || current == 0 && zeroIsEndless || current > millis;
  }
}
