// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.outrider.agent.guard.CallKind;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The peers of HTTP clients, by host and port. Bounded: an application that calls ever new hosts
 * must not fill the heap, nor the back end's series. Reading takes no lock and allocates nothing;
 * peers are never removed.
 */
final class PeerTable {
  private static final int SLOTS = 2048;
  static final int MOST = 1000;

  private final AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<Entry>(SLOTS);
  private final Guarding guards;
  private final Peer overflow;
  private int size;
  private volatile boolean full;

  PeerTable(Guarding guards) {
    this.guards = guards;
    this.overflow =
        new Peer(
            null,
            null,
            Attributes.empty(),
            Peer.overflow(Attributes.empty()),
            guards.overflow(CallKind.HTTP_CLIENT));
  }

  /**
   * @param host as the library spells it; null when there is none
   * @param port -1 for the scheme's own
   * @return the overflow peer, which knows no host, when the table is full or there is no host
   */
  Peer get(String scheme, String host, int port) {
    if (host == null || host.isEmpty() || host.length() > Texts.LONGEST_HOST) {
      return overflow;
    }
    int known = port(scheme, port);
    int slot = slot(host, known);
    for (int i = 0; i < SLOTS; i++) {
      Entry entry = slots.get((slot + i) & (SLOTS - 1));
      if (entry == null) {
        return full ? overflow : add(host, known);
      }
      if (entry.port == known && entry.host.equals(host)) {
        return entry.peer;
      }
    }
    return overflow;
  }

  private static int slot(String host, int port) {
    int hash = host.hashCode() * 31 + port;
    return hash ^ (hash >>> 16);
  }

  /** The port itself or the scheme's own; -1 when neither is known. */
  static int port(String scheme, int port) {
    return port > 0 ? port : defaultPort(scheme);
  }

  private static int defaultPort(String scheme) {
    return "https".equalsIgnoreCase(scheme) ? 443 : "http".equalsIgnoreCase(scheme) ? 80 : -1;
  }

  /** In lower case, and an IPv6 address without brackets; null for null. */
  static String name(String host) {
    if (host == null || host.isEmpty()) {
      return null;
    }
    int last = host.length() - 1;
    boolean brackets = last > 1 && host.charAt(0) == '[' && host.charAt(last) == ']';
    String name = brackets ? host.substring(1, last) : host;
    return Texts.cut(name.toLowerCase(Locale.ROOT), Texts.LONGEST_HOST);
  }

  private synchronized Peer add(String host, int port) {
    int slot = slot(host, port);
    for (int i = 0; i < SLOTS; i++) {
      int at = (slot + i) & (SLOTS - 1);
      Entry entry = slots.get(at);
      if (entry == null) {
        return enter(at, host, port);
      }
      if (entry.port == port && entry.host.equals(host)) {
        return entry.peer;
      }
    }
    return overflow;
  }

  private Peer enter(int at, String host, int port) {
    if (size >= MOST) {
      full = true;
      return overflow;
    }
    Peer peer = find(PeerTable.name(host), port);
    peer = peer == null ? make(PeerTable.name(host), port) : peer;
    slots.set(at, new Entry(host, port, peer));
    size++;
    return peer;
  }

  /** Other spellings of a name lead to the same peer. */
  private Peer find(String name, int port) {
    for (int i = 0; i < SLOTS; i++) {
      Entry entry = slots.get(i);
      if (entry != null && entry.port == port && name.equals(entry.peer.host)) {
        return entry.peer;
      }
    }
    return null;
  }

  private Peer make(String name, int port) {
    AttributesBuilder builder = Attributes.builder();
    builder.put(Semantics.SERVER_ADDRESS, name);
    Long number = port < 0 ? null : Long.valueOf(port);
    if (number != null) {
      builder.put(Semantics.SERVER_PORT, number);
    }
    Attributes attributes = builder.build();
    return new Peer(
        name,
        number,
        attributes,
        attributes,
        guards.forPeer(CallKind.HTTP_CLIENT, name, port, null, null));
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
