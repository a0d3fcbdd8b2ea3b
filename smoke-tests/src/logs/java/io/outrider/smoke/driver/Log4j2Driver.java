// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;

/** Log4j 2. */
public final class Log4j2Driver extends LogDriver {
  private static final String CONFIGURATION =
      "<Configuration status='error'>"
          + "<Appenders>"
          + "<Last name='last' waits='false'/>"
          + "<Last name='waiting' waits='true'/>"
          + "<Async name='async'><AppenderRef ref='waiting'/></Async>"
          + "</Appenders>"
          + "<Loggers>"
          + "<Logger name='sync' level='info'><AppenderRef ref='last'/></Logger>"
          + "<Logger name='async' level='info'><AppenderRef ref='async'/></Logger>"
          + "<Logger name='property' level='info'><Property name='place'>here</Property>"
          + "<AppenderRef ref='last'/></Logger>"
          + "<AsyncLogger name='mixed' level='info'><AppenderRef ref='waiting'/></AsyncLogger>"
          + "<Root level='error'/>"
          + "</Loggers>"
          + "</Configuration>";

  public Log4j2Driver() throws Exception {
    byte[] text = CONFIGURATION.getBytes(StandardCharsets.UTF_8);
    Configurator.initialize(
        Log4j2Driver.class.getClassLoader(),
        new ConfigurationSource(new ByteArrayInputStream(text)));
  }

  @Override
  public String name() {
    return "log4j2";
  }

  @Override
  void log(String logger, String message) {
    LogManager.getLogger(logger).info(message);
  }

  @Override
  void debug(String logger, String message) {
    LogManager.getLogger(logger).debug(message);
  }

  @Override
  void error(String logger, String message, Throwable thrown) {
    LogManager.getLogger(logger).error(message, thrown);
  }

  @Override
  void put(String key, String value) {
    ThreadContext.put(key, value);
  }

  @Override
  String get(String key) {
    return ThreadContext.get(key);
  }

  @Override
  void remove(String key) {
    ThreadContext.remove(key);
  }
}
