// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import io.outrider.instrumentation.MessageEndpoint;

/** A queue, as one channel knows it. */
final class Source {
  /** Empty: the one that was declared last, whatever the broker has called it. */
  final String queue;

  final MessageEndpoint endpoint;

  Source(Channel channel, String queue) {
    this.queue = queue;
    this.endpoint = Line.of(channel).broker.endpoint(queue);
  }
}
