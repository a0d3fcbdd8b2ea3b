// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.Connection;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.WeakStore;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the broker at the other end of a connection. */
final class Broker {
  private static final WeakStore<Object, Broker> KNOWN = new WeakStore<Object, Broker>(10_000);
  private static final int MOST_NAMES = 1000;

  /** One of whom nobody has said which it is. */
  private static final Broker UNKNOWN = new Broker(null, 0);

  /** Set as long as it takes no messages; whoever waits for that to end waits on this object. */
  private volatile boolean blocked;

  private final String host;
  private final int port;
  private final MessageEndpoint unnamed;
  private final MessageEndpoint temporary;
  private final ConcurrentHashMap<String, MessageEndpoint> endpoints =
      new ConcurrentHashMap<String, MessageEndpoint>();

  private Broker(String host, int port) {
    this.host = host;
    this.port = port;
    this.unnamed = make(null, false);
    this.temporary = make(null, true);
  }

  /**
   * @param connection null when it is not known
   */
  static Broker of(Connection connection) {
    if (connection == null) {
      return UNKNOWN;
    }
    Broker known = KNOWN.get(connection);
    return known == null ? add(connection) : known;
  }

  private static Broker add(Connection connection) {
    synchronized (KNOWN) {
      Broker known = KNOWN.get(connection);
      if (known == null) {
        known = new Broker(host(connection.getAddress()), connection.getPort());
        if (KNOWN.put(connection, known)) {
          connection.addBlockedListener(new Blocking(known));
        }
      }
      return known;
    }
  }

  /** The name that the application has used, or the number: nobody is asked for a name here. */
  private static String host(InetAddress address) {
    if (address == null) {
      return null;
    }
    String text = address.toString();
    int slash = text.indexOf('/');
    return slash > 0 ? text.substring(0, slash) : address.getHostAddress();
  }

  /**
   * @param name of a queue or an exchange; null or empty when there is none
   */
  MessageEndpoint endpoint(String name) {
    if (name == null || name.isEmpty()) {
      return unnamed;
    }
    if (Names.isMadeUp(name)) {
      return temporary;
    }
    MessageEndpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      endpoint = make(name, false);
      if (endpoints.size() < MOST_NAMES) {
        endpoints.put(name, endpoint);
      }
    }
    return endpoint;
  }

  private MessageEndpoint make(String name, boolean isTemporary) {
    return MessageEndpoint.of("rabbitmq", host, port, name, null, isTemporary);
  }

  boolean isBlocked() {
    return blocked;
  }

  synchronized void blocked(boolean now) {
    blocked = now;
    if (!now) {
      notifyAll();
    }
  }
}
