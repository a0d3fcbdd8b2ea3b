// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import java.lang.reflect.Field;
import org.apache.http.client.config.RequestConfig;

/** What an asynchronous client does when nobody says otherwise, which it tells nobody. */
final class DefaultConfig {
  private static volatile Field field;

  private DefaultConfig() {}

  /** Null when it cannot be told. */
  static RequestConfig of(Object client) {
    Class<?> type = client.getClass();
    if (type.getSimpleName().equals("MinimalHttpAsyncClient")) {
      return RequestConfig.DEFAULT;
    }
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
