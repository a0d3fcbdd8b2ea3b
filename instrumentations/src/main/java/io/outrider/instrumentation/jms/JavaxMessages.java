// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.MessageEndpoint;
import javax.jms.Destination;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.Queue;
import javax.jms.TemporaryQueue;
import javax.jms.TemporaryTopic;
import javax.jms.Topic;

/** Reads messages of the javax API. Its twin for the other API differs in nothing else. */
final class JavaxMessages {
  private JavaxMessages() {}

  static MessageEndpoint endpoint(Destination destination, Message message) {
    boolean temporary =
        destination instanceof TemporaryQueue || destination instanceof TemporaryTopic;
    String name = null;
    if (!temporary) {
      try {
        // Some providers have one class for both.
        if (destination instanceof Queue) {
          name = ((Queue) destination).getQueueName();
        }
        if (name == null && destination instanceof Topic) {
          name = ((Topic) destination).getTopicName();
        }
      } catch (JMSException unnamed) {
        // Then it has no name.
      }
      temporary = Names.isRandom(name);
    }
    Object provider = destination == null ? message : destination;
    return MessageEndpoint.of(Names.system(provider), null, 0, name, null, temporary);
  }

  static String header(Message message, String name) {
    String property = Names.property(name);
    String value = property(message, property);
    // Others may have found a provider that takes any name.
    return value == null && !property.equals(name) ? property(message, name) : value;
  }

  private static String property(Message message, String name) {
    try {
      return message.getStringProperty(name);
    } catch (JMSException unreadable) {
      return null;
    }
  }

  /**
   * Leaves a message as it is that was received and is passed on: its properties cannot be changed
   * one by one, and what it brought along still names the trace.
   */
  static void put(Message message, Headers headers) {
    try {
      for (int i = 0; i < headers.size(); i++) {
        message.setStringProperty(Names.property(headers.name(i)), headers.value(i));
      }
    } catch (JMSException unwritable) {
      // It goes without.
    }
  }

  static String id(Message message) {
    try {
      return message.getJMSMessageID();
    } catch (JMSException unknown) {
      return null;
    }
  }

  static String conversation(Message message) {
    try {
      return message.getJMSCorrelationID();
    } catch (JMSException unknown) {
      return null;
    }
  }
}
