// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlCacheTest {
  private final SqlCache cache = new SqlCache();

  @Test
  void theSameTextIsReadOnce() {
    String text = "SELECT a FROM t WHERE b = 1";
    SqlStatement first = cache.analyse(text, "h2database", true);
    assertThat(cache.analyse(new String(text), "h2database", true)).isSameAs(first);
    assertThat(cache.analyse(text, new String("h2database"), true)).isSameAs(first);
  }

  @Test
  void oneTextMayBeReadInSeveralManners() {
    String text = "SELECT \"a\" FROM t WHERE b = ? AND c = 1";
    assertThat(cache.analyse(text, "mysql", true).text()).contains("SELECT ?");
    assertThat(cache.analyse(text, "h2database", true).text()).contains("SELECT \"a\"");
    assertThat(cache.analyse(text, "h2database", false).text()).isEqualTo(text);
    assertThat(cache.analyse(text, null, true).text()).contains("SELECT ?");
    assertThat(cache.analyseBatch(text, "mysql", true).summary()).isEqualTo("BATCH SELECT t");
    assertThat(cache.analyse(text, "mysql", true).summary()).isEqualTo("SELECT t");
  }

  @Test
  void longTextsAreReadButNotKept() {
    String text = "SELECT " + "a, ".repeat(4000) + "b FROM t";
    assertThat(cache.analyse(text, "mysql", true).summary()).isEqualTo("SELECT t");
    assertThat(cache.size()).isZero();
  }

  @Test
  void nothingIsKeptOfNothing() {
    assertThat(cache.analyse(null, "mysql", true).summary()).isNull();
    assertThat(cache.size()).isZero();
  }

  @Test
  void itIsBounded() {
    for (int i = 0; i < 20_000; i++) {
      cache.analyse("SELECT a FROM t" + i, "mysql", true);
    }
    assertThat(cache.size()).isEqualTo(SqlCache.CAPACITY);
  }

  @Test
  void textsInUseSurviveThoseThatComeOnce() {
    List<SqlStatement> hot = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      hot.add(cache.analyse("SELECT a FROM hot" + i, "mysql", true));
    }
    int lost = 0;
    for (int i = 0; i < 20_000; i++) {
      cache.analyse("SELECT a FROM t WHERE id = " + i, "mysql", true);
      SqlStatement again = cache.analyse("SELECT a FROM hot" + i % 100, "mysql", true);
      if (again != hot.get(i % 100)) {
        lost++;
        hot.set(i % 100, again);
      }
    }
    assertThat(lost).isLessThan(400);
  }

  @Test
  void aHitAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String text = "SELECT a FROM t WHERE b = ?";
    int found = 0;
    for (int i = 0; i < 1000; i++) {
      found += cache.analyse(text, "mysql", false) == null ? 0 : 1;
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      found += cache.analyse(text, "mysql", false) == null ? 0 : 1;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(found).isEqualTo(2000);
    assertThat(allocated).isLessThan(1000);
  }
}
