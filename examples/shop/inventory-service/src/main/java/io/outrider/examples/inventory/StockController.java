// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.inventory;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class StockController {
  private final StockRepository stock;

  StockController(StockRepository stock) {
    this.stock = stock;
  }

  @GetMapping("/stock")
  List<Stock> all() {
    return stock.all();
  }

  @GetMapping("/stock/{sku}")
  Stock one(@PathVariable("sku") String sku) throws InterruptedException {
    Thread.sleep(stock.answerMillis(sku));
    return stock.find(sku).orElseThrow(() -> unknown(sku));
  }

  @PostMapping("/reservations")
  @ResponseStatus(HttpStatus.CREATED)
  @Transactional
  public Reservation reserve(@RequestBody Reservation wanted) {
    if (wanted.sku() == null || wanted.quantity() < 1) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "a sku and a quantity of at least 1 are needed");
    }
    if (stock.find(wanted.sku()).isEmpty()) {
      throw unknown(wanted.sku());
    }
    if (!stock.take(wanted.sku(), wanted.quantity())) {
      throw new ResponseStatusException(HttpStatus.CONFLICT, "not enough in stock");
    }
    stock.insertReservation(wanted.sku(), wanted.quantity());
    return wanted;
  }

  private static ResponseStatusException unknown(String sku) {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "no such goods: " + sku);
  }
}
