// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.Closeable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A connection pool with connections taken out of it and given back, one by one. */
public final class PoolDriver implements Driver {
  private final Map<String, Deque<Connection>> held = new ConcurrentHashMap<>();

  /** How often HikariCP has called each method of the application's own tracker. */
  private final Map<String, Integer> tracked = new TreeMap<>();

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    String key = order.get("pool") + order.get("url");
    switch (order.get("action")) {
      case "take":
        DataSource pool = DataSources.of(order);
        waitFor(pool, order.number("wait", 30_000));
        held.computeIfAbsent(key, any -> new ArrayDeque<>()).add(pool.getConnection());
        return new Order().with("class", pool.getClass().getName());
      case "give":
        held.get(key).remove().close();
        return new Order();
      case "close":
        DataSource source = DataSources.of(order);
        if (source instanceof Closeable) {
          ((Closeable) source).close();
        } else {
          source.getClass().getMethod("close").invoke(source);
        }
        return new Order();
      case "track":
        track(DataSources.of(order));
        return new Order();
      case "tracked":
        Order calls = new Order();
        synchronized (tracked) {
          for (Map.Entry<String, Integer> call : tracked.entrySet()) {
            calls.with(call.getKey(), call.getValue());
          }
        }
        return calls;
      default:
        throw new IllegalArgumentException(order.get("action"));
    }
  }

  private static void waitFor(DataSource pool, int millis) throws Exception {
    for (Method method : pool.getClass().getMethods()) {
      String name = method.getName();
      boolean known =
          name.equals("setConnectionTimeout")
              || name.equals("setMaxWaitMillis")
              || name.equals("setMaxWait");
      if (known && method.getParameterTypes().length == 1) {
        Class<?> type = method.getParameterTypes()[0];
        if (type == long.class) {
          method.invoke(pool, Long.valueOf(millis));
          return;
        }
        if (type == int.class) {
          method.invoke(pool, millis);
          return;
        }
      }
    }
  }

  /** As an application's library of metrics would do. */
  private void track(DataSource hikari) throws Exception {
    Class<?> factory = Class.forName("com.zaxxer.hikari.metrics.MetricsTrackerFactory");
    Class<?> tracker = Class.forName("com.zaxxer.hikari.metrics.IMetricsTracker");
    Object own = proxy(tracker, null);
    hikari
        .getClass()
        .getMethod("setMetricsTrackerFactory", factory)
        .invoke(hikari, proxy(factory, own));
  }

  private Object proxy(Class<?> type, Object answer) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        new InvocationHandler() {
          @Override
          public Object invoke(Object proxy, Method method, Object[] args) {
            if (method.getDeclaringClass() == Object.class) {
              return method.getName().equals("hashCode") ? (Object) 1 : proxy == args[0];
            }
            synchronized (tracked) {
              tracked.merge(method.getName(), 1, Integer::sum);
            }
            return answer;
          }
        });
  }
}
