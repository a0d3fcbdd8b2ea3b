// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.shipping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Shipments {
  /** As the order service writes it. */
  record Ordered(long id, String sku, int quantity, int totalCents) {}

  private final JdbcTemplate jdbc;
  private final ObjectMapper json;

  Shipments(JdbcTemplate jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  @KafkaListener(topics = "orders")
  void ship(String message) throws JsonProcessingException {
    Ordered order = json.readValue(message, Ordered.class);
    jdbc.update(
        "insert into shipments (order_id, sku, quantity) values (?, ?, ?)",
        order.id(),
        order.sku(),
        order.quantity());
  }

  @GetMapping("/shipments")
  List<Shipment> newest() {
    return jdbc.query(
        "select order_id, sku, quantity from shipments order by order_id desc limit 20",
        (row, number) ->
            new Shipment(row.getLong("order_id"), row.getString("sku"), row.getInt("quantity")));
  }
}
