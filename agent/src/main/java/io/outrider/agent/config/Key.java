// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One key of the configuration: its name, type, default and text, in this one place. The reference
 * in the README is printed from these.
 *
 * <p>A name may hold the word {@code NAME}, as in {@code outrider.instrumentation.NAME.enabled}: it
 * stands for what the user calls the thing.
 *
 * @param <T> what {@link Config#get} returns
 */
public final class Key<T> {
  enum Type {
    STRING,
    BOOLEAN,
    INTEGER,
    NUMBER,
    DURATION,
    LIST,
    MAP,
    CHOICE,
    PATH,
    URL
  }

  static final String[] NONE = {};

  final String name;
  final Type type;

  /** Null: unset. */
  final String defaultText;

  final String text;
  final String[] aliases;
  final boolean secret;

  /**
   * The values a CHOICE or the elements of a LIST may have; empty: any. Words that stand for a
   * DURATION of zero.
   */
  final String[] allowed;

  final double min;
  final double max;

  /** What a bad value counts as; null: the default. */
  private String safeText;

  private Key(
      String name,
      Type type,
      String defaultText,
      String text,
      String[] aliases,
      boolean secret,
      String[] allowed,
      double min,
      double max) {
    this.name = name;
    this.type = type;
    this.defaultText = defaultText;
    this.text = text;
    this.aliases = aliases;
    this.secret = secret;
    this.allowed = allowed;
    this.min = min;
    this.max = max;
  }

  private static <T> Key<T> of(String name, Type type, String defaultText, String text) {
    return new Key<T>(name, type, defaultText, text, NONE, false, NONE, 0, Integer.MAX_VALUE);
  }

  public static Key<String> string(String name, String defaultText, String text) {
    return of(name, Type.STRING, defaultText, text);
  }

  public static Key<Boolean> bool(String name, String defaultText, String text) {
    return of(name, Type.BOOLEAN, defaultText, text);
  }

  /** A whole number from 0 up. */
  public static Key<Integer> integer(String name, String defaultText, String text) {
    return of(name, Type.INTEGER, defaultText, text);
  }

  public static Key<Double> number(String name, String defaultText, String text) {
    return of(name, Type.NUMBER, defaultText, text);
  }

  /**
   * A length of time. Keys of ours need a unit; {@code otel.*} keys take a bare number as
   * milliseconds, as OpenTelemetry says.
   */
  public static Key<Duration> duration(String name, String defaultText, String text) {
    return of(name, Type.DURATION, defaultText, text);
  }

  /** Separated by commas; {@code none} alone is the empty list, unless it is an allowed value. */
  public static Key<List<String>> list(String name, String defaultText, String text) {
    return of(name, Type.LIST, defaultText, text);
  }

  /** {@code k=v,k=v}, values percent-encoded where they hold a comma. */
  public static Key<Map<String, String>> map(String name, String defaultText, String text) {
    return of(name, Type.MAP, defaultText, text);
  }

  /** One of {@link #allow}, in any case; read back as it is spelled there. */
  public static Key<String> choice(String name, String defaultText, String text) {
    return of(name, Type.CHOICE, defaultText, text);
  }

  public static Key<String> path(String name, String defaultText, String text) {
    return of(name, Type.PATH, defaultText, text);
  }

  /** {@code http://} or {@code https://}. */
  public static Key<String> url(String name, String defaultText, String text) {
    return of(name, Type.URL, defaultText, text);
  }

  /** Other names it is known by; its own name wins within one source. */
  public Key<T> alias(String... names) {
    return new Key<T>(name, type, defaultText, text, names, secret, allowed, min, max);
  }

  /** Never printed. */
  public Key<T> hidden() {
    return new Key<T>(name, type, defaultText, text, aliases, true, allowed, min, max);
  }

  public Key<T> allow(String... values) {
    return new Key<T>(name, type, defaultText, text, aliases, secret, values, min, max);
  }

  /** Bounds of an INTEGER or NUMBER, both included. */
  public Key<T> between(double least, double most) {
    return new Key<T>(name, type, defaultText, text, aliases, secret, allowed, least, most);
  }

  /** What a bad value counts as, where the default would be the more dangerous mistake. */
  public Key<T> ifBad(String value) {
    Key<T> key = new Key<T>(name, type, defaultText, text, aliases, secret, allowed, min, max);
    key.safeText = value;
    return key;
  }

  public String name() {
    return name;
  }

  /** Null: unset. */
  public String defaultText() {
    return defaultText;
  }

  public String text() {
    return text;
  }

  /** True when its value must not be shown to anybody. */
  public boolean isSecret() {
    return secret;
  }

  /** What it may hold, for people. */
  public String describeType() {
    return ValueText.describe(this);
  }

  /** The names it is also known by. */
  public String[] aliases() {
    return aliases.clone();
  }

  /** Null when there is none. */
  String textIfBad() {
    return safeText == null ? defaultText : safeText;
  }

  boolean isOtel() {
    return name.startsWith("otel.");
  }

  boolean isWildcard() {
    return name.contains(".NAME.");
  }

  /** Null when there is no default. */
  T defaultValue() {
    if (defaultText == null) {
      return null;
    }
    try {
      return parse(defaultText);
    } catch (BadValue impossible) {
      // A test parses every default.
      throw new IllegalArgumentException(name);
    }
  }

  @SuppressWarnings("unchecked") // each factory above pairs T with the type that ValueText reads
  T parse(String value) throws BadValue {
    return (T) ValueText.parse(this, value);
  }

  @Override
  public String toString() {
    return name;
  }
}
