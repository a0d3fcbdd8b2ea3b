// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.messaging;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A messaging library, the way it is called, the broker, and the Java that runs the child.
 *
 * @param jdk of the child
 * @param driverClass simple name of the driver's class
 * @param driver the driver's name
 * @param how the driver's own variety: one of the ways to send, or to receive; may be null
 * @param system the {@code messaging.system}
 * @param send what the library calls sending, as {@code messaging.operation.name} has it
 * @param receive what it calls asking for messages
 * @param process what it calls the application's work on one
 * @param refusal the library's own exception that a refusal must be one of
 * @param can what the library has
 * @param drivers where the driver's class is, below target
 * @param libraries folders of libraries.xml
 * @param broker what an order says of the way to the broker, which is started by asking for it
 */
public record MessagingVariant(
    int jdk,
    String driverClass,
    String driver,
    String how,
    String system,
    String send,
    String receive,
    String process,
    String refusal,
    Set<Feature> can,
    String drivers,
    List<String> libraries,
    Supplier<Map<String, String>> broker) {

  /** What not every library has, or not in every way of calling it. */
  public enum Feature {
    /** A sender can give a callback along. */
    CALLBACK,
    /** Messages can be sent in a transaction. */
    TRANSACTION,
    /** The application is handed several messages at once. */
    BATCH,
    /** The application asks for messages, by a call that gives them. */
    RECEIVE,
    /** The library calls the application for a message, and hears of its failure. */
    LISTENER,
    /** Consumers form groups that have names. */
    GROUP,
    /** Messages say when they were published. */
    TIMESTAMP,
    /** A message may have no body. */
    NO_BODY,
    /** Rules can keep further messages back until the one before is paid for. */
    HOLD
  }

  Jdk java() {
    return Jdk.require(jdk);
  }

  boolean has(Feature feature) {
    return can.contains(feature);
  }

  List<Path> classPath() {
    List<Path> path = new ArrayList<>(Libraries.drivers(java()));
    path.add(Libraries.target(drivers));
    for (String library : libraries) {
      path.addAll(Libraries.of(library));
    }
    return path;
  }

  /** An order with everything in it that leads to the broker. */
  Order order(String action, String destination) {
    Order order =
        new Order()
            .with("driver", driver)
            .with("action", action)
            .with("how", how)
            .with("destination", destination);
    broker.get().forEach(order::with);
    return order;
  }

  @Override
  public String toString() {
    return String.join(" + ", libraries) + (how == null ? "" : " " + how) + " on " + jdk;
  }
}
