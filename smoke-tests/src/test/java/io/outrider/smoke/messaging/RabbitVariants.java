// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import io.outrider.smoke.messaging.MessagingVariant.Feature;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Versions of RabbitMQ's client and of spring-rabbit, and the ways to use them. */
final class RabbitVariants {
  private RabbitVariants() {}

  static MessagingVariant producer(int jdk, String version) {
    return variant(
        jdk, "Rabbit", null, EnumSet.of(Feature.TRANSACTION), List.of("rabbit-" + version));
  }

  static MessagingVariant consumer(int jdk, String version) {
    return variant(jdk, "Rabbit", null, listening(), List.of("rabbit-" + version));
  }

  static MessagingVariant callback(int jdk, String version) {
    return variant(jdk, "RabbitCallback", "callback", listening(), List.of("rabbit-" + version));
  }

  /**
   * @param how the container, or a method that is annotated
   */
  static MessagingVariant spring(int jdk, String version, String how) {
    return variant(jdk, "SpringRabbit", how, listening(), List.of("spring-rabbit-" + version));
  }

  static MessagingVariant springBatch(int jdk, String version) {
    return variant(
        jdk,
        "SpringRabbit",
        "batch",
        EnumSet.of(Feature.BATCH, Feature.TIMESTAMP),
        List.of("spring-rabbit-" + version));
  }

  private static Set<Feature> listening() {
    return EnumSet.of(Feature.LISTENER, Feature.TIMESTAMP, Feature.HOLD);
  }

  private static MessagingVariant variant(
      int jdk, String driver, String how, Set<Feature> can, List<String> libraries) {
    return new MessagingVariant(
        jdk,
        driver + "Driver",
        driver,
        how,
        "rabbitmq",
        "publish",
        "receive",
        "process",
        "java.io.IOException",
        can,
        "drivers-rabbit",
        libraries,
        RabbitBroker::order);
  }
}
