// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Tells whoever ships goods of new orders, through Kafka. */
@Component
class Shipping {
  private final KafkaTemplate<String, String> kafka;
  private final ObjectMapper json;

  Shipping(KafkaTemplate<String, String> kafka, ObjectMapper json) {
    this.kafka = kafka;
    this.json = json;
  }

  void announce(Order order) {
    try {
      kafka.send("orders", order.sku(), json.writeValueAsString(order));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
