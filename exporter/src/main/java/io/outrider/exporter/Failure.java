// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Why an export failed, and what the operator can do about it. */
final class Failure {

  /** A value of {@code error.type}: a status code or one of few names. */
  final String type;

  final String text;
  final String hint;

  private Failure(String type, String text, String hint) {
    this.type = type;
    this.text = text;
    this.hint = hint;
  }

  static Failure of(Throwable thrown, String signal) {
    if (thrown instanceof HttpExportException) {
      HttpResponse response = ((HttpExportException) thrown).getResponse();
      if (response != null) {
        return ofStatus(response.getStatusCode(), signal);
      }
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      Failure known = ofException(t, signal);
      if (known != null) {
        return known;
      }
    }
    Throwable cause = thrown != null && thrown.getCause() != null ? thrown.getCause() : thrown;
    return new Failure("other", "it failed: " + (cause == null ? "no cause given" : cause), "");
  }

  private static Failure ofException(Throwable t, String signal) {
    if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
      return new Failure(
          "connect",
          "nobody answers there",
          "start a collector, set otel.exporter.otlp.endpoint to one, or switch sending off with"
              + " otel."
              + signal
              + ".exporter=none");
    }
    if (t instanceof UnknownHostException) {
      return new Failure(
          "unknown_host", "the host name is unknown", "check otel.exporter.otlp.endpoint");
    }
    if (t instanceof SSLException) {
      return new Failure(
          "tls",
          "the TLS handshake failed: " + t.getMessage(),
          "name the collector's certificate in otel.exporter.otlp.certificate, or use http://");
    }
    if (t instanceof InterruptedIOException) {
      return new Failure(
          "timeout",
          "it did not answer in time",
          "look at the collector's load, or raise otel.exporter.otlp.timeout");
    }
    // OkHttp reports a status line it cannot read as a ProtocolException, an early end of the
    // stream as a plain IOException.
    if (t instanceof ProtocolException || t instanceof java.io.EOFException) {
      return new Failure(
          "protocol",
          "what it answered is not HTTP",
          "check that otel.exporter.otlp.endpoint names the OTLP/HTTP port (4318 by custom)");
    }
    return null;
  }

  private static Failure ofStatus(int status, String signal) {
    String hint;
    switch (status) {
      case 400:
      case 415:
        hint = "the collector must take OTLP as http/protobuf there";
        break;
      case 401:
      case 403:
        hint = "set the collector's credentials in otel.exporter.otlp.headers";
        break;
      case 404:
      case 405:
        hint =
            "check the path: v1/"
                + signal
                + " is appended to otel.exporter.otlp.endpoint, and nothing to otel.exporter.otlp."
                + signal
                + ".endpoint";
        break;
      case 413:
        hint =
            "lower otel."
                + (signal.equals("logs") ? "blrp" : "bsp")
                + ".max.export.batch.size or raise the collector's limit";
        break;
      case 429:
        hint =
            "the collector limits the rate: "
                + (signal.equals("logs") ? "log less" : "sample less (otel.traces.sampler)")
                + " or raise its limit";
        break;
      default:
        hint = status >= 500 ? "look at the collector's own log" : "";
    }
    return new Failure(String.valueOf(status), "it answered with status " + status, hint);
  }
}
