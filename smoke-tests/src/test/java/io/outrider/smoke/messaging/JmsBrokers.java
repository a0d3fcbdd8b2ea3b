// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.messaging.MessagingVariant.Feature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The brokers that JMS is tried with, started by the first who asks and ended with the tests; and
 * what is the same of all variants.
 */
final class JmsBrokers {
  private static final String ARTEMIS_FACTORY =
      "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
  private static final String ACTIVEMQ_FACTORY = "org.apache.activemq.ActiveMQConnectionFactory";

  private static Map<String, String> artemis;
  private static Map<String, String> activeMq;

  private JmsBrokers() {}

  static MessagingVariant variant(int jdk, String api, String library, String how) {
    boolean spring = library.startsWith("spring");
    boolean classic = library.startsWith("activemq");
    Set<Feature> can =
        EnumSet.of(
            Feature.TRANSACTION,
            Feature.LISTENER,
            Feature.TIMESTAMP,
            Feature.NO_BODY,
            Feature.HOLD);
    if (!spring && !classic) {
      can.add(Feature.CALLBACK);
    }
    return new MessagingVariant(
        jdk,
        spring ? "SpringJmsDriver" : "JmsDriver",
        spring ? "springjms" : "jms",
        how,
        "activemq",
        "send",
        "receive",
        "process",
        api + ".jms.ResourceAllocationException",
        can,
        "drivers-jms-" + api,
        List.of(library),
        classic ? JmsBrokers::activeMq : JmsBrokers::artemis);
  }

  static synchronized Map<String, String> artemis() {
    if (artemis == null) {
      artemis =
          Map.of(
              "factory", ARTEMIS_FACTORY, "broker", start("ArtemisBroker", "artemis-jakarta-new"));
    }
    return artemis;
  }

  private static synchronized Map<String, String> activeMq() {
    if (activeMq == null) {
      activeMq =
          Map.of("factory", ACTIVEMQ_FACTORY, "broker", start("ActiveMqBroker", "activemq-6.3"));
    }
    return activeMq;
  }

  private static String start(String driver, String library) {
    Jdk jdk = Jdk.require(17);
    DriverProcess broker =
        AgentProcess.with(jdk)
            .withoutAgent()
            .classPath(
                Libraries.join(
                    Libraries.drivers(jdk),
                    List.of(Libraries.target("drivers-brokers")),
                    Libraries.of(library)))
            .drive(driver);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    Order answer = broker.perform(new Order().with("driver", "broker").with("port", freePort()));
    if (answer.get("url") == null) {
      throw new AssertionError(answer + broker.process().printed());
    }
    return answer.get("url");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
