// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What is loaded, started and asked for, and when. */
class LazinessTest {

  /** Defines the pipeline's classes anew, so that it is seen which ones are needed. */
  private static final class Recording extends ClassLoader {
    private final Set<String> defined = ConcurrentHashMap.newKeySet();

    Recording() {
      super(LazinessTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean shared =
          name.equals(TelemetrySettings.class.getName()) || name.equals(Warnings.class.getName());
      if (shared || !name.matches("(io\\.opentelemetry|io\\.outrider|okhttp3|okio|kotlin)\\..*")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        defined.add(name);
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    Set<String> definedBelow(String... prefixes) {
      Set<String> found = new TreeSet<>();
      for (String name : defined) {
        for (String prefix : prefixes) {
          if (name.startsWith(prefix)) {
            found.add(name);
          }
        }
      }
      return found;
    }
  }

  private static final String[] EXPORTER = {
    "okhttp3.", "okio.", "kotlin.", "io.opentelemetry.exporter."
  };

  private static Object start(ClassLoader loader, Given given) throws Exception {
    return loader
        .loadClass(Telemetry.class.getName())
        .getMethod("start", TelemetrySettings.class, Warnings.class)
        .invoke(null, given, given);
  }

  private static void close(Object telemetry) throws Exception {
    telemetry.getClass().getMethod("close", long.class).invoke(telemetry, SECONDS.toNanos(2));
  }

  @Test
  void startAloneLoadsAHandfulOfClasses() throws Exception {
    Recording loader = new Recording();
    Object telemetry = start(loader, Given.settings());

    try {
      assertThat(loader.definedBelow(EXPORTER)).isEmpty();
      assertThat(loader.definedBelow("io.opentelemetry.sdk.")).isEmpty();
      // Half of them are interfaces of the API that its methods name.
      assertThat(loader.defined).hasSizeLessThan(15);
    } finally {
      close(telemetry);
    }
    assertThat(loader.definedBelow("io.opentelemetry.sdk.")).isEmpty();
  }

  @Test
  void withoutMetricsAndWithoutUseThereIsNoThread() {
    await().untilAsserted(() -> Threads.assertNone("outrider-"));
    Telemetry telemetry = Given.settings("otel.metrics.exporter", "none").start();

    Threads.assertNone("outrider-");
    telemetry.close();
  }

  @Test
  void theProvidersLoadNoExporter() throws Exception {
    Recording loader = new Recording();
    Object telemetry = start(loader, Given.settings());
    telemetry.getClass().getMethod("tracer").invoke(telemetry);
    telemetry.getClass().getMethod("meter").invoke(telemetry);

    assertThat(loader.definedBelow(EXPORTER)).isEmpty();
    assertThat(loader.definedBelow(JvmMetrics.class.getName(), GcDurations.class.getName()))
        .isEmpty();
    assertThat(loader.defined).hasSizeLessThan(230);
    close(telemetry);
    assertThat(loader.definedBelow(EXPORTER)).isEmpty();
  }

  @Test
  void aProcessThatRecordsNothingGetsNoExporterAndOneThread() throws Exception {
    await().untilAsserted(() -> Threads.assertNone("outrider-"));
    Recording loader = new Recording();
    Object telemetry =
        start(
            loader,
            Given.settings(
                "otel.metric.export.interval", "20ms", "outrider.metrics.jvm.enabled", "false"));
    telemetry.getClass().getMethod("meter").invoke(telemetry);
    telemetry.getClass().getMethod("tracer").invoke(telemetry);

    await().until(() -> !loader.definedBelow(LossMetrics.class.getName()).isEmpty());
    assertThat(Threads.named("outrider-"))
        .extracting(Thread::getName)
        .containsExactly("outrider-telemetry");
    assertThat(loader.definedBelow(EXPORTER)).isEmpty();
    close(telemetry);
  }

  @Test
  void theApplicationsContextClassLoaderIsNeverAsked() throws Exception {
    Collection<String> asked = new ConcurrentLinkedQueue<>();
    ClassLoader hostile =
        new ClassLoader(null) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            throw new ClassNotFoundException(name);
          }

          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            asked.add(name);
            return super.getResources(name);
          }

          @Override
          public URL getResource(String name) {
            asked.add(name);
            return null;
          }
        };
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (Collector collector = Collector.plain()) {
      Given given = Given.sendingTo(collector.url());
      Recording loader = new Recording();
      thread.setContextClassLoader(hostile);
      Object telemetry = start(loader, given);
      assertThat(thread.getContextClassLoader()).isSameAs(hostile);
      Object tracer = telemetry.getClass().getMethod("tracer").invoke(telemetry);
      Class<?> api = loader.loadClass("io.opentelemetry.api.trace.Tracer");
      Object builder = api.getMethod("spanBuilder", String.class).invoke(tracer, "s");
      Object span =
          loader
              .loadClass("io.opentelemetry.api.trace.SpanBuilder")
              .getMethod("startSpan")
              .invoke(builder);
      loader.loadClass("io.opentelemetry.api.trace.Span").getMethod("end").invoke(span);
      await().until(() -> !collector.spans().isEmpty());
      for (Thread ours : Threads.named("outrider-", "OkHttp", "Okio")) {
        assertThat(ours.getContextClassLoader()).as(ours.getName()).isNotSameAs(hostile);
      }
      close(telemetry);
    } finally {
      thread.setContextClassLoader(before);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void sendingNeedsFewThreadsAllOfThemDaemons() throws Exception {
    await().untilAsserted(() -> Threads.assertNone("outrider-"));
    Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    Collector collector = Collector.plain();
    Telemetry telemetry =
        Given.sendingTo(collector.url(), "otel.metric.export.interval", "50ms").start();
    try {
      telemetry.meter().counterBuilder("calls").build().add(1);
      for (int i = 0; i < 2000; i++) {
        telemetry.tracer().spanBuilder("s").startSpan().end();
      }
      await().until(() -> collector.spans().size() == 2000 && collector.metrics().size() > 3);

      Set<Thread> added = new java.util.HashSet<>(Thread.getAllStackTraces().keySet());
      added.removeAll(before);
      added.removeIf(thread -> isTheTests(thread.getName()));
      assertThat(added).allMatch(Thread::isDaemon);
      assertThat(added)
          .extracting(LazinessTest::sort)
          .isSubsetOf("outrider", "OkHttp", "Okio Watchdog");
      // Two of ours, Okio's watchdog, and OkHttp's task runner, which may have a second thread.
      assertThat(added.size()).isLessThanOrEqualTo(5);
    } finally {
      telemetry.close();
      collector.close();
    }
  }

  private static boolean isTheTests(String name) {
    return name.startsWith("test-")
        || name.startsWith("awaitility")
        || name.startsWith("HTTP-Dispatcher")
        || name.endsWith("-timeout-task");
  }

  private static String sort(Thread thread) {
    String name = thread.getName();
    // OkHttp renames a thread while it runs a call or a task on it.
    if (name.startsWith("outrider-") || name.startsWith("OkHttp http")) {
      return "outrider";
    }
    if (name.startsWith("OkHttp ")) {
      return "OkHttp";
    }
    return name;
  }
}
