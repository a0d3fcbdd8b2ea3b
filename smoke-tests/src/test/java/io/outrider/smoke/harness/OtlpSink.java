// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;

/** A collector: takes OTLP over HTTP, decodes it, and behaves as badly as a test wants. */
public final class OtlpSink implements AutoCloseable {
  /** What a request gets for an answer. */
  public enum Behaviour {
    ACCEPT,
    BAD_REQUEST,
    TOO_MANY_REQUESTS,
    UNAVAILABLE,
    /** Says nothing until the sink is closed. */
    HANG,
    /** Half a second for each request. */
    SLOW,
    /** 200 and bytes that are no protobuf. */
    GARBAGE
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(OtlpSink::daemon);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<SpanView> spans = new CopyOnWriteArrayList<>();
  private final List<MetricView> metrics = new CopyOnWriteArrayList<>();
  private final List<LogView> logs = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Behaviour behaviour = Behaviour.ACCEPT;

  public OtlpSink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/traces", exchange -> take(exchange, this::traces));
    server.createContext("/v1/metrics", exchange -> take(exchange, this::metrics));
    server.createContext("/v1/logs", exchange -> take(exchange, this::logs));
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** Requests taken so far, whatever they were answered. */
  public int requests() {
    return requests.get();
  }

  /** Headers of each request, names in lower case. */
  public List<Map<String, List<String>>> headers() {
    return headers;
  }

  public List<SpanView> spans() {
    return new ArrayList<>(spans);
  }

  public List<SpanView> spans(Predicate<SpanView> which) {
    return spans.stream().filter(which).toList();
  }

  public List<MetricView> metrics() {
    return new ArrayList<>(metrics);
  }

  /** Waits for the first span of that kind. */
  public SpanView awaitSpan(Predicate<SpanView> which) {
    return awaitSpans(1, which).get(0);
  }

  /** Waits until at least so many such spans have come, and gives all there are. */
  public List<SpanView> awaitSpans(int atLeast, Predicate<SpanView> which) {
    Awaitility.await("spans: " + atLeast)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> spans.stream().filter(which).count() >= atLeast);
    return spans(which);
  }

  /** Waits for all spans of a trace, the given number of them. */
  public List<SpanView> awaitTrace(String traceId, int size) {
    try {
      return awaitSpans(size, span -> span.traceId().equals(traceId));
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(
          "expected " + size + " spans of trace " + traceId + ", got " + trace(traceId), e);
    }
  }

  public List<SpanView> trace(String traceId) {
    return spans(span -> span.traceId().equals(traceId));
  }

  public List<LogView> logs() {
    return new ArrayList<>(logs);
  }

  /** Waits for a line with this text, and gives all there are of them by then. */
  public List<LogView> awaitLog(String body) {
    Awaitility.await("a line: " + body)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> logs.stream().anyMatch(line -> line.body().equals(body)));
    return logs.stream().filter(line -> line.body().equals(body)).toList();
  }

  /** Waits for the newest data of a metric that satisfies the condition. */
  public MetricView awaitMetric(String name, Predicate<MetricView> which) {
    Awaitility.await(name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> metrics.stream().anyMatch(m -> m.name().equals(name) && which.test(m)));
    MetricView newest = null;
    for (MetricView metric : metrics) {
      if (metric.name().equals(name) && which.test(metric)) {
        newest = metric;
      }
    }
    return newest;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private interface Taker {
    void take(byte[] body) throws IOException;
  }

  private void take(HttpExchange exchange, Taker taker) throws IOException {
    try (exchange) {
      Behaviour now = behaviour;
      byte[] body = body(exchange);
      headers.add(lowerCase(exchange));
      requests.incrementAndGet();
      switch (now) {
        case ACCEPT, SLOW -> {
          if (now == Behaviour.SLOW) {
            closed.await(500, java.util.concurrent.TimeUnit.MILLISECONDS);
          }
          taker.take(body);
          exchange.sendResponseHeaders(200, -1);
        }
        case BAD_REQUEST -> exchange.sendResponseHeaders(400, -1);
        case TOO_MANY_REQUESTS -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          exchange.sendResponseHeaders(429, -1);
        }
        case UNAVAILABLE -> exchange.sendResponseHeaders(503, -1);
        case HANG -> closed.await();
        case GARBAGE -> {
          byte[] garbage = new byte[200];
          java.util.Arrays.fill(garbage, (byte) 0xff);
          exchange.sendResponseHeaders(200, garbage.length);
          exchange.getResponseBody().write(garbage);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream in =
        gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return in.readAllBytes();
    }
  }

  private static Map<String, List<String>> lowerCase(HttpExchange exchange) {
    Map<String, List<String>> lower = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    lower.putAll(exchange.getRequestHeaders());
    return lower;
  }

  private void traces(byte[] body) throws IOException {
    spans.addAll(SpanView.all(ExportTraceServiceRequest.parseFrom(body)));
  }

  private void metrics(byte[] body) throws IOException {
    metrics.addAll(MetricView.all(ExportMetricsServiceRequest.parseFrom(body)));
  }

  private void logs(byte[] body) throws IOException {
    logs.addAll(LogView.all(ExportLogsServiceRequest.parseFrom(body)));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sink");
    thread.setDaemon(true);
    return thread;
  }
}
