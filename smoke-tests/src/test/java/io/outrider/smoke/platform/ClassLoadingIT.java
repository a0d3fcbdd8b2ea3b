// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.AgentProcess.Ended;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent loads, what it keeps from being shared, and what it leaves behind. */
final class ClassLoadingIT {
  /** An application may want to be the first to touch these. */
  private static final List<String> NOT_OURS_TO_LOAD =
      List.of(
          "java.util.logging.",
          "javax.management.",
          "java.lang.management.",
          "sun.management.",
          "java.security.Provider",
          "sun.security.provider.",
          "java.util.concurrent.ForkJoinPool",
          "kotlin.",
          "org.snakeyaml.",
          "io.opentelemetry.",
          "net.bytebuddy.",
          "okhttp3.");

  private static final Pattern LOADED = Pattern.compile("([\\w.$/]+) source: (.*)");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void beforeMainTheAgentLoadsNothingThatAnApplicationCaresFor(int version) {
    Jdk jdk = Jdk.require(version);
    Set<String> empty = loaded(App.on(jdk).agent(App.emptyAgent(folder)));
    Set<String> ours = loaded(App.on(jdk));
    ours.removeAll(empty);
    assertThat(ours)
        .isNotEmpty()
        .noneMatch(name -> NOT_OURS_TO_LOAD.stream().anyMatch(name::startsWith));
  }

  private static Set<String> loaded(AgentProcess.Builder builder) {
    try (AgentProcess child = builder.option("-Xlog:class+load:stdout").start(App.HELLO)) {
      Set<String> names = new TreeSet<>();
      for (String line : child.awaitEnd().stdout()) {
        Matcher matcher = LOADED.matcher(line);
        if (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
      return names;
    }
  }

  @Test
  void sharingByAStaticArchiveIsKept() {
    Jdk jdk = Jdk.require(17);
    Path list = folder.resolve("classes.lst");
    Path archive = folder.resolve("app.jsa");
    List<Path> classPath = queryClassPath();
    end(jdk, classPath, false, "-XX:DumpLoadedClassList=" + list);
    try (AgentProcess dump =
        AgentProcess.with(jdk)
            .withoutAgent()
            .classPath(classPath)
            .option(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive)
            .start(App.ONE_QUERY)) {
      assertThat(dump.awaitEnd().code()).isZero();
    }
    assertSharingKept(jdk, classPath, archive);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void sharingByADynamicArchiveIsKept(int version) {
    Jdk jdk = Jdk.require(version);
    Path archive = folder.resolve("app.jsa");
    List<Path> classPath = queryClassPath();
    end(jdk, classPath, false, "-XX:ArchiveClassesAtExit=" + archive);
    assertSharingKept(jdk, classPath, archive);
  }

  private void assertSharingKept(Jdk jdk, List<Path> classPath, Path archive) {
    String[] options = {"-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:stdout"};
    long bare = shared(end(jdk, classPath, false, options));
    Ended ended = end(jdk, classPath, true, options);
    long ours = shared(ended);
    assertThat(bare).isGreaterThan(100);
    // What is woven cannot come from the archive; a handful is woven here.
    assertThat(ours).isGreaterThanOrEqualTo(bare - 15);
    assertThat(ended.stderr()).isEmpty();
  }

  /** The application's own classes that came from an archive. */
  private static long shared(Ended ended) {
    return ended.stdout().stream()
        .filter(line -> line.contains(" org.h2.") || line.contains("io.outrider.smoke."))
        .filter(line -> line.contains("shared objects file"))
        .count();
  }

  private List<Path> queryClassPath() {
    List<Path> classPath = new ArrayList<>();
    classPath.add(App.jar(folder));
    classPath.addAll(Libraries.of("h2-2"));
    return classPath;
  }

  private static Ended end(Jdk jdk, List<Path> classPath, boolean agent, String... options) {
    AgentProcess.Builder builder =
        AgentProcess.with(jdk)
            .classPath(classPath)
            .property("otel.traces.exporter", "none")
            .property("otel.metrics.exporter", "none")
            .option(options);
    if (!agent) {
      builder.withoutAgent();
    }
    try (AgentProcess child = builder.start(App.ONE_QUERY)) {
      Ended ended = child.awaitEnd();
      assertThat(ended.code()).as(child.printed()).isZero();
      assertThat(ended.stdout()).contains("42");
      return ended;
    }
  }

  @Test
  void anAheadOfTimeCacheIsTrainedAndUsed() {
    Jdk jdk = Jdk.require(25);
    Path cache = folder.resolve("app.aot");
    List<Path> classPath = queryClassPath();
    end(jdk, classPath, true, "-XX:AOTCacheOutput=" + cache);
    assertThat(cache).exists();
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        AgentProcess query =
            AgentProcess.with(jdk)
                .classPath(classPath)
                .exportingTo(sink)
                .option("-XX:AOTCache=" + cache, "-XX:AOTMode=on")
                .start(App.ONE_QUERY);
        AgentProcess call =
            AgentProcess.with(jdk)
                .classPath(classPath)
                .exportingTo(sink)
                .option("-XX:AOTCache=" + cache, "-XX:AOTMode=on")
                .start(App.ONE_CALL, server.url() + "/success")) {
      Ended ended = query.awaitEnd();
      assertThat(ended.code()).as(query.printed()).isZero();
      assertThat(ended.stdout()).containsExactly("42");
      assertThat(ended.stderr()).isEmpty();
      assertThat(call.awaitEnd().code()).as(call.printed()).isZero();
      sink.awaitSpan(span -> "h2database".equals(span.attribute("db.system.name")));
      sink.awaitSpan(span -> span.attribute("url.full") != null);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void wovenClassesVerify(int version) {
    Jdk jdk = Jdk.require(version);
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer()) {
      for (String[] app :
          new String[][] {{App.ONE_QUERY}, {App.ONE_CALL, server.url() + "/success"}}) {
        try (AgentProcess child =
            AgentProcess.with(jdk)
                .classPath(queryClassPath())
                .exportingTo(sink)
                .option(
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:+BytecodeVerificationLocal",
                    "-XX:+BytecodeVerificationRemote")
                .start(app[0], java.util.Arrays.copyOfRange(app, 1, app.length))) {
          Ended ended = child.awaitEnd();
          assertThat(ended.code()).as(child.printed()).isZero();
          assertThat(ended.stderr()).noneMatch(line -> line.contains("VerifyError"));
        }
      }
      sink.awaitSpan(span -> span.attribute("db.system.name") != null);
      sink.awaitSpan(span -> span.attribute("url.full") != null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomcat-8.5", "tomcat-9.0"})
  void anApplicationThatIsRedeployedLeavesNoLoaderBehind(String container) {
    int bare = left(container, false);
    int ours = left(container, true);
    assertThat(ours).isLessThanOrEqualTo(Math.max(bare, 1));
  }

  private static int left(String container, boolean agent) {
    Jdk jdk = Jdk.require(17);
    List<String> arguments = new ArrayList<>();
    arguments.add("20");
    arguments.add(Libraries.target("webapp-javax").toString());
    Libraries.of("h2-2").forEach(jar -> arguments.add(jar.toString()));
    try (OtlpSink sink = new OtlpSink()) {
      AgentProcess.Builder builder =
          AgentProcess.with(jdk)
              .classPath(
                  Libraries.join(
                      List.of(Libraries.target("webapp-javax")), Libraries.of(container)))
              .exportingTo(sink)
              .option(
                  "--add-opens=java.base/java.lang=ALL-UNNAMED",
                  "--add-opens=java.base/java.io=ALL-UNNAMED",
                  "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");
      if (!agent) {
        builder.withoutAgent();
      }
      try (AgentProcess child =
          builder.start(
              "io.outrider.smoke.webapp.RedeployMain", arguments.toArray(new String[0]))) {
        String answer = child.answer();
        assertThat(answer).as(child.printed()).startsWith("deployed=20&left=");
        if (agent) {
          // It was woven, or this would prove nothing.
          assertThat(sink.awaitSpans(60, span -> span.attribute("db.system.name") != null))
              .hasSizeGreaterThanOrEqualTo(60);
        }
        return Integer.parseInt(answer.substring("deployed=20&left=".length()));
      }
    }
  }
}
