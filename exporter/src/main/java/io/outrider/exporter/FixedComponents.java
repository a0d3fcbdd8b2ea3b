// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import java.util.Collections;

/**
 * Names the one HTTP sender instead of searching for it.
 *
 * <p>A service file of the application can neither be read nor win, and none has to be packaged.
 */
final class FixedComponents implements ComponentLoader {

  @Override
  public <T> Iterable<T> load(Class<T> type) {
    if (type == HttpSenderProvider.class) {
      return Collections.singletonList(type.cast(new OkHttpHttpSenderProvider()));
    }
    return Collections.emptyList();
  }
}
