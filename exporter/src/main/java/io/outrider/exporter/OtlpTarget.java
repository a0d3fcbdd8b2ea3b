// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and how one signal is sent, read from the {@code otel.exporter.otlp.*} keys.
 *
 * <p>Reading it opens no file and loads nothing of the exporter, so it is done at start, where the
 * operator looks for complaints about the configuration.
 */
final class OtlpTarget {

  private static final String PREFIX = "otel.exporter.otlp.";
  private static final String HTTP = "http/protobuf";
  private static final String DEFAULT_BASE = "http://localhost:4318";
  private static final long DEFAULT_TIMEOUT = 10_000_000_000L;

  final String signal;
  final String endpoint;
  final Map<String, String> headers;
  final String compression;
  final long timeoutNanos;
  final String certificate;
  final String clientKey;
  final String clientCertificate;
  final boolean retry;
  final boolean reuseMemory;

  private OtlpTarget(String signal, Settings settings, long exportTimeoutNanos) {
    this.signal = signal;
    checkProtocol(settings);
    this.endpoint = endpoint(settings);
    this.headers = headers(settings);
    this.compression = compression(settings);
    long sending =
        settings.nanos(
            PREFIX + signal + ".timeout",
            settings.nanos(PREFIX + "timeout", DEFAULT_TIMEOUT, 0),
            0);
    this.timeoutNanos = shorter(sending, exportTimeoutNanos);
    this.certificate = own(settings, "certificate");
    String key = own(settings, "client.key");
    String chain = own(settings, "client.certificate");
    if ((key == null) != (chain == null)) {
      settings.warn(
          PREFIX
              + (key == null ? "client.certificate is set without " : "client.key is set without ")
              + PREFIX
              + (key == null ? "client.key" : "client.certificate")
              + "; both are needed; neither is used");
      key = null;
      chain = null;
    }
    this.clientKey = key;
    this.clientCertificate = chain;
    this.retry = !settings.flag("otel.java.exporter.otlp.retry.disabled", false);
    this.reuseMemory = reuseMemory(settings);
  }

  /**
   * Reads the keys of one signal.
   *
   * @param signal {@code traces}, {@code metrics} or {@code logs}
   * @param exportTimeoutNanos the batch's own time limit; the shorter of the two holds
   */
  static OtlpTarget of(String signal, Settings settings, long exportTimeoutNanos) {
    return new OtlpTarget(signal, settings, exportTimeoutNanos);
  }

  /** Returns the endpoint without credentials, for messages. */
  String shown() {
    int scheme = endpoint.indexOf("://") + 3;
    int path = endpoint.indexOf('/', scheme);
    int at = endpoint.lastIndexOf('@', path < 0 ? endpoint.length() : path);
    return at < scheme ? endpoint : endpoint.substring(0, scheme) + endpoint.substring(at + 1);
  }

  private String own(Settings settings, String suffix) {
    return settings.text(PREFIX + signal + "." + suffix, settings.text(PREFIX + suffix));
  }

  private String ownKey(Settings settings, String suffix) {
    String key = PREFIX + signal + "." + suffix;
    return settings.text(key) == null ? PREFIX + suffix : key;
  }

  private void checkProtocol(Settings settings) {
    String protocol = own(settings, "protocol");
    if (protocol != null && !HTTP.equals(protocol)) {
      settings.warn(
          ownKey(settings, "protocol")
              + "="
              + protocol
              + " is not supported; allowed is "
              + HTTP
              + "; "
              + HTTP
              + " is used: set the key so and point the endpoint at the collector's HTTP port"
              + " (4318 by custom)");
    }
  }

  private String endpoint(Settings settings) {
    String path = "v1/" + signal;
    String key = PREFIX + signal + ".endpoint";
    String given = settings.text(key);
    if (given != null) {
      String valid = valid(settings, key, given);
      if (valid != null) {
        // The signal's own endpoint is used as it stands.
        return valid.indexOf('/', valid.indexOf("://") + 3) < 0 ? valid + "/" : valid;
      }
    }
    key = PREFIX + "endpoint";
    String base = settings.text(key);
    if (base != null) {
      base = valid(settings, key, base);
    }
    if (base == null) {
      base = DEFAULT_BASE;
    }
    return base.endsWith("/") ? base + path : base + "/" + path;
  }

  private static String valid(Settings settings, String key, String text) {
    String allowed = "http://host:port or https://host:port without query or fragment";
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      settings.bad(key, text, allowed, DEFAULT_BASE);
      return null;
    }
    String scheme = uri.getScheme();
    boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!http
        || uri.getRawAuthority() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      settings.bad(key, text, allowed, DEFAULT_BASE);
      return null;
    }
    if (uri.getRawAuthority().endsWith(":4317")) {
      settings.warn(
          key
              + " names port 4317, where collectors speak gRPC; Outrider speaks "
              + HTTP
              + ", by custom on port 4318");
    }
    // The exporter compares the scheme letter by letter.
    int colon = text.indexOf(':');
    return ("http".equalsIgnoreCase(scheme) ? "http" : "https") + text.substring(colon);
  }

  private Map<String, String> headers(Settings settings) {
    String key = ownKey(settings, "headers");
    Map<String, String> decoded = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : settings.map(key).entrySet()) {
      String value = decode(header.getValue());
      if (value == null || !isToken(header.getKey()) || !isPrintable(value)) {
        // The value is not shown: it is most often a secret.
        settings.warn(
            key
                + " has a header, "
                + header.getKey()
                + ", that cannot be sent; allowed is a percent-encoded ASCII value; it is left out");
        continue;
      }
      decoded.put(header.getKey(), value);
    }
    return decoded;
  }

  private static String decode(String value) {
    try {
      // A plus sign is itself here; the decoder is made for forms, where it is a blank.
      return URLDecoder.decode(value.replace("+", "%2B"), "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == ':') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private String compression(Settings settings) {
    String key = ownKey(settings, "compression");
    String value = settings.name(key, "none");
    if (!"none".equals(value) && !"gzip".equals(value)) {
      settings.bad(key, value, "gzip or none", "none");
      return "none";
    }
    return value;
  }

  private static boolean reuseMemory(Settings settings) {
    String key = "otel.java.exporter.memory_mode";
    String value = settings.name(key, "reusable_data");
    if (!"reusable_data".equals(value) && !"immutable_data".equals(value)) {
      settings.bad(key, value, "reusable_data or immutable_data", "reusable_data");
      return true;
    }
    return "reusable_data".equals(value);
  }

  /** Zero means no limit, as in the exporter. */
  private static long shorter(long a, long b) {
    if (a == 0) {
      return b;
    }
    return b == 0 ? a : Math.min(a, b);
  }
}
