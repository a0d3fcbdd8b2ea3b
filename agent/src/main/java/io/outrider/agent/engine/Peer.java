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
 * attributes and the metric series of its outcomes. Bounded, whoever decides what calls look like;
 * reading takes no lock and allocates nothing.
 */
final class Peer {
  /** More outcomes than this share one series. */
  static final int MOST_SERIES = 100;

  /** More routes or statements than this share one part. */
  static final int MOST_PARTS = 500;

  private static final Series[] NONE = new Series[0];

  /** Null for the peer that stands for all that did not fit. */
  final String host;

  /** Null when not known. */
  final Long port;

  /** The attributes that every span to this peer has. */
  final Attributes span;

  /** What guards apply here. */
  final PeerGuards guards;

  /** Who calls a server; set before its first request. */
  Callers callers = Callers.PEERS;

  /** The attributes that every measurement of this peer has. */
  private final Attributes metric;

  /** What tells this part apart; null for what is no part, or stands for many. */
  private final String value;

  private volatile Series[] series = NONE;
  private volatile ConcurrentHashMap<String, String> names;

  /** The series of all outcomes that did not fit; null as long as all do. */
  private volatile Attributes otherOutcomes;

  private volatile ConcurrentHashMap<String, Peer> parts;

  /** The part of all that did not fit; null as long as all do. */
  private volatile Peer otherParts;

  Peer(String host, Long port, Attributes span, Attributes metric, PeerGuards guards) {
    this(host, port, span, metric, guards, null);
  }

  private Peer(
      String host, Long port, Attributes span, Attributes metric, PeerGuards guards, String value) {
    this.guards = guards;
    this.value = value;
    this.host = host;
    this.port = port;
    this.span = span;
    this.metric = metric;
  }

  /**
   * A part of this peer that has series of its own: a route, a statement.
   *
   * @param key the attribute that tells the parts apart
   * @param value null: this peer itself
   */
  Peer part(AttributeKey<String> key, String value) {
    if (value == null) {
      return this;
    }
    ConcurrentHashMap<String, Peer> known = parts;
    Peer part = known == null ? null : known.get(value);
    if (part != null) {
      return part;
    }
    Peer others = otherParts;
    return others == null ? addPart(key, value) : others;
  }

  private synchronized Peer addPart(AttributeKey<String> key, String value) {
    if (parts == null) {
      parts = new ConcurrentHashMap<String, Peer>();
    }
    Peer part = parts.get(value);
    if (part != null) {
      return part;
    }
    if (parts.size() >= MOST_PARTS) {
      Peer others = otherParts;
      if (others == null) {
        others = new Peer(host, port, span, overflow(metric), guards);
        otherParts = others;
      }
      return others;
    }
    part = new Peer(host, port, span, metric.toBuilder().put(key, value).build(), guards, value);
    parts.put(value, part);
    return part;
  }

  /**
   * The name of a span: the same String each time, as long as this is the value's own part.
   *
   * @param prefix one of a few, such as the methods of HTTP
   */
  String name(String prefix, String of) {
    if (!of.equals(value)) {
      return prefix + " " + of;
    }
    ConcurrentHashMap<String, String> known = names;
    String name = known == null ? null : known.get(prefix);
    return name == null ? addName(prefix) : name;
  }

  private synchronized String addName(String prefix) {
    if (names == null) {
      names = new ConcurrentHashMap<String, String>(4);
    }
    String name = prefix + " " + value;
    names.put(prefix, name);
    return name;
  }

  static Attributes overflow(Attributes of) {
    return of.toBuilder().put(Semantics.METRIC_OVERFLOW, true).build();
  }

  /** The attributes for one outcome of an HTTP call; the same object each time. */
  Attributes series(String method, int status, String errorType, String protocol) {
    return series(method, status, errorType, protocol, null);
  }

  /**
   * The attributes for one outcome of a database call; the same object each time.
   *
   * @param code the database's own code for the error; null when there is none
   */
  Attributes series(String errorType, String code) {
    return series(null, 0, errorType, null, code);
  }

  private Attributes series(
      String method, int status, String errorType, String protocol, String code) {
    Series[] known = series;
    for (int i = 0; i < known.length; i++) {
      if (known[i].is(method, status, errorType, protocol, code)) {
        return known[i].attributes;
      }
    }
    Attributes others = otherOutcomes;
    return others == null ? add(method, status, errorType, protocol, code) : others;
  }

  private synchronized Attributes add(
      String method, int status, String errorType, String protocol, String code) {
    Series[] known = series;
    for (int i = 0; i < known.length; i++) {
      if (known[i].is(method, status, errorType, protocol, code)) {
        return known[i].attributes;
      }
    }
    if (known.length >= MOST_SERIES) {
      Attributes others = overflow(metric);
      otherOutcomes = others;
      return others;
    }
    AttributesBuilder builder = metric.toBuilder();
    put(builder, Semantics.HTTP_REQUEST_METHOD, method);
    if (status != 0) {
      builder.put(Semantics.HTTP_RESPONSE_STATUS_CODE, StatusCodes.number(status));
    }
    put(builder, Semantics.ERROR_TYPE, errorType);
    put(builder, Semantics.NETWORK_PROTOCOL_VERSION, protocol);
    put(builder, Semantics.DB_STATUS, code);
    Series added = new Series(method, status, errorType, protocol, code, builder.build());
    Series[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = added;
    series = more;
    return added.attributes;
  }

  private static void put(AttributesBuilder builder, AttributeKey<String> key, String value) {
    if (value != null) {
      builder.put(key, value);
    }
  }

  private static final class Series {
    private final String method;
    private final int status;
    private final String errorType;
    private final String protocol;
    private final String code;
    private final Attributes attributes;

    Series(
        String method,
        int status,
        String errorType,
        String protocol,
        String code,
        Attributes attributes) {
      this.method = method;
      this.status = status;
      this.errorType = errorType;
      this.protocol = protocol;
      this.code = code;
      this.attributes = attributes;
    }

    boolean is(String method, int status, String errorType, String protocol, String code) {
      return this.status == status
          && same(this.method, method)
          && same(this.errorType, errorType)
          && same(this.protocol, protocol)
          && same(this.code, code);
    }

    private static boolean same(String a, String b) {
      return a == null ? b == null : a == b || a.equals(b);
    }
  }
}
