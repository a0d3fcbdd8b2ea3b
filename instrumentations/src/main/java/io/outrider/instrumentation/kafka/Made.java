// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.AfterAdapter;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.AbstractConfig;

/** Notes what a client is made with. */
final class Made implements AfterAdapter {
  @Override
  public Object after(Object self, Object config, Object returned, Throwable thrown) {
    AbstractConfig configured = (AbstractConfig) config;
    if (self instanceof Producer) {
      Client.KNOWN.put(self, Client.producer(configured, ((Producer<?, ?>) self).metrics()));
    } else {
      Consumer<?, ?> consumer = (Consumer<?, ?>) self;
      Client client = Client.consumer(configured, consumer.metrics());
      Client.KNOWN.put(self, client);
      ConsumerLag.ALL.add(consumer, client);
    }
    return returned;
  }
}
