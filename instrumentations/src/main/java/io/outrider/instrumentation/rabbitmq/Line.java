// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import io.outrider.instrumentation.WeakStore;

/** What is known of one channel. */
final class Line {
  private static final WeakStore<Object, Line> KNOWN = new WeakStore<Object, Line>(10_000);

  final Broker broker;

  /** Once a channel has transactions, all that it sends belongs to one. */
  volatile boolean transactional;

  private Line(Broker broker) {
    this.broker = broker;
  }

  static Line of(Channel channel) {
    Line known = KNOWN.get(channel);
    return known == null ? add(channel) : known;
  }

  private static Line add(Channel channel) {
    synchronized (KNOWN) {
      Line known = KNOWN.get(channel);
      if (known == null) {
        known = new Line(Broker.of(channel.getConnection()));
        // Where it cannot be noted later, what is refused by mistake is worse than what is not.
        known.transactional = !KNOWN.put(channel, known);
      }
      return known;
    }
  }
}
