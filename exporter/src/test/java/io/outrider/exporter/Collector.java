// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/** A collector on the loopback that keeps what it gets and answers as told. */
final class Collector implements AutoCloseable {

  /** One request as it came over the wire. */
  record Request(String path, Headers headers, byte[] body) {

    byte[] plain() {
      if (!"gzip".equals(headers.getFirst("Content-Encoding"))) {
        return body;
      }
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Sends the answer to one request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;

    static Answer status(int status, String... headers) {
      return exchange -> {
        for (int i = 0; i < headers.length; i += 2) {
          exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, -1);
      };
    }
  }

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "test-collector");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private volatile Answer otherwise = Answer.status(200);

  private Collector(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static Collector plain() throws IOException {
    return new Collector(HttpServer.create(loopback(), 0));
  }

  static Collector tls(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new Collector(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      requests.add(
          new Request(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body));
      Answer answer = answers.poll();
      (answer == null ? otherwise : answer).to(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Collector answering(Answer... next) {
    answers.addAll(List.of(next));
    return this;
  }

  Collector always(Answer answer) {
    otherwise = answer;
    return this;
  }

  String url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  List<ExportTraceServiceRequest> traces() {
    return requests.stream()
        .filter(request -> request.path().endsWith("/traces"))
        .map(
            request -> {
              try {
                return ExportTraceServiceRequest.parseFrom(request.plain());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  List<Span> spans() {
    return traces().stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  List<ExportLogsServiceRequest> logRequests() {
    return requests.stream()
        .filter(request -> request.path().endsWith("/logs"))
        .map(
            request -> {
              try {
                return ExportLogsServiceRequest.parseFrom(request.plain());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  List<LogRecord> logs() {
    return logRequests().stream()
        .flatMap(request -> request.getResourceLogsList().stream())
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .toList();
  }

  List<ExportMetricsServiceRequest> metricRequests() {
    return requests.stream()
        .filter(request -> request.path().endsWith("/metrics"))
        .map(
            request -> {
              try {
                return ExportMetricsServiceRequest.parseFrom(request.plain());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  List<Metric> metrics() {
    return metricRequests().stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .toList();
  }

  List<Metric> metrics(String name) {
    return metrics().stream().filter(metric -> metric.getName().equals(name)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
