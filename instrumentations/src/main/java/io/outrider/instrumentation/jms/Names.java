// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

/** What headers and systems are called, in both APIs. */
final class Names {
  private static final String ACTIVEMQ = "org.apache.activemq.";

  private Names() {}

  /**
   * A header's name as that of a property, which has to be a Java identifier: a dash is written as
   * Camel and others write it.
   */
  static String property(String header) {
    return header.indexOf('-') < 0 ? header : header.replace("-", "__dash__");
  }

  /**
   * The {@code messaging.system}: Artemis is ActiveMQ, too, and its classes are in the same house.
   *
   * @param object a destination or a message of the provider's; null: nobody knows
   */
  static String system(Object object) {
    return object != null && object.getClass().getName().startsWith(ACTIVEMQ) ? "activemq" : "jms";
  }
}
