// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Site;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdbcTest {
  private final Library library = library();

  @Test
  void itsAdaptersServeAllLoaders() {
    assertThat(library.name()).isEqualTo("jdbc");
    assertThat(library.isShared()).isTrue();
  }

  @Test
  void everyExecutionIsACall() {
    assertThat(names("java.sql.Statement", Shape.DB_CALL))
        .contains("execute", "executeQuery", "executeUpdate", "executeLargeUpdate")
        .contains("executeBatch", "executeLargeBatch");
  }

  @Test
  void theEndsOfATransactionAreNoCalls() {
    assertThat(names("java.sql.Connection", Shape.DB_CALL)).isEmpty();
    assertThat(names("java.sql.Connection", Shape.SCOPE)).containsExactly("isValid");
  }

  @Test
  void allWaysThroughTheDriverManagerMeetInTheWovenMethod() {
    assertThat(Arrays.stream(DriverManager.class.getDeclaredMethods()))
        .filteredOn(m -> m.getName().equals("getConnection"))
        .filteredOn(m -> m.getParameterCount() == 3 && m.getParameterTypes()[2] == Class.class)
        .hasSize(1);
  }

  private List<String> names(String type, Shape shape) {
    return library.targets().stream()
        .filter(target -> target.typeNames().contains(type))
        .map(Target::sites)
        .flatMap(List::stream)
        .filter(site -> site.shape() == shape)
        .map(Site::methodName)
        .toList();
  }

  private static Library library() {
    Weaver weaver = new Weaver();
    new Jdbc().weave(weaver);
    return weaver.libraries().get(0);
  }
}
