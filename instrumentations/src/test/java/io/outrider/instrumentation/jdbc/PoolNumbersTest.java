// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.PoolReading;
import java.sql.Connection;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;

/** The numbers of pools that do not tell of themselves. */
class PoolNumbersTest {
  @Test
  void thoseOfDbcpAreItsPools() throws Exception {
    BasicDataSource source = new BasicDataSource();
    source.setUrl("jdbc:h2:mem:numbers");
    source.setMaxTotal(5);
    source.setMaxIdle(4);
    source.setMinIdle(1);
    Connection connection = source.getConnection();
    PoolReading numbers = Pool.of(source).numbers(source);
    assertThat(numbers.used()).isEqualTo(1);
    assertThat(numbers.max()).isEqualTo(5);
    assertThat(numbers.idleMax()).isEqualTo(4);
    assertThat(numbers.idleMin()).isEqualTo(1);
    assertThat(numbers.pending()).isZero();
    assertThat(numbers.isClosed()).isFalse();
    connection.close();
    assertThat(numbers.used()).isZero();
    assertThat(numbers.idle()).isEqualTo(1);
    source.close();
    assertThat(numbers.isClosed()).isTrue();
  }

  @Test
  void whatAnswersToOtherNamesHasNone() {
    assertThat(PoolNumbers.of("no pool", "getConnectionPool")).isNull();
    assertThat(PoolNumbers.of("no pool", "toString")).isNull();
  }
}
