// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

/** What headers and systems are called, in both APIs. */
final class Names {
  private static final String ACTIVEMQ = "org.apache.activemq.";

  private static final int UUID_LENGTH = 36;

  private Names() {}

  /**
   * A header's name as that of a property, which has to be a Java identifier: a dash is written as
   * Camel and others write it.
   */
  static String property(String header) {
    return header.indexOf('-') < 0 ? header : header.replace("-", "__dash__");
  }

  /**
   * Whether a destination is called by a UUID and nothing else. Artemis calls temporary ones so,
   * and does not say to who receives from them that they are.
   */
  static boolean isRandom(String destination) {
    if (destination == null || destination.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = destination.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
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
