// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.context.ContextStorage;
import io.outrider.instrumentation.AfterAdapter;

/**
 * Puts our storage of contexts in the place of the library's own. Here, where it is made, checks
 * and listeners that the application has ordered are still put around it.
 */
final class StorageCreated implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    // One that the application has chosen knows where its contexts live, and ours does not.
    return returned == ContextStorage.defaultStorage() ? new BridgeStorage() : returned;
  }
}
