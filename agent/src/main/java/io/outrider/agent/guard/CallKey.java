// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Locale;

/** By what a rate limit tells calls apart. Immutable. */
final class CallKey {
  private enum Source {
    /** What the framework matched: known at the second decision point only. */
    ROUTE,
    /** Who has connected; never what a header claims. */
    ADDRESS,
    HEADER
  }

  private static final String HEADER_PREFIX = "header:";

  private final Source source;

  /** In lower case; null unless it is one. */
  private final String header;

  private CallKey(Source source, String header) {
    this.source = source;
    this.header = header;
  }

  /** {@code route}, {@code address} or {@code header:NAME}; null when it is none of them. */
  static CallKey parse(String text) {
    if (text.equals("route")) {
      return new CallKey(Source.ROUTE, null);
    }
    if (text.equals("address")) {
      return new CallKey(Source.ADDRESS, null);
    }
    String name = text.startsWith(HEADER_PREFIX) ? text.substring(HEADER_PREFIX.length()) : "";
    return FieldName.isOne(name) ? new CallKey(Source.HEADER, name.toLowerCase(Locale.ROOT)) : null;
  }

  boolean isRoute() {
    return source == Source.ROUTE;
  }

  /** Whether such calls have it at all. */
  boolean isKnownOf(CallKind kind) {
    return kind == CallKind.HTTP_SERVER || kind == CallKind.HTTP_CLIENT && source == Source.HEADER;
  }

  /** The call's key; null or empty when it has none. */
  String of(GuardedCall call) {
    switch (source) {
      case ROUTE:
        return call.route();
      case ADDRESS:
        return AddressBlock.of(call.callerAddress());
      default:
        return call.header(header);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallKey
        && source == ((CallKey) other).source
        && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** As written in a rule. */
  @Override
  public String toString() {
    return header == null ? source.name().toLowerCase(Locale.ROOT) : HEADER_PREFIX + header;
  }
}
