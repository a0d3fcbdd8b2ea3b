// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.BufferLimits;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.SendBuffer;
import io.outrider.instrumentation.WeakStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.AbstractConfig;

/** What is known of one producer or consumer. */
final class Client {
  /** By the library's own object. */
  static final WeakStore<Object, Client> KNOWN = new WeakStore<Object, Client>(10_000);

  private static final int MOST_TOPICS = 1000;

  /** Null when not known. */
  final String id;

  /** Null for producers, and consumers that have none. */
  final String group;

  /**
   * Whether all that it sends belongs to transactions. So it is taken to be when nobody knows: what
   * is refused by mistake is worse than what is let through.
   */
  final boolean transactional;

  private final BootstrapServer server;
  private final ConcurrentHashMap<String, MessageEndpoint> endpoints =
      new ConcurrentHashMap<String, MessageEndpoint>();

  /** Null as long as no rule has asked for one. */
  volatile SendBuffer buffer;

  /**
   * The application's loops over records that are under way or were left, by the threads that go
   * through them: several may share what one poll gave.
   */
  private final ConcurrentHashMap<Thread, WorkedIterator> loops =
      new ConcurrentHashMap<Thread, WorkedIterator>();

  /** What guards keep from its polls. */
  final Held held = new Held();

  /** What a container of Spring's has given to its listener; only its own thread asks. */
  Delivery handed;

  private Client(String id, String group, boolean transactional, BootstrapServer server) {
    this.id = id;
    this.group = group;
    this.transactional = transactional;
    this.server = server;
  }

  static Client of(Object self) {
    Client known = KNOWN.get(self);
    if (known == null) {
      // It was made before its class was woven.
      known = unknown();
      KNOWN.put(self, known);
    }
    return known;
  }

  static Client unknown() {
    return new Client(null, null, true, BootstrapServer.NONE);
  }

  static Client producer(AbstractConfig config, Map<MetricName, ?> metrics) {
    return new Client(
        id(config, metrics),
        null,
        config.getString(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null,
        server(config));
  }

  static Client consumer(AbstractConfig config, Map<MetricName, ?> metrics) {
    String group = config.getString(ConsumerConfig.GROUP_ID_CONFIG);
    return new Client(
        id(config, metrics),
        group == null || group.isEmpty() ? null : group,
        false,
        server(config));
  }

  /** Null when a record is to go at once. */
  SendBuffer buffer(BufferLimits limits) {
    return limits == null || transactional ? null : buffer == null ? newBuffer() : buffer;
  }

  private synchronized SendBuffer newBuffer() {
    if (buffer == null) {
      buffer = new SendBuffer(endpoint(null), id);
    }
    return buffer;
  }

  private static BootstrapServer server(AbstractConfig config) {
    List<String> servers = config.getList(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
    return BootstrapServer.of(servers);
  }

  /** Older clients make up a name without saying so in their configuration. */
  private static String id(AbstractConfig config, Map<MetricName, ?> metrics) {
    String id = config.getString(ProducerConfig.CLIENT_ID_CONFIG);
    if (id != null && !id.isEmpty()) {
      return id;
    }
    for (MetricName name : metrics.keySet()) {
      String tag = name.tags().get("client-id");
      if (tag != null) {
        return tag;
      }
    }
    return null;
  }

  /**
   * @param topic null for several
   */
  MessageEndpoint endpoint(String topic) {
    if (topic == null) {
      return make(null);
    }
    MessageEndpoint endpoint = endpoints.get(topic);
    if (endpoint == null) {
      endpoint = make(topic);
      if (endpoints.size() < MOST_TOPICS) {
        endpoints.put(topic, endpoint);
      }
    }
    return endpoint;
  }

  private MessageEndpoint make(String topic) {
    return MessageEndpoint.of("kafka", server.host, server.port, topic, group, false);
  }

  /**
   * The place of a topic of which older clients' metrics have only the name with underscores in
   * place of its dots; null when nothing has come from there.
   */
  MessageEndpoint named(String topic) {
    MessageEndpoint exact = endpoints.get(topic);
    if (exact != null || topic.indexOf('_') < 0) {
      return exact;
    }
    for (Map.Entry<String, MessageEndpoint> entry : endpoints.entrySet()) {
      if (entry.getKey().replace('.', '_').equals(topic)) {
        return entry.getValue();
      }
    }
    return null;
  }

  void begun(WorkedIterator loop, Thread worker) {
    loops.put(worker, loop);
  }

  void ended(WorkedIterator loop, Thread worker) {
    loops.remove(worker, loop);
  }

  /** The application has done with the record that this thread's loop has given it last. */
  void endWork() {
    WorkedIterator open = loops.get(Thread.currentThread());
    if (open != null) {
      open.end();
    }
  }

  /** So it has with those of threads that are no more. */
  void endWorkOfTheDead() {
    for (Map.Entry<Thread, WorkedIterator> each : loops.entrySet()) {
      if (!each.getKey().isAlive()) {
        each.getValue().end();
      }
    }
  }
}
