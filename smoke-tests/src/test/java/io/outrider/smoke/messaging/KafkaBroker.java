// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A broker of one node, that is also its controller, in a JVM of its own; one for all tests. */
final class KafkaBroker {
  /** The last that clients of 2.0 can talk to, and the newest ones can, too. */
  private static KafkaBroker old;

  private static KafkaBroker newest;

  private final int port;

  private KafkaBroker(String libraries) {
    try {
      port = freePort();
      Path folder = Files.createTempDirectory(Libraries.target(""), libraries);
      Path config = Files.write(folder.resolve("server.properties"), properties(folder, port));
      List<Path> classPath = Libraries.of(libraries);
      AgentProcess format =
          jvm(classPath)
              .start(
                  "kafka.tools.StorageTool",
                  "format",
                  "-t",
                  "MkU3OEVBNTcwNTJENDM2Qg",
                  "-c",
                  config.toString());
      AgentProcess.Ended formatted = format.awaitEnd();
      if (formatted.code() != 0) {
        throw new IllegalStateException(format.printed());
      }
      AgentProcess broker = jvm(classPath).start("kafka.Kafka", config.toString());
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      Awaitility.await("a broker")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(this::accepts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static synchronized Map<String, String> old() {
    if (old == null) {
      old = new KafkaBroker("kafka-broker-3.9");
    }
    return old.order();
  }

  static synchronized Map<String, String> newest() {
    if (newest == null) {
      newest = new KafkaBroker("kafka-broker-new");
    }
    return newest.order();
  }

  private Map<String, String> order() {
    return Map.of("bootstrap", "127.0.0.1:" + port);
  }

  private static AgentProcess.Builder jvm(List<Path> classPath) {
    return AgentProcess.with(Jdk.require(17))
        .withoutAgent()
        .noOption("-Xmx256m")
        .option("-Xmx400m")
        .classPath(classPath);
  }

  private static List<String> properties(Path folder, int port) throws IOException {
    int controller = freePort();
    return List.of(
        "process.roles=broker,controller",
        "node.id=1",
        "controller.quorum.voters=1@127.0.0.1:" + controller,
        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
        "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
        "controller.listener.names=CONTROLLER",
        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "log.dirs=" + folder.resolve("data"),
        "num.partitions=1",
        "offsets.topic.num.partitions=1",
        "offsets.topic.replication.factor=1",
        "transaction.state.log.num.partitions=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "share.coordinator.state.topic.num.partitions=1",
        "share.coordinator.state.topic.replication.factor=1",
        "share.coordinator.state.topic.min.isr=1",
        "group.initial.rebalance.delay.ms=0",
        "log.cleaner.enable=false");
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
