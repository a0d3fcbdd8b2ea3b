// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import io.outrider.smoke.driver.Order;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child JVM, with or without the agent. What it prints is kept; every wait has an end; closing it
 * ends the process whatever it is doing.
 */
public final class AgentProcess implements AutoCloseable {
  /**
   * Long enough for a JVM under an agent on a busy machine; reached only when something is wrong.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedWriter stdin;
  private final List<String> stdout = new ArrayList<>();
  private final List<String> stderr = new ArrayList<>();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final List<Thread> readers = new ArrayList<>();

  private AgentProcess(Process process) {
    this.process = process;
    stdin = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
    readers.add(read(process.getInputStream(), stdout));
    readers.add(read(process.getErrorStream(), stderr));
  }

  /** A child JVM under the agent on the newest Java that every library runs on. */
  public static Builder with(Jdk jdk) {
    return new Builder(jdk);
  }

  /** Sends an order and waits for its answer. */
  public Order perform(Order order) {
    tell(order.toString());
    return Order.parse(answer());
  }

  /** Writes one line to the process. */
  public void tell(String line) {
    try {
      stdin.write(line);
      stdin.newLine();
      stdin.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the child does not listen:\n" + printed(), e);
    }
  }

  /** Waits for the next line that starts with {@code @}, and gives what follows it. */
  public String answer() {
    try {
      String answer = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null || answer.isEmpty()) {
        throw new AssertionError("no answer from the child; it printed:\n" + printed());
      }
      return answer.substring(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the process has ended by itself. */
  public Ended awaitEnd() {
    return awaitEnd(PATIENCE);
  }

  public Ended awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the child did not end within " + atMost + ":\n" + printed());
      }
      for (Thread reader : readers) {
        reader.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Ended(process.exitValue(), stdout(), stderr());
  }

  /** Ends the input, at which a driver returns from main, and waits for the end. */
  public Ended finish() {
    try {
      stdin.close();
    } catch (IOException e) {
      // it has ended already
    }
    return awaitEnd();
  }

  public long pid() {
    return process.pid();
  }

  public List<String> stdout() {
    synchronized (stdout) {
      return new ArrayList<>(stdout);
    }
  }

  public List<String> stderr() {
    synchronized (stderr) {
      return new ArrayList<>(stderr);
    }
  }

  /** All that was printed, for messages. */
  public String printed() {
    return "--- stdout\n"
        + String.join("\n", stdout())
        + "\n--- stderr\n"
        + String.join("\n", stderr())
        + "\n---";
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread read(InputStream in, List<String> into) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  synchronized (into) {
                    into.add(line);
                  }
                  if (into == stdout && line.startsWith("@")) {
                    answers.add(line);
                  }
                }
              } catch (IOException e) {
                // the process was ended
              }
              if (into == stdout) {
                answers.add("");
              }
            },
            "child output");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  /** How a process ended. */
  public record Ended(int code, List<String> stdout, List<String> stderr) {}

  /** Puts a child's command line together. */
  public static final class Builder {
    private final Jdk jdk;
    private final List<String> options = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    // Some drivers write a log wherever they are started.
    private Path directory = Libraries.target("");
    private String agent = "-javaagent:" + AgentJar.path();

    private Builder(Jdk jdk) {
      this.jdk = jdk;
      options.add("-XX:TieredStopAtLevel=1");
      options.add("-Xmx256m");
      options.add("-Dsun.net.httpserver.nodelay=true");
    }

    /** The same process with no agent at all. */
    public Builder withoutAgent() {
      agent = null;
      return this;
    }

    /** Another agent in place of ours. */
    public Builder agent(Path jar) {
      agent = "-javaagent:" + jar;
      return this;
    }

    /** Sends everything to this sink, at once. */
    public Builder exportingTo(OtlpSink sink) {
      return property("otel.exporter.otlp.endpoint", sink.url())
          .property("otel.exporter.otlp.protocol", "http/protobuf")
          .property("otel.logs.exporter", "none")
          .property("otel.bsp.schedule.delay", "50")
          .property("otel.metric.export.interval", "300");
    }

    public Builder property(String name, Object value) {
      options.add("-D" + name + "=" + value);
      return this;
    }

    public Builder option(String... more) {
      options.addAll(List.of(more));
      return this;
    }

    /** Removes an option that is set unless said otherwise. */
    public Builder noOption(String option) {
      options.remove(option);
      return this;
    }

    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Builder classPath(List<Path> more) {
      classPath.addAll(more);
      return this;
    }

    public Builder directory(Path working) {
      directory = working;
      return this;
    }

    /** Starts a main class. */
    public AgentProcess start(String mainClass, String... arguments) {
      List<String> command = new ArrayList<>();
      command.add(jdk.tool("java").toString());
      if (agent != null) {
        command.add(agent);
      }
      command.addAll(options);
      if (!classPath.isEmpty()) {
        command.add("-cp");
        command.add(String.join(":", classPath.stream().map(Path::toString).toList()));
      }
      command.add(mainClass);
      command.addAll(List.of(arguments));
      return run(command);
    }

    /** Starts the drivers' application and waits until it takes orders. */
    public DriverProcess drive(String... drivers) {
      if (classPath.isEmpty()) {
        classPath.addAll(Libraries.drivers(jdk));
      }
      String[] names = new String[drivers.length];
      for (int i = 0; i < drivers.length; i++) {
        names[i] = "io.outrider.smoke.driver." + drivers[i];
      }
      return new DriverProcess(start("io.outrider.smoke.driver.DriverMain", names));
    }

    /** Runs one of the JDK's tools, with the agent only if the environment names it. */
    public AgentProcess tool(String tool, String... arguments) {
      List<String> command = new ArrayList<>();
      command.add(jdk.tool(tool).toString());
      command.addAll(List.of(arguments));
      return run(command);
    }

    private AgentProcess run(List<String> command) {
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> env = builder.environment();
      env.keySet()
          .removeIf(
              name ->
                  name.startsWith("OTEL_")
                      || name.startsWith("OUTRIDER_")
                      || name.equals("JAVA_TOOL_OPTIONS")
                      || name.equals("JDK_JAVA_OPTIONS"));
      env.putAll(environment);
      builder.directory(directory.toFile());
      try {
        return new AgentProcess(builder.start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
