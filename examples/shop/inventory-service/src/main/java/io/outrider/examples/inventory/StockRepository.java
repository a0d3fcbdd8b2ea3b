// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.inventory;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;

@Repository
class StockRepository {
  private static final RowMapper<Stock> STOCK =
      (row, number) ->
          new Stock(
              row.getString("sku"),
              row.getString("name"),
              row.getInt("price_cents"),
              row.getInt("on_hand"));

  private final JdbcTemplate jdbc;

  StockRepository(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  List<Stock> all() {
    return jdbc.query("select sku, name, price_cents, on_hand from stock order by sku", STOCK);
  }

  Optional<Stock> find(String sku) {
    return jdbc
        .query("select sku, name, price_cents, on_hand from stock where sku = ?", STOCK, sku)
        .stream()
        .findFirst();
  }

  /** How long the warehouse of these goods takes to answer, in milliseconds. */
  int answerMillis(String sku) {
    return jdbc
        .queryForList("select answer_millis from stock where sku = ?", Integer.class, sku)
        .stream()
        .findFirst()
        .orElse(0);
  }

  /** False when there is not enough. */
  boolean take(String sku, int quantity) {
    return jdbc.update(
            "update stock set on_hand = on_hand - ? where sku = ? and on_hand >= ?",
            quantity,
            sku,
            quantity)
        == 1;
  }

  void insertReservation(String sku, int quantity) {
    jdbc.update("insert into reservations (sku, quantity) values (?, ?)", sku, quantity);
  }
}
