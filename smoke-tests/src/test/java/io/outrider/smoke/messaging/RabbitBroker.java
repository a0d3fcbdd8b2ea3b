// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import io.outrider.smoke.harness.Skip;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** RabbitMQ in a container, which ends with the tests' JVM; one for all tests of it. */
final class RabbitBroker {
  private static final int AMQP = 5672;

  private static GenericContainer<?> server;

  private RabbitBroker() {}

  static synchronized Map<String, String> order() {
    if (server == null) {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        Skip.because("no container engine can be reached");
      }
      server = start();
    }
    return Map.of("host", server.getHost(), "port", "" + server.getMappedPort(AMQP));
  }

  @SuppressWarnings("resource") // Until the JVM ends.
  private static GenericContainer<?> start() {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(System.getProperty("smoke.image.rabbitmq")))
            .withCommand("rabbitmq-server")
            // Its only user may else come from the same machine only.
            .withEnv("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-rabbit loopback_users []")
            .withExposedPorts(AMQP)
            .waitingFor(
                Wait.forLogMessage(".*(startup complete|completed with \\d+ plugins).*", 1)
                    .withStartupTimeout(Duration.ofMinutes(3)));
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    return container;
  }

  /** Has it take no messages, or take them again. */
  static void full(boolean full) throws IOException, InterruptedException {
    order();
    String part = full ? "0.0000001" : "0.4";
    server.execInContainer("rabbitmqctl", "set_vm_memory_high_watermark", part);
  }
}
