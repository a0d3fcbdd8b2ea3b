// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.outrider.agent.guard.PeerGuards;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What calls go to: everything about it that is costly to look up, made once. Holds the ready
 * attributes and the metric series of its outcomes.
 */
final class Peer {
  /**
   * More outcomes than this share the series without a status; a peer cannot have that many of its
   * own accord.
   */
  private static final int MOST_SERIES = 48;

  /** More routes or statements than this share the series of the peer itself. */
  private static final int MOST_PARTS = 500;

  private static final Series[] NONE = new Series[0];

  final String host;
  final Long port;

  /** The attributes that every span to this peer has. */
  final Attributes span;

  /** The attributes that every measurement of this peer has. */
  private final Attributes metric;

  /** What guards apply here. */
  final PeerGuards guards;

  private volatile Series[] series = NONE;
  private volatile ConcurrentHashMap<String, Peer> children;
  private volatile ConcurrentHashMap<String, String> names;

  Peer(String host, Long port, Attributes span, Attributes metric, PeerGuards guards) {
    this.guards = guards;
    this.host = host;
    this.port = port;
    this.span = span;
    this.metric = metric;
  }

  /**
   * A part of this peer that has series of its own: a route, a statement. This peer itself when
   * there are too many.
   *
   * @param key the attribute that tells the parts apart
   */
  Peer part(AttributeKey<String> key, String value) {
    if (value == null) {
      return this;
    }
    ConcurrentHashMap<String, Peer> parts = children;
    Peer part = parts == null ? null : parts.get(value);
    return part == null ? addPart(key, value) : part;
  }

  private synchronized Peer addPart(AttributeKey<String> key, String value) {
    if (children == null) {
      children = new ConcurrentHashMap<String, Peer>();
    }
    if (children.size() >= MOST_PARTS) {
      return this;
    }
    Peer part = children.get(value);
    if (part == null) {
      part = new Peer(host, port, span, metric.toBuilder().put(key, value).build(), guards);
      children.put(value, part);
    }
    return part;
  }

  /**
   * The name of a span for this part: the same String each time. Not for the peer itself, which
   * stands for any number of parts.
   *
   * @param prefix one of a few, such as the methods of HTTP
   */
  String name(String prefix, String value) {
    ConcurrentHashMap<String, String> known = names;
    String name = known == null ? null : known.get(prefix);
    return name == null ? addName(prefix, value) : name;
  }

  private synchronized String addName(String prefix, String value) {
    if (names == null) {
      names = new ConcurrentHashMap<String, String>(4);
    }
    String name = prefix + " " + value;
    names.put(prefix, name);
    return name;
  }

  /** The attributes for one outcome; the same object each time. */
  Attributes series(String method, int status, String errorType, String protocol) {
    for (Series one : series) {
      if (one.is(method, status, errorType, protocol)) {
        return one.attributes;
      }
    }
    return add(method, status, errorType, protocol);
  }

  private synchronized Attributes add(
      String method, int status, String errorType, String protocol) {
    for (Series one : series) {
      if (one.is(method, status, errorType, protocol)) {
        return one.attributes;
      }
    }
    if (series.length >= MOST_SERIES) {
      return metric;
    }
    AttributesBuilder builder = metric.toBuilder();
    if (method != null) {
      builder.put(Semantics.HTTP_REQUEST_METHOD, method);
    }
    if (status != 0) {
      builder.put(Semantics.HTTP_RESPONSE_STATUS_CODE, StatusCodes.number(status));
    }
    if (errorType != null) {
      builder.put(Semantics.ERROR_TYPE, errorType);
    }
    if (protocol != null) {
      builder.put(Semantics.NETWORK_PROTOCOL_VERSION, protocol);
    }
    Series added = new Series(method, status, errorType, protocol, builder.build());
    Series[] more = Arrays.copyOf(series, series.length + 1);
    more[series.length] = added;
    series = more;
    return added.attributes;
  }

  private static final class Series {
    private final String method;
    private final int status;
    private final String errorType;
    private final String protocol;
    private final Attributes attributes;

    Series(String method, int status, String errorType, String protocol, Attributes attributes) {
      this.method = method;
      this.status = status;
      this.errorType = errorType;
      this.protocol = protocol;
      this.attributes = attributes;
    }

    boolean is(String method, int status, String errorType, String protocol) {
      return this.status == status
          && same(this.method, method)
          && same(this.errorType, errorType)
          && same(this.protocol, protocol);
    }

    private static boolean same(Object a, Object b) {
      return a == b || a != null && a.equals(b);
    }
  }
}
