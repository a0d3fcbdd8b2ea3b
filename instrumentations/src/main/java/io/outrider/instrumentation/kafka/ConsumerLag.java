// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.LagSource;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.Messages;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How far consumers are behind, by their own metrics: what the last answers of the brokers said.
 * Reading them takes none of a consumer's locks but those of single numbers.
 */
final class ConsumerLag implements LagSource {
  static final ConsumerLag ALL = new ConsumerLag();

  private static final int MOST_CONSUMERS = 200;

  private final CopyOnWriteArrayList<Of> consumers = new CopyOnWriteArrayList<Of>();

  private ConsumerLag() {
    Messages.watch(this);
  }

  void add(Consumer<?, ?> consumer, Client client) {
    if (consumers.size() < MOST_CONSUMERS) {
      consumers.add(new Of(consumer, client));
    } else {
      forget();
    }
  }

  private void forget() {
    for (Of each : consumers) {
      if (each.get() == null) {
        consumers.remove(each);
      }
    }
  }

  @Override
  public void read(Readings readings) {
    for (Of each : consumers) {
      Consumer<?, ?> consumer = each.get();
      if (consumer == null) {
        consumers.remove(each);
      } else {
        read(consumer, each.client, readings);
      }
    }
  }

  /**
   * Newer clients have two numbers for a topic with dots in its name: an old one beside the new.
   */
  private static void read(Consumer<?, ?> consumer, Client client, Readings readings) {
    Set<String> told = new HashSet<String>();
    for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
      MetricName name = metric.getKey();
      if (!"records-lag".equals(name.name())) {
        continue;
      }
      String topic = name.tags().get("topic");
      String partition = name.tags().get("partition");
      MessageEndpoint from = topic == null || partition == null ? null : client.named(topic);
      if (from == null || !told.add(partition + '/' + from.destination())) {
        continue;
      }
      Object value = metric.getValue().metricValue();
      if (value instanceof Double && !((Double) value).isNaN()) {
        readings.lag(from, partition, ((Double) value).longValue());
      }
    }
  }

  private static final class Of extends WeakReference<Consumer<?, ?>> {
    final Client client;

    Of(Consumer<?, ?> consumer, Client client) {
      super(consumer);
      this.client = client;
    }
  }
}
