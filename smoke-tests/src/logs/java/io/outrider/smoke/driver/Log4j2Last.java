// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Shows what it got. */
@Plugin(name = "Last", category = "Core", elementType = "appender")
public final class Log4j2Last extends AbstractAppender {
  private static final long serialVersionUID = 1L;

  private final boolean waits;

  private Log4j2Last(String name, boolean waits) {
    super(name, null, PatternLayout.newBuilder().withPattern(LogDriver.PATTERN).build());
    this.waits = waits;
  }

  @PluginFactory
  public static Log4j2Last make(
      @PluginAttribute("name") String name, @PluginAttribute("waits") boolean waits) {
    return new Log4j2Last(name, waits);
  }

  @Override
  public void append(LogEvent event) {
    if (LogDriver.silent()) {
      return;
    }
    if (waits) {
      LogDriver.pass();
    }
    LogDriver.seen(
        event.getMessage().getFormattedMessage(),
        getLayout().toSerializable(event).toString(),
        event.getContextData().toMap());
  }
}
