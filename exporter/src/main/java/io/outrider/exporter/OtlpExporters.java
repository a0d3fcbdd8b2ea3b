// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Builds the OTLP exporters; loading this class loads OkHttp and the Kotlin library.
 *
 * <p>The builders get a no-op meter provider: by default they would ask the global one, which is
 * the application's affair.
 */
final class OtlpExporters {

  private static final int MAX_PEM_BYTES = 4 * 1024 * 1024;

  private OtlpExporters() {}

  static SpanExporter spans(OtlpTarget target, ExecutorService calls, Warnings warnings) {
    OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder();
    builder
        .setComponentLoader(new FixedComponents())
        .setExecutorService(calls)
        .setMeterProvider(MeterProvider.noop())
        .setMemoryMode(memoryMode(target))
        .setEndpoint(target.endpoint)
        .setCompression(target.compression)
        .setTimeout(Duration.ofNanos(target.timeoutNanos));
    for (Map.Entry<String, String> header : target.headers.entrySet()) {
      builder.addHeader(header.getKey(), header.getValue());
    }
    if (!target.retry) {
      builder.setRetryPolicy(null);
    }
    applyTls(target, warnings, builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  static MetricExporter metrics(OtlpTarget target, ExecutorService calls, Warnings warnings) {
    OtlpHttpMetricExporterBuilder builder = OtlpHttpMetricExporter.builder();
    builder
        .setComponentLoader(new FixedComponents())
        .setExecutorService(calls)
        .setMeterProvider(MeterProvider.noop())
        .setMemoryMode(memoryMode(target))
        .setEndpoint(target.endpoint)
        .setCompression(target.compression)
        .setTimeout(Duration.ofNanos(target.timeoutNanos));
    for (Map.Entry<String, String> header : target.headers.entrySet()) {
      builder.addHeader(header.getKey(), header.getValue());
    }
    if (!target.retry) {
      builder.setRetryPolicy(null);
    }
    applyTls(target, warnings, builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  static LogRecordExporter logs(OtlpTarget target, ExecutorService calls, Warnings warnings) {
    OtlpHttpLogRecordExporterBuilder builder = OtlpHttpLogRecordExporter.builder();
    builder
        .setComponentLoader(new FixedComponents())
        .setExecutorService(calls)
        .setMeterProvider(MeterProvider.noop())
        .setMemoryMode(memoryMode(target))
        .setEndpoint(target.endpoint)
        .setCompression(target.compression)
        .setTimeout(Duration.ofNanos(target.timeoutNanos));
    for (Map.Entry<String, String> header : target.headers.entrySet()) {
      builder.addHeader(header.getKey(), header.getValue());
    }
    if (!target.retry) {
      builder.setRetryPolicy(null);
    }
    applyTls(target, warnings, builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  private static MemoryMode memoryMode(OtlpTarget target) {
    return target.reuseMemory ? MemoryMode.REUSABLE_DATA : MemoryMode.IMMUTABLE_DATA;
  }

  /** What cannot be read is reported and left out: the connection is then checked as usual. */
  private static void applyTls(
      OtlpTarget target,
      Warnings warnings,
      Consumer<byte[]> trustedCertificates,
      BiConsumer<byte[], byte[]> clientTls) {
    try {
      if (target.certificate != null) {
        trustedCertificates.accept(read(target.certificate));
      }
    } catch (IOException | RuntimeException e) {
      warnings.warn(
          "config",
          "otel.exporter.otlp.certificate="
              + target.certificate
              + " cannot be used; allowed is a readable file of X.509 certificates in PEM form;"
              + " the JVM's trusted certificates are used",
          e);
    }
    try {
      if (target.clientKey != null) {
        clientTls.accept(read(target.clientKey), read(target.clientCertificate));
      }
    } catch (IOException | RuntimeException e) {
      warnings.warn(
          "config",
          "otel.exporter.otlp.client.key="
              + target.clientKey
              + " with otel.exporter.otlp.client.certificate="
              + target.clientCertificate
              + " cannot be used; allowed are readable files in PEM form, the key as PKCS8;"
              + " no client certificate is used",
          e);
    }
  }

  private static byte[] read(String path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(new File(path), "r")) {
      long length = file.length();
      if (length > MAX_PEM_BYTES) {
        throw new IOException("larger than " + MAX_PEM_BYTES + " bytes");
      }
      byte[] bytes = new byte[(int) length];
      file.readFully(bytes);
      return bytes;
    }
  }
}
