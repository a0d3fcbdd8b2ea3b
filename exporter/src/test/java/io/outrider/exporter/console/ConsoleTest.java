// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void printsTracesAsTheySettleAndTablesAtTheEnd() throws Exception {
    FutureTask<Integer> run = start("--port", "0", "--once", "3");
    HttpRequest export =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + awaitPort() + "/v1/traces"))
            .header("Content-Type", "application/x-protobuf")
            .POST(
                BodyPublishers.ofByteArray(
                    Otlp.traces(
                        "orders",
                        Otlp.span(1, 1, 0, SpanKind.SPAN_KIND_SERVER, "GET /orders", 0, 3))))
            .build();
    HttpClient.newHttpClient().send(export, BodyHandlers.discarding());

    await().until(() -> printed().contains("trace 00000000000000000000000000000001"));
    assertThat(run.isDone()).isFalse();
    assertThat(run.get()).isZero();
    assertThat(printed())
        .contains("── Rate, errors, durations ──")
        .contains("  orders\n    server GET /orders")
        .contains("── Circuit breakers and guards ──")
        .doesNotContain("\u001b");
  }

  @Test
  void printsPlainAsciiWhenAsked() throws Exception {
    FutureTask<Integer> run = start("--port", "0", "--once", "1", "--ascii");

    assertThat(run.get()).isZero();
    assertThat(printed()).isASCII().contains("-- Rate, errors, durations --");
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    FutureTask<Integer> run =
        new FutureTask<>(() -> Console.run(new String[] {"--port", "0"}, stream()));
    Thread thread = new Thread(run);
    thread.start();
    awaitPort();
    thread.interrupt();

    assertThat(run.get()).isZero();
    assertThat(printed()).contains("no calls yet");
  }

  @Test
  void saysWhenThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
      assertThat(printed()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    assertThat(run("--port", "70000")).isEqualTo(2);
    assertThat(run("--once")).isEqualTo(2);
    assertThat(run("--colour")).isEqualTo(2);
    assertThat(printed())
        .contains("--port needs a whole number from 0 to 65535, not 70000")
        .contains("--once needs a whole number from 1 to 1000000, not nothing")
        .contains("unknown option --colour")
        .contains("Usage: ");
  }

  @Test
  void printsItsHelp() {
    assertThat(run("--help")).isZero();
    assertThat(printed()).startsWith("Usage: java -jar outrider.jar console");
  }

  private int run(String... args) {
    return Console.run(args, stream());
  }

  private FutureTask<Integer> start(String... args) {
    FutureTask<Integer> run = new FutureTask<>(() -> Console.run(args, stream()));
    new Thread(run).start();
    return run;
  }

  private int awaitPort() {
    Pattern url = Pattern.compile("http://localhost:(\\d+)");
    await().until(() -> url.matcher(printed()).find());
    Matcher matcher = url.matcher(printed());
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  private PrintStream stream() {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
