// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outrider.exporter.Collector.Answer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorTroubleTest {

  private static final long TEN_SECONDS = SECONDS.toNanos(10);

  private Collector collector;
  private Given given;
  private Telemetry telemetry;

  @BeforeEach
  void startCollector() throws Exception {
    collector = Collector.plain();
  }

  @AfterEach
  void stop() {
    if (telemetry != null) {
      telemetry.close(1);
    }
    collector.close();
  }

  private void start(String... settings) {
    given = Given.sendingTo(collector.url(), settings);
    telemetry = given.start();
  }

  private void span() {
    telemetry.tracer().spanBuilder("s").startSpan().end();
  }

  @Test
  void triesAgainAfter503() {
    collector.answering(Answer.status(503));
    start();
    span();

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(collector.requests("/v1/traces")).hasSize(2);
    assertThat(given.warnings()).isEmpty();
  }

  @Test
  void waitsAsLongAs429SaysBeforeItTriesAgain() {
    collector.answering(Answer.status(429, "Retry-After", "2"));
    start();
    long before = System.nanoTime();
    span();

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(System.nanoTime() - before).isGreaterThan(SECONDS.toNanos(2) - 50_000_000);
    assertThat(collector.requests("/v1/traces")).hasSize(2);
  }

  @Test
  void doesNotTryAgainWhenRetryIsOff() {
    collector.answering(Answer.status(503));
    start("otel.java.exporter.otlp.retry.disabled", "true");
    span();

    assertThat(telemetry.flush(TEN_SECONDS)).isFalse();
    assertThat(collector.requests("/v1/traces")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, http/protobuf",
    "401, otel.exporter.otlp.headers",
    "404, check the path",
    "413, otel.bsp.max.export.batch.size",
    "500, the collector's own log",
  })
  void saysOnceWhatARefusalMeans(int status, String hint) {
    collector.always(Answer.status(status));
    start();
    span();
    assertThat(telemetry.flush(TEN_SECONDS)).isFalse();
    span();
    assertThat(telemetry.flush(TEN_SECONDS)).isFalse();

    assertThat(collector.requests("/v1/traces")).hasSize(2);
    assertThat(given.warnings()).hasSize(1);
    assertThat(given.warnings().get(0))
        .contains("1 span not taken", collector.url(), "status " + status, hint);
  }

  @Test
  void countsFailedExportsAsMetrics() {
    collector.answering(Answer.status(400));
    start("outrider.metrics.jvm.enabled", "false", "otel.metric.export.interval", "300ms");
    span();

    await().until(() -> !collector.metrics("outrider.spans.lost").isEmpty());
    var point = collector.metrics("outrider.spans.lost").get(0).getSum().getDataPoints(0);
    assertThat(point.getAsInt()).isEqualTo(1);
    assertThat(point.getAttributes(0).getValue().getStringValue()).isEqualTo("export_failed");
    assertThat(collector.metrics("outrider.export.failures")).isNotEmpty();
  }

  @Test
  void anAbsentCollectorIsNamedWithItsKey() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    given =
        Given.sendingTo(
            "http://localhost:" + port, "otel.java.exporter.otlp.retry.disabled", "true");
    telemetry = given.start();
    span();

    assertThat(telemetry.flush(TEN_SECONDS)).isFalse();
    assertThat(given.warnings()).hasSize(1);
    assertThat(given.warnings().get(0))
        .contains("nobody answers", "localhost:" + port, "otel.exporter.otlp.endpoint");
  }

  @Test
  void garbageInsteadOfHttpIsNamedSo() throws Exception {
    try (RawServer server = new RawServer("\0\1\2 this is not http\r\n\r\n")) {
      given = Given.sendingTo(server.url(), "otel.java.exporter.otlp.retry.disabled", "true");
      telemetry = given.start();
      span();

      assertThat(telemetry.flush(TEN_SECONDS)).isFalse();
      assertThat(given.warnings()).hasSize(1);
      assertThat(given.warnings().get(0)).contains("is not HTTP");
    }
  }

  @Test
  void aGarbageBodyWithStatus200CountsAsDelivered() {
    collector.always(
        exchange -> {
          byte[] body = new byte[100_000];
          java.util.Arrays.fill(body, (byte) 0xff);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        });
    start();
    span();

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
  }

  @Test
  void recordingNeverBlocksWhileTheCollectorHangs() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    collector.always(exchange -> released.await());
    start("otel.bsp.max.queue.size", "100", "otel.bsp.max.export.batch.size", "10");
    span();
    await().until(() -> !collector.requests().isEmpty());

    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long blocked = threads.getThreadInfo(id).getBlockedCount();
    long waited = threads.getThreadInfo(id).getWaitedCount();
    for (int i = 0; i < 10_000; i++) {
      span();
    }

    assertThat(threads.getThreadInfo(id).getWaitedCount()).isEqualTo(waited);
    assertThat(threads.getThreadInfo(id).getBlockedCount()).isEqualTo(blocked);
    released.countDown();
  }

  @Test
  void whatAFullQueueDropsIsCountedToTheSpan() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    collector.answering(
        exchange -> {
          released.await();
          exchange.sendResponseHeaders(200, -1);
        });
    start(
        "otel.bsp.max.queue.size",
        "100",
        "otel.bsp.max.export.batch.size",
        "10",
        "otel.metric.export.interval",
        "200ms",
        "otel.exporter.otlp.metrics.endpoint",
        collector.url() + "/v1/metrics",
        "outrider.metrics.jvm.enabled",
        "false");
    span();
    await().until(() -> !collector.requests("/v1/traces").isEmpty());
    for (int i = 0; i < 5_000; i++) {
      span();
    }
    released.countDown();
    await().until(() -> collector.spans().size() >= 101);
    await().until(() -> last("outrider.spans.lost") == 4_900);

    assertThat(collector.spans()).hasSize(101);
    assertThat(given.warnings())
        .anyMatch(
            text ->
                text.contains("4900 spans dropped") && text.contains("otel.bsp.max.queue.size"));
  }

  private long last(String counter) {
    var metrics = collector.metrics(counter);
    return metrics.isEmpty()
        ? 0
        : metrics.get(metrics.size() - 1).getSum().getDataPoints(0).getAsInt();
  }

  @Test
  void closeGivesUpWhenItsTimeIsOver() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    collector.always(exchange -> released.await());
    start("outrider.export.flush-timeout", "300ms");
    span();
    telemetry.meter().counterBuilder("calls").build().add(1);
    long before = System.nanoTime();

    assertThat(telemetry.close()).isFalse();
    assertThat(System.nanoTime() - before).isLessThan(SECONDS.toNanos(5));
    assertThat(given.warnings())
        .anyMatch(text -> text.contains("within 300ms") && text.contains("flush-timeout"));
    await().untilAsserted(() -> Threads.assertNone("outrider-"));
    released.countDown();
  }

  @Test
  void aBackOffDoesNotOutliveClose() {
    collector.always(Answer.status(503, "Retry-After", "60"));
    start();
    span();
    await().until(() -> !collector.requests().isEmpty());

    assertThat(telemetry.close(100_000_000)).isFalse();
    await().untilAsserted(() -> Threads.assertNone("outrider-"));
  }

  /** Answers every connection with the same bytes and closes it. */
  private static final class RawServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    RawServer(String answer) throws IOException {
      Thread thread =
          new Thread(
              () -> {
                while (!socket.isClosed()) {
                  try (Socket client = socket.accept()) {
                    client.getInputStream().read(new byte[65536]);
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                  } catch (IOException e) {
                    return;
                  }
                }
              },
              "test-raw-server");
      thread.setDaemon(true);
      thread.start();
    }

    String url() {
      return "http://localhost:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
