// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.outrider.agent.guard.GuardRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PeerTest {
  private final PeerTable table = new PeerTable(new Guarding(GuardRules.NONE));
  private final Peer peer = table.get("http", "shop", -1);

  @Test
  void aPeerIsTheSameForTheSamePlace() {
    assertThat(table.get("http", "shop", 80)).isSameAs(peer);
    assertThat(table.get("HTTP", new String("shop"), -1)).isSameAs(peer);
    assertThat(table.get("https", "shop", -1)).isNotSameAs(peer);
    assertThat(table.get("http", "shop", 0)).isSameAs(peer);
  }

  @Test
  void whatHasNoHostOrNoneThatCanBeOneIsNoPeer() {
    Peer overflow = table.get("http", null, 80);
    assertThat(overflow.host).isNull();
    assertThat(table.get("http", "", 80)).isSameAs(overflow);
    assertThat(table.get("http", "x".repeat(256), 80)).isSameAs(overflow);
  }

  @Test
  void aHostWithoutAKnownPortHasNone() {
    assertThat(table.get("gopher", "shop", -1).port).isNull();
  }

  @Test
  void thereAreOnlySoManyPeers() {
    Set<Peer> peers = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 5000; i++) {
      peers.add(table.get("http", "h" + i, 80));
    }
    assertThat(peers).hasSize(PeerTable.MOST);
    assertThat(table.get("http", "shop", 80)).isSameAs(peer);
    assertThat(table.get("http", "h4999", 80)).isSameAs(table.get("http", null, 80));
  }

  @Test
  void threadsThatMeetGetTheSamePeers() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Peer>>> tasks = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        tasks.add(
            () -> {
              List<Peer> found = new ArrayList<>();
              for (int i = 0; i < 1200; i++) {
                Peer host = table.get("http", "host" + i, 80);
                found.add(host);
                host.part(Semantics.HTTP_ROUTE, "/" + i).series("GET", i, null, null);
              }
              return found;
            });
      }
      List<Future<List<Peer>>> results = executor.invokeAll(tasks);
      for (int i = 0; i < 1200; i++) {
        for (Future<List<Peer>> result : results) {
          assertThat(result.get().get(i)).isSameAs(table.get("http", "host" + i, 80));
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void anOutcomeIsOneSeries() {
    Attributes first = peer.series("GET", 200, null, "1.1");
    assertThat(peer.series(new String("GET"), 200, null, new String("1.1"))).isSameAs(first);
    assertThat(peer.series("GET", 201, null, "1.1")).isNotSameAs(first);
    assertThat(peer.series("GET", 200, "x", "1.1")).isNotSameAs(first);
    assertThat(peer.series("GET", 200, null, null)).isNotSameAs(first);
    assertThat(peer.series(null, null)).isNotSameAs(first);
  }

  @Test
  void thereAreOnlySoManyOutcomes() {
    Set<Attributes> series = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 1000; i++) {
      series.add(peer.series("GET", i, null, null));
    }
    assertThat(series).hasSize(Peer.MOST_SERIES + 1);
    assertThat(map(peer.series("GET", 999, null, null)))
        .containsEntry("otel.metric.overflow", true)
        .containsEntry("server.address", "shop")
        .doesNotContainKey("http.response.status_code");
    assertThat(map(peer.series("GET", 1, null, null)))
        .containsEntry("http.response.status_code", 1L);
  }

  @Test
  void thereAreOnlySoManyParts() {
    Set<Peer> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 3000; i++) {
      parts.add(peer.part(Semantics.HTTP_ROUTE, "/" + i));
    }
    assertThat(parts).hasSize(Peer.MOST_PARTS + 1);
    assertThat(peer.part(Semantics.HTTP_ROUTE, null)).isSameAs(peer);
    assertThat(map(peer.part(Semantics.HTTP_ROUTE, "/2999").series("GET", 1, null, null)))
        .containsEntry("otel.metric.overflow", true)
        .doesNotContainKey("http.route");
  }

  @Test
  void thePartOfAllThatDidNotFitIsNamedAfterNone() {
    for (int i = 0; i < Peer.MOST_PARTS; i++) {
      peer.part(Semantics.HTTP_ROUTE, "/" + i);
    }
    Peer own = peer.part(Semantics.HTTP_ROUTE, "/1");
    assertThat(own.name("GET", "/1")).isEqualTo("GET /1").isSameAs(own.name("GET", "/1"));
    assertThat(own.name("POST", "/1")).isEqualTo("POST /1");
    assertThat(peer.part(Semantics.HTTP_ROUTE, "/a").name("GET", "/a")).isEqualTo("GET /a");
    assertThat(peer.part(Semantics.HTTP_ROUTE, "/b").name("GET", "/b")).isEqualTo("GET /b");
  }
}
