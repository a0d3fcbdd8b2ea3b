// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

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

  private static final Series[] NONE = new Series[0];

  final String host;
  final Long port;

  /** The attributes that every span to this peer has. */
  final Attributes span;

  /** The attributes that every measurement of this peer has. */
  private final Attributes metric;

  /** What guards apply here; set by the guards' own registry. */
  volatile Object guards;

  private volatile Series[] series = NONE;

  Peer(String host, Long port, Attributes span, Attributes metric) {
    this.host = host;
    this.port = port;
    this.span = span;
    this.metric = metric;
  }

  /** The attributes for one outcome; the same object each time. */
  Attributes series(Object first, Object second, int status, String errorType, String protocol) {
    for (Series one : series) {
      if (one.is(first, second, status, errorType, protocol)) {
        return one.attributes;
      }
    }
    return add(first, second, status, errorType, protocol);
  }

  private synchronized Attributes add(
      Object first, Object second, int status, String errorType, String protocol) {
    for (Series one : series) {
      if (one.is(first, second, status, errorType, protocol)) {
        return one.attributes;
      }
    }
    if (series.length >= MOST_SERIES) {
      return metric;
    }
    AttributesBuilder builder = metric.toBuilder();
    if (first instanceof Attributes) {
      builder.putAll((Attributes) first);
    } else if (first != null) {
      builder.put(Semantics.HTTP_REQUEST_METHOD, (String) first);
    }
    if (second != null) {
      builder.put(Semantics.HTTP_ROUTE, (String) second);
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
    Series added = new Series(first, second, status, errorType, protocol, builder.build());
    Series[] more = java.util.Arrays.copyOf(series, series.length + 1);
    more[series.length] = added;
    series = more;
    return added.attributes;
  }

  private static final class Series {
    private final Object first;
    private final Object second;
    private final int status;
    private final String errorType;
    private final String protocol;
    private final Attributes attributes;

    Series(
        Object first,
        Object second,
        int status,
        String errorType,
        String protocol,
        Attributes attributes) {
      this.first = first;
      this.second = second;
      this.status = status;
      this.errorType = errorType;
      this.protocol = protocol;
      this.attributes = attributes;
    }

    boolean is(Object first, Object second, int status, String errorType, String protocol) {
      return this.status == status
          && same(this.first, first)
          && same(this.second, second)
          && same(this.errorType, errorType)
          && same(this.protocol, protocol);
    }

    private static boolean same(Object a, Object b) {
      return a == b || a != null && a.equals(b);
    }
  }
}
