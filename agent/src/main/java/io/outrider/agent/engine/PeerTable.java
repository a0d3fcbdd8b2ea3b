// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.outrider.agent.guard.CallKind;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The peers of HTTP clients, by scheme, host and port. Bounded: an application that calls ever new
 * hosts must not fill the heap, nor the back end's series. Reading takes no lock and allocates
 * nothing; peers are never removed.
 */
final class PeerTable {
  private static final int SLOTS = 2048;
  static final int MOST = 1000;

  private final AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<Entry>(SLOTS);
  private final Guarding guards;
  private final Peer overflow;
  private int size;

  PeerTable(Guarding guards) {
    this.guards = guards;
    this.overflow =
        new Peer(
            null,
            null,
            Attributes.empty(),
            Attributes.empty(),
            guards.overflow(CallKind.HTTP_CLIENT));
  }

  /**
   * @param port -1 for the scheme's own
   * @return the overflow peer, which knows no host, when the table is full or there is no host
   */
  Peer get(String scheme, String host, int port) {
    if (host == null) {
      return overflow;
    }
    int known = port < 0 ? defaultPort(scheme) : port;
    int slot = slot(host, known);
    for (int i = 0; i < SLOTS; i++) {
      Entry entry = slots.get((slot + i) & (SLOTS - 1));
      if (entry == null) {
        return add(host, known);
      }
      if (entry.port == known && entry.host.equals(host)) {
        return entry.peer;
      }
    }
    return overflow;
  }

  boolean isOverflow(Peer peer) {
    return peer == overflow;
  }

  private static int slot(String host, int port) {
    int hash = host.hashCode() * 31 + port;
    return hash ^ (hash >>> 16);
  }

  static int defaultPort(String scheme) {
    return "https".equals(scheme) ? 443 : "http".equals(scheme) ? 80 : -1;
  }

  private synchronized Peer add(String host, int port) {
    int slot = slot(host, port);
    for (int i = 0; i < SLOTS; i++) {
      int at = (slot + i) & (SLOTS - 1);
      Entry entry = slots.get(at);
      if (entry == null) {
        if (size >= MOST) {
          return overflow;
        }
        size++;
        Peer peer = make(host, port);
        slots.set(at, new Entry(host, port, peer));
        return peer;
      }
      if (entry.port == port && entry.host.equals(host)) {
        return entry.peer;
      }
    }
    return overflow;
  }

  private Peer make(String host, int port) {
    AttributesBuilder builder = Attributes.builder();
    builder.put(Semantics.SERVER_ADDRESS, host);
    Long number = port < 0 ? null : Long.valueOf(port);
    if (number != null) {
      builder.put(Semantics.SERVER_PORT, number);
    }
    Attributes attributes = builder.build();
    return new Peer(
        host,
        number,
        attributes,
        attributes,
        guards.forPeer(CallKind.HTTP_CLIENT, host, port, null));
  }

  private static final class Entry {
    private final String host;
    private final int port;
    private final Peer peer;

    Entry(String host, int port, Peer peer) {
      this.host = host;
      this.port = port;
      this.peer = peer;
    }
  }
}
