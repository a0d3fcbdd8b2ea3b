// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.broker;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** A Kafka broker of one node in a process of its own, which forgets everything when it ends. */
public final class Broker {
  private Broker() {}

  /**
   * @param args a folder for its data, the port for clients, and one for itself
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Path settings = folder.resolve("server.properties");
    try (Writer out = Files.newBufferedWriter(settings, StandardCharsets.UTF_8)) {
      properties(folder, args[1], args[2]).store(out, null);
    }
    StorageTool.execute(
        new String[] {
          "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", settings.toString()
        },
        System.out);
    Kafka.main(new String[] {settings.toString()});
  }

  private static Properties properties(Path folder, String port, String controllerPort) {
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.setProperty("log.dirs", folder.resolve("log").toString());
    properties.setProperty("num.partitions", "1");
    // There is no second node to copy to, and nobody wants to wait for one to join.
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("offsets.topic.num.partitions", "1");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    return properties;
  }
}
