// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Where messages go to or come from, as one client sees it. The same object for the same place, so
 * that the engine can hang what it knows on it.
 */
public final class MessageEndpoint {
  /** Of one agent: an application that makes ever new queues must not fill the heap. */
  private static final int MOST = 1000;

  private static final ConcurrentHashMap<MessageEndpoint, MessageEndpoint> KNOWN =
      new ConcurrentHashMap<MessageEndpoint, MessageEndpoint>();

  private final String system;
  private final String host;
  private final int port;
  private final String destination;
  private final String group;
  private final boolean temporary;
  private volatile Object sending;
  private volatile Object receiving;

  private MessageEndpoint(
      String system, String host, int port, String destination, String group, boolean temporary) {
    this.system = system;
    this.host = host;
    this.port = port;
    this.destination = destination;
    this.group = group;
    this.temporary = temporary;
  }

  /**
   * Costs a look-up and an object: keep what it gives, by destination, with the client.
   *
   * @param system the {@code messaging.system} of the semantic conventions, such as {@code kafka}
   * @param host null when the client does not talk to one broker, or it is not known which
   * @param port 0 when it is not known
   * @param destination the topic, queue or exchange; null when there is none
   * @param group the consumer group; null for producers, and where there is none
   * @param temporary whether the destination lives only as long as its connection: then its name
   *     means nothing, and makes no series of its own
   * @return without a destination when there are too many of them
   */
  public static MessageEndpoint of(
      String system, String host, int port, String destination, String group, boolean temporary) {
    MessageEndpoint wanted =
        new MessageEndpoint(
            system, host, Math.max(port, 0), temporary ? null : destination, group, temporary);
    MessageEndpoint known = KNOWN.get(wanted);
    if (known != null) {
      return known;
    }
    if (KNOWN.size() >= MOST && wanted.destination != null) {
      return of(system, null, 0, null, null, false);
    }
    known = KNOWN.putIfAbsent(wanted, wanted);
    return known == null ? wanted : known;
  }

  public String system() {
    return system;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** Null when it has none, or none that would mean anything later. */
  public String destination() {
    return destination;
  }

  public String group() {
    return group;
  }

  public boolean temporary() {
    return temporary;
  }

  /** The engine's own record of this place, for what is sent there. */
  public Object sending() {
    return sending;
  }

  public void sending(Object record) {
    sending = record;
  }

  /** Likewise for what comes from there. */
  public Object receiving() {
    return receiving;
  }

  public void receiving(Object record) {
    receiving = record;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof MessageEndpoint)) {
      return false;
    }
    MessageEndpoint that = (MessageEndpoint) other;
    return port == that.port
        && temporary == that.temporary
        && system.equals(that.system)
        && same(host, that.host)
        && same(destination, that.destination)
        && same(group, that.group);
  }

  private static boolean same(String a, String b) {
    return a == null ? b == null : a.equals(b);
  }

  @Override
  public int hashCode() {
    int hash = system.hashCode() * 31 + port;
    hash = hash * 31 + (host == null ? 0 : host.hashCode());
    hash = hash * 31 + (destination == null ? 0 : destination.hashCode());
    return hash * 31 + (group == null ? 0 : group.hashCode());
  }
}
