// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import io.outrider.smoke.messaging.MessagingVariant.Feature;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Versions of Kafka's clients, and the ways to use them. */
final class KafkaVariants {
  private KafkaVariants() {}

  static MessagingVariant producer(int jdk, String version) {
    return clients(
        jdk,
        version,
        null,
        EnumSet.of(Feature.CALLBACK, Feature.TRANSACTION, Feature.NO_BODY),
        KafkaBroker::old);
  }

  /**
   * @param how to go through a poll's records
   */
  static MessagingVariant consumer(int jdk, String version, String how) {
    return clients(jdk, version, how, consumerFeatures(), KafkaBroker::old);
  }

  /** The consumer of 4.0 that has left its groups to the broker; only a broker of 4.0 knows it. */
  static MessagingVariant newProtocol(int jdk) {
    return clients(
        jdk,
        "new",
        "iterator",
        consumerFeatures(),
        () -> {
          Map<String, String> order = new HashMap<>(KafkaBroker.newest());
          order.put("protocol", "consumer");
          return order;
        });
  }

  static MessagingVariant springRecord(int jdk, String version) {
    return spring(jdk, version, "record", Feature.LISTENER);
  }

  static MessagingVariant springBatch(int jdk, String version) {
    return spring(jdk, version, "batch", Feature.BATCH);
  }

  private static Set<Feature> consumerFeatures() {
    return EnumSet.of(Feature.RECEIVE, Feature.GROUP, Feature.TIMESTAMP, Feature.HOLD);
  }

  private static MessagingVariant spring(int jdk, String version, String how, Feature feature) {
    Set<Feature> can = EnumSet.of(feature, Feature.GROUP, Feature.TIMESTAMP);
    if (version.equals("2.2")) {
      // It asks its error handler without a place of its own for that.
      can.remove(Feature.LISTENER);
    }
    return variant(
        jdk, "SpringKafka", how, can, List.of("spring-kafka-" + version), KafkaBroker::old);
  }

  private static MessagingVariant clients(
      int jdk, String version, String how, Set<Feature> can, Supplier<Map<String, String>> broker) {
    return variant(jdk, "Kafka", how, can, List.of("kafka-" + version), broker);
  }

  private static MessagingVariant variant(
      int jdk,
      String driver,
      String how,
      Set<Feature> can,
      List<String> libraries,
      Supplier<Map<String, String>> broker) {
    return new MessagingVariant(
        jdk,
        driver + "Driver",
        driver,
        how,
        "kafka",
        "send",
        "poll",
        "process",
        "org.apache.kafka.common.errors.TimeoutException",
        can,
        "drivers-kafka",
        libraries,
        broker);
  }
}
