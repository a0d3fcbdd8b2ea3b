// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.MDC;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.AsyncHandler;

/** JBoss LogManager. */
public final class JbossLogDriver extends LogDriver {
  private final Logger sync = logger("sync");
  private final Logger async = logger("async");

  public JbossLogDriver() {
    sync.addHandler(new Last(false));
    AsyncHandler handler = new AsyncHandler();
    handler.addHandler(new Last(true));
    async.addHandler(handler);
  }

  private static Logger logger(String name) {
    Logger logger = Logger.getLogger(name);
    logger.setLevel(Level.INFO);
    logger.setUseParentHandlers(false);
    return logger;
  }

  @Override
  public String name() {
    return "jboss";
  }

  @Override
  void log(String logger, String message) {
    (logger.equals("sync") ? sync : async).info(message);
  }

  @Override
  void debug(String logger, String message) {
    (logger.equals("sync") ? sync : async).fine(message);
  }

  @Override
  void error(String logger, String message, Throwable thrown) {
    (logger.equals("sync") ? sync : async).log(Level.ERROR, message, thrown);
  }

  @Override
  void put(String key, String value) {
    MDC.put(key, value);
  }

  @Override
  String get(String key) {
    return MDC.get(key);
  }

  @Override
  void remove(String key) {
    MDC.remove(key);
  }

  /** Shows what it got. */
  private static final class Last extends ExtHandler {
    private final PatternFormatter pattern = new PatternFormatter(PATTERN);
    private final boolean waits;

    Last(boolean waits) {
      this.waits = waits;
    }

    @Override
    protected void doPublish(ExtLogRecord record) {
      if (silent()) {
        record.getMdc("trace_id");
        return;
      }
      if (waits) {
        pass();
      }
      seen(record.getMessage(), pattern.format(record), record.getMdcCopy());
    }
  }
}
