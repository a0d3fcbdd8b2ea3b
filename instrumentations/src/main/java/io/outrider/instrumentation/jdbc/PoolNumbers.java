// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.PoolReading;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;

/**
 * The numbers of a pool of DBCP or Tomcat, by its public methods; HikariCP tells of itself. Does
 * not hold the pool.
 */
final class PoolNumbers extends PoolReading {
  private static final MethodType NUMBER = MethodType.methodType(long.class, Object.class);
  private static final MethodType FLAG = MethodType.methodType(boolean.class, Object.class);
  private static final MethodType OBJECT = MethodType.methodType(Object.class, Object.class);

  private final WeakReference<Object> pool;
  private final MethodHandle used;
  private final MethodHandle idle;
  private final MethodHandle max;
  private final MethodHandle idleMin;
  private final MethodHandle idleMax;
  private final MethodHandle pending;
  private final MethodHandle closed;

  private PoolNumbers(Object pool) throws ReflectiveOperationException {
    Class<?> type = pool.getClass();
    MethodHandle settings = optional(type, OBJECT, "getPoolProperties");
    this.pool = new WeakReference<Object>(pool);
    used = required(type, "getNumActive", "getActive");
    idle = required(type, "getNumIdle", "getIdle");
    pending = optional(type, NUMBER, settings == null ? "getNumWaiters" : "getWaitCount");
    max = setting(type, settings, settings == null ? "getMaxTotal" : "getMaxActive");
    idleMin = setting(type, settings, "getMinIdle");
    idleMax = setting(type, settings, "getMaxIdle");
    closed = optional(type, FLAG, "isClosed");
  }

  /**
   * Of what is behind a data source that has given out a connection.
   *
   * @param getter what it calls its pool
   * @return null when there are none to be had
   */
  static PoolNumbers of(Object dataSource, String getter) {
    try {
      Object pool = pool(dataSource, getter);
      return pool == null ? null : new PoolNumbers(pool);
    } catch (Throwable e) {
      // Another version, not open to us, or closed meanwhile.
      return null;
    }
  }

  /** Older versions keep their pool to themselves, and answer for it. */
  private static Object pool(Object dataSource, String getter) throws Throwable {
    MethodHandle handle = optional(dataSource.getClass(), OBJECT, getter);
    return handle == null ? dataSource : handle.invokeExact(dataSource);
  }

  /** Null when it is gone. */
  Object pool() {
    return pool.get();
  }

  private static MethodHandle setting(Class<?> type, MethodHandle settings, String getter)
      throws ReflectiveOperationException {
    if (settings == null) {
      return required(type, getter);
    }
    Class<?> holder = type.getMethod("getPoolProperties").getReturnType();
    return MethodHandles.filterReturnValue(settings, required(holder, getter));
  }

  private static MethodHandle required(Class<?> type, String... names)
      throws ReflectiveOperationException {
    for (String name : names) {
      MethodHandle handle = optional(type, NUMBER, name);
      if (handle != null) {
        return handle;
      }
    }
    throw new NoSuchMethodException(names[0]);
  }

  private static MethodHandle optional(Class<?> type, MethodType as, String name) {
    try {
      return MethodHandles.publicLookup().unreflect(type.getMethod(name)).asType(as);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private long read(MethodHandle number) {
    Object at = pool.get();
    if (number == null || at == null) {
      return UNKNOWN;
    }
    try {
      return (long) number.invokeExact(at);
    } catch (Throwable e) {
      return UNKNOWN;
    }
  }

  @Override
  public long used() {
    return read(used);
  }

  @Override
  public long idle() {
    return read(idle);
  }

  @Override
  public long max() {
    return read(max);
  }

  @Override
  public long idleMin() {
    return read(idleMin);
  }

  @Override
  public long idleMax() {
    return read(idleMax);
  }

  @Override
  public long pending() {
    return read(pending);
  }

  @Override
  public boolean isClosed() {
    Object at = pool.get();
    try {
      return at == null || closed != null && (boolean) closed.invokeExact(at);
    } catch (Throwable e) {
      return false;
    }
  }
}
