// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.order;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.server.ResponseStatusException;

@RestController
class OrderController {
  private final OrderRepository orders;
  private final Inventory inventory;
  private final Shipping shipping;

  OrderController(OrderRepository orders, Inventory inventory, Shipping shipping) {
    this.orders = orders;
    this.inventory = inventory;
    this.shipping = shipping;
  }

  @GetMapping("/orders")
  List<Order> newest() {
    return orders.newest();
  }

  @GetMapping("/orders/{id}")
  Map<String, Object> one(@PathVariable("id") long id) throws IOException {
    Order order =
        orders
            .find(id)
            .orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such order: " + id));
    return Map.of("order", order, "canBeOrderedAgain", inventory.knows(order.sku()));
  }

  @GetMapping("/goods/{sku}/sales")
  Sales sales(@PathVariable("sku") String sku) {
    return new Sales(
        inventory.find(sku), orders.count(sku), orders.turnover(sku), orders.largest(sku));
  }

  @PostMapping("/orders")
  @ResponseStatus(HttpStatus.CREATED)
  Order place(@RequestBody NewOrder wanted) {
    if (wanted.sku() == null || wanted.quantity() < 1) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "a sku and a quantity of at least 1 are needed");
    }
    Inventory.Goods goods = inventory.find(wanted.sku());
    // Fails for an order of millions: the bug that every shop has.
    int total = Math.multiplyExact(goods.priceCents(), wanted.quantity());
    inventory.reserve(wanted.sku(), wanted.quantity());
    Order order = orders.insert(wanted.sku(), wanted.quantity(), total);
    shipping.announce(order);
    return order;
  }

  /** Inventory says no: so do we. */
  @ExceptionHandler
  ResponseEntity<Map<String, Object>> refused(HttpClientErrorException e) {
    return answer(e.getStatusCode(), "inventory: " + e.getStatusText());
  }

  /** Inventory says nothing. */
  @ExceptionHandler
  ResponseEntity<Map<String, Object>> unavailable(ResourceAccessException e) {
    return answer(HttpStatus.SERVICE_UNAVAILABLE, "inventory: " + e.getMostSpecificCause());
  }

  /** The same, where the JDK's own client is used. */
  @ExceptionHandler
  ResponseEntity<Map<String, Object>> unavailable(IOException e) {
    return answer(HttpStatus.SERVICE_UNAVAILABLE, "inventory: " + e);
  }

  private static ResponseEntity<Map<String, Object>> answer(HttpStatusCode status, String text) {
    return ResponseEntity.status(status).body(Map.of("status", status.value(), "message", text));
  }
}
