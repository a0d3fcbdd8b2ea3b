// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.ScopeAdapter;
import io.outrider.instrumentation.WeakStore;

/** A container is about to go through what it has polled: that is not yet anybody's work. */
final class ContainerPolled implements ScopeAdapter {
  /** Whose records a container has. */
  static final WeakStore<Object, Client> CLIENTS = new WeakStore<Object, Client>(10_000);

  @Override
  public Object context(Object self, Object records) {
    Client client = records == null ? null : Polled.RECORDS.remove(records);
    if (client != null) {
      CLIENTS.put(self, client);
    }
    return null;
  }

  static Client of(Object container) {
    Client client = CLIENTS.get(container);
    if (client == null) {
      client = Client.unknown();
      CLIENTS.put(container, client);
    }
    return client;
  }
}
