// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import java.lang.reflect.Field;
import org.apache.hc.client5.http.config.RequestConfig;

/** What an asynchronous client does when nobody says otherwise, which it tells nobody. */
final class DefaultConfig {
  private static volatile Field field;

  private DefaultConfig() {}

  /** Null when it cannot be told. */
  static RequestConfig of(Object client) {
    if (client.getClass().getSimpleName().startsWith("Minimal")) {
      return RequestConfig.DEFAULT;
    }
    Class<?> type = client.getClass().getSuperclass();
    try {
      Field known = field;
      if (known == null || known.getDeclaringClass() != type) {
        known = type.getDeclaredField("defaultConfig");
        known.setAccessible(true);
        field = known;
      }
      Object config = known.get(client);
      return config == null ? RequestConfig.DEFAULT : (RequestConfig) config;
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return null;
    }
  }
}
