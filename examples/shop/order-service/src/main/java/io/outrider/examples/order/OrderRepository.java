// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.order;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.stereotype.Repository;

@Repository
class OrderRepository {
  private static final RowMapper<Order> ORDER =
      (row, number) ->
          new Order(
              row.getLong("id"),
              row.getString("sku"),
              row.getInt("quantity"),
              row.getInt("total_cents"));

  private final JdbcTemplate jdbc;
  private final SimpleJdbcInsert insert;

  OrderRepository(DataSource source) {
    jdbc = new JdbcTemplate(source);
    insert =
        new SimpleJdbcInsert(source)
            .withTableName("orders")
            .usingColumns("sku", "quantity", "total_cents")
            .usingGeneratedKeyColumns("id")
            .withoutTableColumnMetaDataAccess();
  }

  List<Order> newest() {
    return jdbc.query(
        "select id, sku, quantity, total_cents from orders order by id desc limit 20", ORDER);
  }

  Optional<Order> find(long id) {
    return jdbc
        .query("select id, sku, quantity, total_cents from orders where id = ?", ORDER, id)
        .stream()
        .findFirst();
  }

  int count(String sku) {
    return number("select count(*) from orders where sku = ?", sku);
  }

  int turnover(String sku) {
    return number("select coalesce(sum(total_cents), 0) from orders where sku = ?", sku);
  }

  int largest(String sku) {
    return number("select coalesce(max(quantity), 0) from orders where sku = ?", sku);
  }

  private int number(String query, String sku) {
    return jdbc.queryForObject(query, Integer.class, sku);
  }

  Order insert(String sku, int quantity, int totalCents) {
    Number id =
        insert.executeAndReturnKey(
            Map.of("sku", sku, "quantity", quantity, "total_cents", totalCents));
    return new Order(id.longValue(), sku, quantity, totalCents);
  }
}
