// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.BlockedListener;

/** Hears that a broker is out of memory or disk, and takes no messages until it says so. */
final class Blocking implements BlockedListener {
  private final Broker broker;

  Blocking(Broker broker) {
    this.broker = broker;
  }

  @Override
  public void handleBlocked(String reason) {
    broker.blocked(true);
  }

  @Override
  public void handleUnblocked() {
    broker.blocked(false);
  }
}
