// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.outrider.instrumentation.LogEvents;
import io.outrider.instrumentation.LogIds;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Makes a record for export of each event that a logging library hands over. */
public final class ExportedLogs extends LogEvents {
  /** A message may be a whole document; the queue of what waits counts lines. */
  static final int LONGEST_BODY = 128 * 1024;

  /** Some applications name a logger after each object. */
  private static final int MOST_LOGGERS = 4096;

  private static final Severity[] SEVERITIES = Severity.values();
  private static final AttributeKey<String> THREAD_NAME = AttributeKey.stringKey("thread.name");
  private static final AttributeKey<Long> THREAD_ID = AttributeKey.longKey("thread.id");

  private final LoggerProvider provider;
  private final String[] contextKeys;
  private final boolean wholeContext;
  private final boolean threads;
  private final ClassLoader own = ExportedLogs.class.getClassLoader();
  private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<String, Logger>();

  /**
   * From now on events are taken. To be called from here: whoever installs it has to load it first.
   *
   * @param contextKeys which entries of the MDC to export; {@code *} is all
   * @param threads whether to export the thread's name and number
   */
  public static void install(LoggerProvider provider, List<String> contextKeys, boolean threads) {
    LogEvents.install(new ExportedLogs(provider, contextKeys, threads));
  }

  ExportedLogs(LoggerProvider provider, List<String> contextKeys, boolean threads) {
    this.provider = provider;
    this.contextKeys = contextKeys.toArray(new String[0]);
    this.wholeContext = contextKeys.contains("*");
    this.threads = threads;
  }

  @Override
  public Object begin(String logger, int severity, String level, String body, long epochMillis) {
    // What our own threads make the application log, such as its ProxySelector, would make them
    // export without an end.
    if (Thread.currentThread().getContextClassLoader() == own) {
      return null;
    }
    LogRecordBuilder line =
        logger(logger)
            .logRecordBuilder()
            .setContext(Current.get())
            .setTimestamp(epochMillis, TimeUnit.MILLISECONDS)
            .setSeverity(SEVERITIES[severity])
            .setSeverityText(level);
    if (body != null) {
      line.setBody(body.length() <= LONGEST_BODY ? body : body.substring(0, LONGEST_BODY));
    }
    return line;
  }

  private Logger logger(String name) {
    String scope = name == null || name.isEmpty() ? "unknown" : name;
    Logger known = loggers.get(scope);
    if (known == null) {
      known = provider.get(scope);
      if (loggers.size() < MOST_LOGGERS) {
        loggers.put(scope, known);
      }
    }
    return known;
  }

  @Override
  public void attribute(Object event, String key, Object value) {
    if (key == null || value == null) {
      return;
    }
    LogRecordBuilder line = (LogRecordBuilder) event;
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      line.setAttribute(key, ((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      line.setAttribute(key, ((Number) value).doubleValue());
    } else if (value instanceof Boolean) {
      line.setAttribute(key, ((Boolean) value).booleanValue());
    } else {
      line.setAttribute(key, text(value));
    }
  }

  /** Without its attribute, where the application's object has none to give. */
  private static String text(Object value) {
    try {
      return String.valueOf(value);
    } catch (RuntimeException e) {
      return null;
    }
  }

  @Override
  public boolean wantsContext() {
    return contextKeys.length > 0;
  }

  @Override
  public void context(Object event, Map<String, String> mdc) {
    if (mdc == null || mdc.isEmpty()) {
      return;
    }
    LogRecordBuilder line = (LogRecordBuilder) event;
    if (!wholeContext) {
      for (String key : contextKeys) {
        line.setAttribute(key, mdc.get(key));
      }
      return;
    }
    LogIds ids = LogIds.get();
    for (Map.Entry<String, String> entry : mdc.entrySet()) {
      if (!isId(ids, entry.getKey())) {
        line.setAttribute(entry.getKey(), entry.getValue());
      }
    }
  }

  /** A record has fields of its own for them. */
  private static boolean isId(LogIds ids, String key) {
    for (int i = 0; i < ids.count(); i++) {
      if (ids.key(i).equals(key)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void thread(Object event, String name, long id) {
    if (threads) {
      LogRecordBuilder line = (LogRecordBuilder) event;
      line.setAttribute(THREAD_NAME, name);
      line.setAttribute(THREAD_ID, id == 0 ? Thread.currentThread().getId() : id);
    }
  }

  @Override
  public void thrown(Object event, Throwable thrown) {
    if (thrown != null) {
      try {
        ((LogRecordBuilder) event).setException(thrown);
      } catch (RuntimeException e) {
        // It cannot even say what it is.
        attribute(event, "exception.type", thrown.getClass().getName());
      }
    }
  }

  @Override
  public void emit(Object event) {
    ((LogRecordBuilder) event).emit();
  }
}
