// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.time.Duration;
import java.util.List;

/** The keys of our own: {@code outrider.*}. Those of OpenTelemetry are in {@link OtelKeys}. */
public final class Keys {
  public static final Key<Boolean> ENABLED =
      Key.bool("outrider.enabled", "true", "False: the agent does nothing at all.");

  public static final Key<String> CONFIG =
      Key.path(
          "outrider.config",
          null,
          "A YAML file (UTF-8, at most 1 MB) with any of these keys, nested or dotted; those of"
              + " OpenTelemetry under `otel:`. System properties and environment variables win over"
              + " it. Not read from the file itself.");

  public static final Key<String> LOG_LEVEL =
      Key.choice(
              "outrider.log.level", "warn", "From which level up the agent's own log is written.")
          .allow("error", "warn", "info", "debug", "off");

  public static final Key<String> LOG_FILE =
      Key.path(
          "outrider.log.file",
          null,
          "Appends the agent's own log to this file, with times in UTC; unset: stderr.");

  public static final Key<String> MODE =
      Key.choice(
              "outrider.mode",
              "enforce",
              "What guards do: `enforce` acts on their decisions, `dry-run` only records what they"
                  + " would have decided, `off` asks none.")
          .allow("enforce", "dry-run", "off")
          .ifBad("dry-run");

  public static final Key<String> OWN_GUARDS =
      Key.choice(
              "outrider.own-guards",
              "observe",
              "What guards do on calls that the application itself makes inside a guard of"
                  + " Resilience4j, Sentinel or Hystrix: `observe` refuses and limits nothing there,"
                  + " and counts what would have been refused; `enforce` acts all the same.")
          .allow("observe", "enforce");

  public static final Key<String> OWN_SDK =
      Key.choice(
              "outrider.own-sdk",
              "keep",
              "What becomes of an OpenTelemetry that the application itself registers: `keep` gives"
                  + " it out as ever, and its telemetry goes where it sends it; `replace` lets"
                  + " GlobalOpenTelemetry give out the agent's instead.")
          .allow("keep", "replace");

  public static final Key<Duration> RELOAD =
      Key.duration(
              "outrider.config.reload",
              "5s",
              "How often the file is looked at for other rules, at most once a second; `off`: never."
                  + " Guard rules, sampling rules and `outrider.mode` take effect while running, every"
                  + " other key at the next start.")
          .allow("off");

  public static final Key<List<String>> TRUSTED_PROXIES =
      Key.list(
          "outrider.trusted-proxies",
          null,
          "Addresses, or blocks of them such as `10.0.0.0/8`, whose X-Forwarded-For guards believe."
              + " Unset: the caller is who has made the connection.");

  public static final Key<String> REPORT_FILE =
      Key.path(
          "outrider.report.file",
          null,
          "At the end of the process, what guards have decided is written here, and what those in"
              + " dry-run would have refused.");

  public static final Key<Boolean> INSTRUMENTATION_DEFAULT_ENABLED =
      Key.bool(
          "outrider.instrumentation.default-enabled",
          "true",
          "False: only libraries that are enabled by name are woven.");

  public static final Key<Boolean> INSTRUMENTATION_ENABLED =
      Key.bool(
          "outrider.instrumentation.NAME.enabled",
          null,
          "Whether this library is woven; `java -jar outrider.jar instrumentations` lists the names."
              + " Unset: as `outrider.instrumentation.default-enabled` says.");

  public static final Key<List<String>> EXCLUDE_CLASSES =
      Key.list(
          "outrider.exclude.classes", null, "Classes whose names begin like this are never woven.");

  public static final Key<List<String>> CLIENT_REQUEST_HEADERS =
      Key.list(
              "outrider.http.client.capture-request-headers",
              null,
              "Headers of outgoing requests to put on client spans.")
          .alias("otel.instrumentation.http.client.capture-request-headers");

  public static final Key<List<String>> CLIENT_RESPONSE_HEADERS =
      Key.list(
              "outrider.http.client.capture-response-headers",
              null,
              "Headers of the answers to put on client spans.")
          .alias("otel.instrumentation.http.client.capture-response-headers");

  public static final Key<List<String>> SERVER_REQUEST_HEADERS =
      Key.list(
              "outrider.http.server.capture-request-headers",
              null,
              "Headers of incoming requests to put on server spans.")
          .alias("otel.instrumentation.http.server.capture-request-headers");

  public static final Key<List<String>> SERVER_RESPONSE_HEADERS =
      Key.list(
              "outrider.http.server.capture-response-headers",
              null,
              "Headers of our answers to put on server spans.")
          .alias("otel.instrumentation.http.server.capture-response-headers");

  public static final Key<List<String>> KNOWN_METHODS =
      Key.list(
              "outrider.http.known-methods",
              "GET,HEAD,POST,PUT,DELETE,CONNECT,OPTIONS,TRACE,PATCH",
              "HTTP methods that are recorded by name; every other one is recorded as `_OTHER`.")
          .alias("otel.instrumentation.http.known-methods");

  public static final Key<List<String>> REDACT_QUERY_PARAMETERS =
      Key.list(
          "outrider.http.redact-query-parameters",
          "AWSAccessKeyId,Signature,sig,X-Goog-Signature,X-Amz-Signature,X-Amz-Credential,"
              + "X-Amz-Security-Token",
          "Query parameters whose values are recorded as `REDACTED`; `none`: no parameter.");

  public static final Key<Boolean> DB_SANITIZE =
      Key.bool(
          "outrider.db.sanitize", "true", "Replaces literals in recorded SQL by question marks.");

  public static final Key<Boolean> RECEIVE_SPANS =
      Key.bool(
          "outrider.messaging.receive-spans",
          "false",
          "Also records a span where messages are asked for outside any trace, as in a consumer's loop.");

  public static final Key<Boolean> MESSAGE_PROPAGATION =
      Key.bool(
          "outrider.messaging.propagation",
          "true",
          "Puts tracing headers into messages that are sent.");

  public static final Key<Boolean> DB_CONNECTION_SPANS =
      Key.bool(
          "outrider.db.connection-spans",
          "false",
          "A span for each time a connection is opened or borrowed.");

  public static final Key<List<String>> PROPAGATION_EXCLUDE =
      Key.list(
          "outrider.propagation.exclude",
          null,
          "Hosts that get no tracing headers. `*` stands for one label, `**` for any number:"
              + " `**.example.com`.");

  public static final Key<String> SAMPLING_MATCH =
      Key.string(
          "outrider.sampling.rules.NAME.match",
          null,
          "Which calls the rule is for: any of `kind:server|client`, `method:GET`, `host:`,"
              + " `path:`, `route:`, separated by commas. All must hold; of what is given twice,"
              + " one. In a path `*` stays within a segment and `**` crosses them:"
              + " `path:/health/**`.");

  public static final Key<Double> SAMPLING_RATIO =
      Key.number(
              "outrider.sampling.rules.NAME.ratio",
              null,
              "The share of these calls to record. The first rule that matches decides: rules in"
                  + " the order of the file; those the file does not name come before them, by name.")
          .between(0, 1);

  public static final Key<Boolean> SAMPLING_DROP =
      Key.bool("outrider.sampling.rules.NAME.drop", null, "True: the same as a ratio of 0.");

  public static final Key<List<String>> METHODS_CLASS =
      Key.list(
          "outrider.methods.NAME.class",
          null,
          "Classes of the application's own whose methods are recorded. `*` stays within a package,"
              + " `**` crosses them: `com.acme.**.*Service`.");

  public static final Key<List<String>> METHODS_METHOD =
      Key.list(
          "outrider.methods.NAME.method",
          null,
          "Which of their methods, `*` for any characters. Unset: all that are public.");

  public static final Key<List<String>> METHODS_ANNOTATION =
      Key.list(
          "outrider.methods.NAME.annotation",
          null,
          "Annotations that the method or its class carries; alone or, with a class, in addition.");

  public static final Key<List<String>> METHODS_SUBTYPE_OF =
      Key.list(
          "outrider.methods.NAME.subtype-of",
          null,
          "Of the classes that match, only those that extend or implement one of these.");

  public static final Key<Boolean> METHODS_SPAN =
      Key.bool("outrider.methods.NAME.span", null, "Whether calls get a span. Unset: true.");

  public static final Key<String> METHODS_SPAN_NAME =
      Key.string("outrider.methods.NAME.span-name", null, "Unset: `Class.method`.");

  public static final Key<String> METHODS_KIND =
      Key.choice("outrider.methods.NAME.kind", null, "The kind of these spans. Unset: `internal`.")
          .allow("internal", "server", "client", "producer", "consumer");

  public static final Key<Boolean> METHODS_TIMER =
      Key.bool(
          "outrider.methods.NAME.timer",
          null,
          "Whether their durations are measured, as `outrider.method.duration`. Unset: false.");

  public static final Key<List<String>> METHODS_ATTRIBUTES =
      Key.list(
          "outrider.methods.NAME.attributes",
          null,
          "Arguments to put on these spans, by their place from 0 on: `arg:0:order.id`.");

  public static final Key<Boolean> JVM_METRICS =
      Key.bool("outrider.metrics.jvm.enabled", "true", "Metrics of the JVM: memory, GC, threads.");

  public static final Key<Boolean> LOGS_CORRELATION =
      Key.bool(
          "outrider.logs.correlation",
          "true",
          "Puts the ids of the current span into the MDC of each event that the application logs.");

  public static final Key<String> LOGS_NAMES =
      Key.choice(
              "outrider.logs.names",
              "otel",
              "What these ids are called: `otel` is `trace_id`, `span_id` and `trace_flags`; `ecs` is"
                  + " `trace.id` and `span.id`.")
          .allow("otel", "ecs");

  public static final Key<String> LOGS_JUL =
      Key.choice(
              "outrider.logs.jul",
              "off",
              "`append` adds these ids to each message that a formatter of java.util.logging, or of"
                  + " Tomcat, writes inside a span, as ` trace_id=... span_id=...`; `off` leaves its"
                  + " lines as they are.")
          .allow("append", "off");

  public static final Key<List<String>> LOGS_MDC =
      Key.list(
          "outrider.logs.mdc",
          null,
          "Entries of the MDC that exported lines have as attributes, by name; `*`: all. With"
              + " Logback also properties of the logger context.");

  public static final Key<Boolean> LOGS_THREADS =
      Key.bool(
          "outrider.logs.threads",
          "false",
          "Exported lines have `thread.name` and `thread.id` of who logged them.");

  public static final Key<Boolean> RESOURCE_COMMAND_ARGS =
      Key.bool(
          "outrider.resource.command-args",
          "false",
          "Sends the command line with what describes this process; it may hold passwords.");

  public static final Key<Duration> FLUSH_TIMEOUT =
      Key.duration(
          "outrider.export.flush-timeout",
          "2s",
          "How long the end of the process may wait for telemetry to be sent.");

  private static final Key<?>[] ALL = {
    ENABLED,
    CONFIG,
    LOG_LEVEL,
    LOG_FILE,
    MODE,
    OWN_GUARDS,
    OWN_SDK,
    RELOAD,
    TRUSTED_PROXIES,
    REPORT_FILE,
    INSTRUMENTATION_DEFAULT_ENABLED,
    INSTRUMENTATION_ENABLED,
    EXCLUDE_CLASSES,
    CLIENT_REQUEST_HEADERS,
    CLIENT_RESPONSE_HEADERS,
    SERVER_REQUEST_HEADERS,
    SERVER_RESPONSE_HEADERS,
    KNOWN_METHODS,
    REDACT_QUERY_PARAMETERS,
    DB_SANITIZE,
    DB_CONNECTION_SPANS,
    RECEIVE_SPANS,
    MESSAGE_PROPAGATION,
    PROPAGATION_EXCLUDE,
    SAMPLING_MATCH,
    SAMPLING_RATIO,
    SAMPLING_DROP,
    METHODS_CLASS,
    METHODS_METHOD,
    METHODS_ANNOTATION,
    METHODS_SUBTYPE_OF,
    METHODS_SPAN,
    METHODS_SPAN_NAME,
    METHODS_KIND,
    METHODS_TIMER,
    METHODS_ATTRIBUTES,
    JVM_METRICS,
    LOGS_CORRELATION,
    LOGS_NAMES,
    LOGS_JUL,
    LOGS_MDC,
    LOGS_THREADS,
    RESOURCE_COMMAND_ARGS,
    FLUSH_TIMEOUT
  };

  private Keys() {}

  /** In the order of the reference. */
  public static Key<?>[] all() {
    return ALL.clone();
  }
}
