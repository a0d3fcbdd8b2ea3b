// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.ScopeAdapter;

/** A consumer is closed: who does that has done with its records. */
final class Closing implements ScopeAdapter {
  @Override
  public Object context(Object self, Object a0) {
    Client client = Client.KNOWN.get(self);
    if (client != null) {
      client.endWork();
      client.endWorkOfTheDead();
    }
    return null;
  }
}
