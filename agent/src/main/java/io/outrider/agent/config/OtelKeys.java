// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of OpenTelemetry that are honoured, with the meaning and the defaults it gives them. */
public final class OtelKeys {
  private static final String OTLP = "otel.exporter.otlp.";
  private static final String UNSET = "Unset: as `" + OTLP;

  public static final Key<Boolean> SDK_DISABLED =
      Key.bool(
          "otel.sdk.disabled",
          "false",
          "True: no span and no metric is recorded. Context is still passed on, and guards still"
              + " act.");

  public static final Key<String> SERVICE_NAME =
      Key.string(
          "otel.service.name",
          null,
          "The name of this service. Unset: `spring.application.name`, or the name of the JAR or of"
              + " the main class.");

  public static final Key<Map<String, String>> RESOURCE_ATTRIBUTES =
      Key.map("otel.resource.attributes", null, "Attributes of everything this process sends.");

  public static final Key<List<String>> PROPAGATORS =
      Key.list(
              "otel.propagators",
              "tracecontext,baggage",
              "Formats of the headers that carry context between processes.")
          .allow("tracecontext", "baggage", "b3", "b3multi", "none");

  public static final Key<String> TRACES_SAMPLER =
      Key.choice("otel.traces.sampler", "parentbased_always_on", "Which traces are recorded.")
          .allow(
              "always_on",
              "always_off",
              "traceidratio",
              "parentbased_always_on",
              "parentbased_always_off",
              "parentbased_traceidratio");

  public static final Key<Double> TRACES_SAMPLER_ARG =
      Key.number("otel.traces.sampler.arg", "1", "The share of traces the ratio samplers record.")
          .between(0, 1);

  public static final Key<List<String>> TRACES_EXPORTER =
      Key.list("otel.traces.exporter", "otlp", "Where spans are sent.").allow("otlp", "none");

  public static final Key<List<String>> METRICS_EXPORTER =
      Key.list("otel.metrics.exporter", "otlp", "Where metrics are sent.").allow("otlp", "none");

  public static final Key<List<String>> LOGS_EXPORTER =
      Key.list(
              "otel.logs.exporter",
              "none",
              "Where lines of the application's logs are sent, beside where they go already.")
          .allow("otlp", "console", "none");

  public static final Key<String> OTLP_ENDPOINT =
      Key.url(
          OTLP + "endpoint",
          "http://localhost:4318",
          "The collector. `/v1/traces`, `/v1/metrics` or `/v1/logs` is added to its path.");
  public static final Key<String> OTLP_TRACES_ENDPOINT =
      Key.url(OTLP + "traces.endpoint", null, "The whole URL for spans, used as it is.");
  public static final Key<String> OTLP_METRICS_ENDPOINT =
      Key.url(OTLP + "metrics.endpoint", null, "The whole URL for metrics, used as it is.");
  public static final Key<String> OTLP_LOGS_ENDPOINT =
      Key.url(OTLP + "logs.endpoint", null, "The whole URL for logs, used as it is.");

  public static final Key<Map<String, String>> OTLP_HEADERS =
      Key.map(OTLP + "headers", null, "Headers sent with each export, such as an API key.")
          .hidden();
  public static final Key<Map<String, String>> OTLP_TRACES_HEADERS =
      Key.map(OTLP + "traces.headers", null, UNSET + "headers`.").hidden();
  public static final Key<Map<String, String>> OTLP_METRICS_HEADERS =
      Key.map(OTLP + "metrics.headers", null, UNSET + "headers`.").hidden();
  public static final Key<Map<String, String>> OTLP_LOGS_HEADERS =
      Key.map(OTLP + "logs.headers", null, UNSET + "headers`.").hidden();

  public static final Key<Duration> OTLP_TIMEOUT =
      Key.duration(OTLP + "timeout", "10s", "How long one export may take, retries included.");
  public static final Key<Duration> OTLP_TRACES_TIMEOUT =
      Key.duration(OTLP + "traces.timeout", null, UNSET + "timeout`.");
  public static final Key<Duration> OTLP_METRICS_TIMEOUT =
      Key.duration(OTLP + "metrics.timeout", null, UNSET + "timeout`.");
  public static final Key<Duration> OTLP_LOGS_TIMEOUT =
      Key.duration(OTLP + "logs.timeout", null, UNSET + "timeout`.");

  public static final Key<String> OTLP_COMPRESSION =
      Key.choice(OTLP + "compression", "none", "Compression of what is sent.")
          .allow("gzip", "none");
  public static final Key<String> OTLP_TRACES_COMPRESSION =
      Key.choice(OTLP + "traces.compression", null, UNSET + "compression`.").allow("gzip", "none");
  public static final Key<String> OTLP_METRICS_COMPRESSION =
      Key.choice(OTLP + "metrics.compression", null, UNSET + "compression`.").allow("gzip", "none");
  public static final Key<String> OTLP_LOGS_COMPRESSION =
      Key.choice(OTLP + "logs.compression", null, UNSET + "compression`.").allow("gzip", "none");

  public static final Key<String> OTLP_PROTOCOL =
      Key.choice(
              OTLP + "protocol",
              "http/protobuf",
              "The one protocol that is spoken; a collector takes it on port 4318.")
          .allow("http/protobuf");
  public static final Key<String> OTLP_TRACES_PROTOCOL =
      Key.choice(OTLP + "traces.protocol", null, UNSET + "protocol`.").allow("http/protobuf");
  public static final Key<String> OTLP_METRICS_PROTOCOL =
      Key.choice(OTLP + "metrics.protocol", null, UNSET + "protocol`.").allow("http/protobuf");
  public static final Key<String> OTLP_LOGS_PROTOCOL =
      Key.choice(OTLP + "logs.protocol", null, UNSET + "protocol`.").allow("http/protobuf");

  public static final Key<String> OTLP_CERTIFICATE =
      Key.path(
          OTLP + "certificate",
          null,
          "A PEM file with the certificates to trust; unset: those of the JVM.");
  public static final Key<String> OTLP_TRACES_CERTIFICATE =
      Key.path(OTLP + "traces.certificate", null, UNSET + "certificate`.");
  public static final Key<String> OTLP_METRICS_CERTIFICATE =
      Key.path(OTLP + "metrics.certificate", null, UNSET + "certificate`.");
  public static final Key<String> OTLP_LOGS_CERTIFICATE =
      Key.path(OTLP + "logs.certificate", null, UNSET + "certificate`.");

  public static final Key<String> OTLP_CLIENT_KEY =
      Key.path(OTLP + "client.key", null, "A PEM file with this client's private key (PKCS 8).");
  public static final Key<String> OTLP_TRACES_CLIENT_KEY =
      Key.path(OTLP + "traces.client.key", null, UNSET + "client.key`.");
  public static final Key<String> OTLP_METRICS_CLIENT_KEY =
      Key.path(OTLP + "metrics.client.key", null, UNSET + "client.key`.");
  public static final Key<String> OTLP_LOGS_CLIENT_KEY =
      Key.path(OTLP + "logs.client.key", null, UNSET + "client.key`.");

  public static final Key<String> OTLP_CLIENT_CERTIFICATE =
      Key.path(OTLP + "client.certificate", null, "A PEM file with this client's certificates.");
  public static final Key<String> OTLP_TRACES_CLIENT_CERTIFICATE =
      Key.path(OTLP + "traces.client.certificate", null, UNSET + "client.certificate`.");
  public static final Key<String> OTLP_METRICS_CLIENT_CERTIFICATE =
      Key.path(OTLP + "metrics.client.certificate", null, UNSET + "client.certificate`.");
  public static final Key<String> OTLP_LOGS_CLIENT_CERTIFICATE =
      Key.path(OTLP + "logs.client.certificate", null, UNSET + "client.certificate`.");

  public static final Key<Boolean> OTLP_RETRY_DISABLED =
      Key.bool(
          "otel.java.exporter.otlp.retry.disabled",
          "false",
          "True: what the collector asks to send again later is dropped.");
  public static final Key<String> MEMORY_MODE =
      Key.choice(
              "otel.java.exporter.memory_mode",
              "reusable_data",
              "Whether exports use the same memory again.")
          .allow("reusable_data", "immutable_data");

  public static final Key<String> OTLP_METRICS_TEMPORALITY =
      Key.choice(
              OTLP + "metrics.temporality.preference",
              "cumulative",
              "Whether sums count from the start of the process or from the last export.")
          .allow("cumulative", "delta", "lowmemory");
  public static final Key<String> OTLP_METRICS_HISTOGRAM =
      Key.choice(
              OTLP + "metrics.default.histogram.aggregation",
              "explicit_bucket_histogram",
              "How histograms are kept.")
          .allow("explicit_bucket_histogram", "base2_exponential_bucket_histogram");

  public static final Key<Duration> BSP_SCHEDULE_DELAY =
      Key.duration("otel.bsp.schedule.delay", "5s", "Between two exports of spans.");
  public static final Key<Integer> BSP_MAX_QUEUE_SIZE =
      Key.integer(
              "otel.bsp.max.queue.size",
              "2048",
              "Spans that may wait to be sent; further ones are dropped and counted.")
          .between(1, 1_000_000);
  public static final Key<Integer> BSP_MAX_EXPORT_BATCH_SIZE =
      Key.integer("otel.bsp.max.export.batch.size", "512", "Spans in one export.")
          .between(1, 1_000_000);
  public static final Key<Duration> BSP_EXPORT_TIMEOUT =
      Key.duration("otel.bsp.export.timeout", "30s", "How long one export of spans may take.");

  public static final Key<Duration> BLRP_SCHEDULE_DELAY =
      Key.duration("otel.blrp.schedule.delay", "1s", "Between two exports of logs.");
  public static final Key<Integer> BLRP_MAX_QUEUE_SIZE =
      Key.integer(
              "otel.blrp.max.queue.size",
              "2048",
              "Lines of logs that may wait to be sent; further ones are dropped and counted.")
          .between(1, 1_000_000);
  public static final Key<Integer> BLRP_MAX_EXPORT_BATCH_SIZE =
      Key.integer("otel.blrp.max.export.batch.size", "512", "Lines of logs in one export.")
          .between(1, 1_000_000);
  public static final Key<Duration> BLRP_EXPORT_TIMEOUT =
      Key.duration("otel.blrp.export.timeout", "30s", "How long one export of logs may take.");

  public static final Key<Duration> METRIC_EXPORT_INTERVAL =
      Key.duration("otel.metric.export.interval", "60s", "Between two exports of metrics.");
  public static final Key<Duration> METRIC_EXPORT_TIMEOUT =
      Key.duration("otel.metric.export.timeout", "30s", "How long one export of metrics may take.");

  public static final Key<Integer> ATTRIBUTE_VALUE_LENGTH_LIMIT =
      Key.integer(
          "otel.attribute.value.length.limit",
          null,
          "Characters of an attribute's value that are kept; unset: all.");
  public static final Key<Integer> ATTRIBUTE_COUNT_LIMIT =
      Key.integer("otel.attribute.count.limit", "128", "Attributes of one span, event or link.");
  public static final Key<Integer> SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT =
      Key.integer(
          "otel.span.attribute.value.length.limit",
          null,
          "For spans; unset: as `otel.attribute.value.length.limit`.");
  public static final Key<Integer> SPAN_ATTRIBUTE_COUNT_LIMIT =
      Key.integer(
          "otel.span.attribute.count.limit",
          null,
          "Attributes of one span; unset: as `otel.attribute.count.limit`.");
  public static final Key<Integer> SPAN_EVENT_COUNT_LIMIT =
      Key.integer("otel.span.event.count.limit", "128", "Events of one span.");
  public static final Key<Integer> SPAN_LINK_COUNT_LIMIT =
      Key.integer("otel.span.link.count.limit", "128", "Links of one span.");
  public static final Key<Integer> EVENT_ATTRIBUTE_COUNT_LIMIT =
      Key.integer(
              "otel.event.attribute.count.limit",
              null,
              "Attributes of one event; unset: as `otel.attribute.count.limit`.")
          .alias("otel.span.event.attribute.count.limit");
  public static final Key<Integer> LINK_ATTRIBUTE_COUNT_LIMIT =
      Key.integer(
              "otel.link.attribute.count.limit",
              null,
              "Attributes of one link; unset: as `otel.attribute.count.limit`.")
          .alias("otel.span.link.attribute.count.limit");
  public static final Key<Integer> LOG_ATTRIBUTE_VALUE_LENGTH_LIMIT =
      Key.integer(
          "otel.logrecord.attribute.value.length.limit",
          null,
          "For lines of logs; unset: as `otel.attribute.value.length.limit`.");
  public static final Key<Integer> LOG_ATTRIBUTE_COUNT_LIMIT =
      Key.integer(
          "otel.logrecord.attribute.count.limit",
          null,
          "Attributes of one line of a log; unset: as `otel.attribute.count.limit`.");

  public static final Key<Integer> METRICS_CARDINALITY_LIMIT =
      Key.integer(
              "otel.java.metrics.cardinality.limit",
              "2000",
              "Series of one metric; further ones are counted together.")
          .between(1, 1_000_000)
          .alias("otel.experimental.metrics.cardinality.limit");
  public static final Key<String> METRICS_EXEMPLAR_FILTER =
      Key.choice(
              "otel.metrics.exemplar.filter",
              "trace_based",
              "Which measurements may be kept as examples that link to a trace.")
          .allow("always_on", "always_off", "trace_based");

  public static final Key<String> METHODS_INCLUDE =
      Key.string(
          "otel.instrumentation.methods.include",
          null,
          "Methods that get spans: `com.acme.Foo[bar,baz];com.acme.Other[qux]`.");

  private static final Key<?>[] ALL = {
    SDK_DISABLED,
    SERVICE_NAME,
    RESOURCE_ATTRIBUTES,
    PROPAGATORS,
    TRACES_SAMPLER,
    TRACES_SAMPLER_ARG,
    TRACES_EXPORTER,
    METRICS_EXPORTER,
    LOGS_EXPORTER,
    OTLP_ENDPOINT,
    OTLP_TRACES_ENDPOINT,
    OTLP_METRICS_ENDPOINT,
    OTLP_LOGS_ENDPOINT,
    OTLP_HEADERS,
    OTLP_TRACES_HEADERS,
    OTLP_METRICS_HEADERS,
    OTLP_LOGS_HEADERS,
    OTLP_TIMEOUT,
    OTLP_TRACES_TIMEOUT,
    OTLP_METRICS_TIMEOUT,
    OTLP_LOGS_TIMEOUT,
    OTLP_COMPRESSION,
    OTLP_TRACES_COMPRESSION,
    OTLP_METRICS_COMPRESSION,
    OTLP_LOGS_COMPRESSION,
    OTLP_PROTOCOL,
    OTLP_TRACES_PROTOCOL,
    OTLP_METRICS_PROTOCOL,
    OTLP_LOGS_PROTOCOL,
    OTLP_CERTIFICATE,
    OTLP_TRACES_CERTIFICATE,
    OTLP_METRICS_CERTIFICATE,
    OTLP_LOGS_CERTIFICATE,
    OTLP_CLIENT_KEY,
    OTLP_TRACES_CLIENT_KEY,
    OTLP_METRICS_CLIENT_KEY,
    OTLP_LOGS_CLIENT_KEY,
    OTLP_CLIENT_CERTIFICATE,
    OTLP_TRACES_CLIENT_CERTIFICATE,
    OTLP_METRICS_CLIENT_CERTIFICATE,
    OTLP_LOGS_CLIENT_CERTIFICATE,
    OTLP_RETRY_DISABLED,
    MEMORY_MODE,
    OTLP_METRICS_TEMPORALITY,
    OTLP_METRICS_HISTOGRAM,
    BSP_SCHEDULE_DELAY,
    BSP_MAX_QUEUE_SIZE,
    BSP_MAX_EXPORT_BATCH_SIZE,
    BSP_EXPORT_TIMEOUT,
    BLRP_SCHEDULE_DELAY,
    BLRP_MAX_QUEUE_SIZE,
    BLRP_MAX_EXPORT_BATCH_SIZE,
    BLRP_EXPORT_TIMEOUT,
    METRIC_EXPORT_INTERVAL,
    METRIC_EXPORT_TIMEOUT,
    ATTRIBUTE_VALUE_LENGTH_LIMIT,
    ATTRIBUTE_COUNT_LIMIT,
    SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT,
    SPAN_ATTRIBUTE_COUNT_LIMIT,
    SPAN_EVENT_COUNT_LIMIT,
    SPAN_LINK_COUNT_LIMIT,
    EVENT_ATTRIBUTE_COUNT_LIMIT,
    LINK_ATTRIBUTE_COUNT_LIMIT,
    LOG_ATTRIBUTE_VALUE_LENGTH_LIMIT,
    LOG_ATTRIBUTE_COUNT_LIMIT,
    METRICS_CARDINALITY_LIMIT,
    METRICS_EXEMPLAR_FILTER,
    METHODS_INCLUDE
  };

  private OtelKeys() {}

  /** In the order of the reference. */
  public static Key<?>[] all() {
    return ALL.clone();
  }
}
