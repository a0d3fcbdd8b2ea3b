// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal looks like on the wire, whatever kind of request it answers. */
@ParameterizedClass(name = "{0} on {1}")
@MethodSource("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServerRefusalIT {
  @Parameter(0)
  private String name;

  @Parameter(1)
  private int version;

  private OtlpSink sink;
  private ServerProcess server;

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of("jdk", 17),
        Arguments.of("tomcat-8.5", 17),
        Arguments.of("tomcat-11.0", 25),
        Arguments.of("jetty-12", 25));
  }

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(version);
    sink = new OtlpSink();
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(builder, "closed", "server:http,path:/app/body", "deadline.request", "1m");
    builder.property("outrider.rules.closed.deadline.header", "X-Left");
    rule(builder, "thrice", "server:http,path:/app/*", "rate-limit.rate", "3/h");
    builder.property("outrider.rules.thrice.rate-limit.burst", 3);
    builder.property("outrider.rules.thrice.rate-limit.key", "header:X-Case");
    List<Path> classPath = new ArrayList<>();
    if (!name.equals("jdk")) {
      boolean old = name.equals("tomcat-8.5");
      classPath.add(Libraries.target(old ? "webapp-javax" : "webapp-jakarta"));
      classPath.addAll(Libraries.of(name));
    }
    classPath.addAll(Libraries.drivers(jdk));
    builder.classPath(classPath);
    server =
        ServerProcess.ready(
            name.equals("jdk")
                ? builder.start("io.outrider.smoke.driver.JdkHttpServerMain")
                : builder.start(
                    "io.outrider.smoke.webapp.ContainerMain",
                    name.substring(0, name.indexOf('-')),
                    "org.eclipse.jetty.ee10.servlet"));
  }

  private static void rule(
      AgentProcess.Builder builder, String rule, String match, String key, Object value) {
    builder.property("outrider.rules." + rule + ".match", match);
    builder.property("outrider.rules." + rule + "." + key, value);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (server != null) {
      server.close();
      sink.close();
    }
  }

  private RawHttp.Answer get(String path, String test) {
    return RawHttp.get(server.port(), path, "X-Case: " + test);
  }

  private void spend(String test) {
    for (int i = 0; i < 3; i++) {
      assertThat(get("/app/success", test).status()).isEqualTo(200);
    }
  }

  @Test
  void anAnswerToHeadHasNoBodyAndTheConnectionGoesOn() {
    spend("head");
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(RawHttp.request("HEAD", "/app/success", "X-Case: head") + "\r\n");
      // The next answer begins right behind the headers of the one before.
      http.write(RawHttp.request("GET", "/app/success", "X-Case: head") + "\r\n");
      RawHttp.Answer head = http.readHead();
      assertThat(head.status()).isEqualTo(429);
      assertThat(head.headers()).containsKey("retry-after");
      if (!"close".equalsIgnoreCase(head.headers().get("connection"))) {
        assertThat(http.read().body()).contains("\"guard\":\"rate-limit\"");
      }
    }
  }

  @Test
  void aSmallBodyThatNobodyReadDoesNotSpoilTheConnection() {
    spend("small");
    try (RawHttp http = new RawHttp(server.port())) {
      for (int i = 0; i < 3; i++) {
        http.write(
            RawHttp.request("POST", "/app/success", "X-Case: small", "Content-Length: 5")
                + "\r\nhello");
        RawHttp.Answer refused = http.read();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).contains("\"status\":429", "\"rule\":\"thrice\"");
      }
      http.write(RawHttp.request("GET", "/app/success", "X-Case: other") + "\r\n");
      assertThat(http.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aLargeBodyDoesNotKeepTheAnswerFromItsClient() throws Exception {
    spend("large");
    HttpResponse<String> refused =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/app/success"))
                    .header("X-Case", "large")
                    .timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_000]))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("\"guard\":\"rate-limit\"");
  }

  @Test
  void whoAsksBeforeItSendsABodyIsToldAtOnce() {
    Assumptions.assumeFalse(name.equals("jdk"), "it asks for the body before any handler runs");
    spend("expect");
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(
          RawHttp.request(
                  "POST",
                  "/app/success",
                  "X-Case: expect",
                  "Expect: 100-continue",
                  "Content-Length: 1000000")
              + "\r\n");
      RawHttp.Answer answer = http.readHead();
      if (name.startsWith("tomcat")) {
        // It says so itself before it asks the first filter, unless it is told otherwise.
        assertThat(answer.status()).isEqualTo(100);
        answer = http.readHead();
      }
      assertThat(answer.status()).isEqualTo(429);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/app/forward", "/app/include", "/app/forward?to=/async/dispatch-again"})
  void whatIsHandedOnInsideIsCountedOnce(String path) {
    Assumptions.assumeFalse(name.equals("jdk"), "servlets only");
    String test = "handed" + path.hashCode();
    for (int i = 0; i < 3; i++) {
      assertThat(get(path, test).status()).isEqualTo(200);
    }
    assertThat(get(path, test).status()).isEqualTo(429);
  }

  /** With as little as a header says is left, no work is done. */
  @Test
  void anExpiredRequestIsAnswered504() {
    RawHttp.Answer expired =
        RawHttp.get(server.port(), "/app/body", "X-Left: 0", "X-Case: expired");
    assertThat(expired.status()).isEqualTo(504);
    assertThat(expired.headers().get("content-type")).startsWith("application/problem+json");
    assertThat(expired.body()).contains("\"status\":504", "\"rule\":\"closed\"");
  }
}
