// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.Messages;
import io.outrider.instrumentation.WrapAdapter;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Sets a rule's time limit into a producer that is being made, for later it cannot be changed:
 * {@code max.block.ms} for what {@code send} waits, {@code delivery.timeout.ms} and {@code
 * request.timeout.ms} for what comes after it. The application's own limits stand where they are
 * shorter. Producers with transactions are left alone: their limits are those of the commit, too.
 */
final class Limits implements WrapAdapter {
  private static final String DELIVERY = "delivery.timeout.ms";
  private static final long BLOCK_MILLIS = 60_000;
  private static final long REQUEST_MILLIS = 30_000;
  private static final long DELIVERY_MILLIS = 120_000;

  /** The longest of all versions. */
  private static final long LINGER_MILLIS = 5;

  private static final long LONGEST_LINGER = Integer.MAX_VALUE / 2;

  @Override
  public Object wrap(Object self, Object argument) {
    Map<?, ?> given = (Map<?, ?>) argument;
    if (given == null || given.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null) {
      return argument;
    }
    BootstrapServer server =
        BootstrapServer.ofConfigured(given.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    long nanos =
        Messages.sendNanos(
            MessageEndpoint.of("kafka", server.host, server.port, null, null, false));
    if (nanos <= 0) {
      return argument;
    }
    long limit = Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos)));
    try {
      return limited(given, limit);
    } catch (NumberFormatException e) {
      // The producer will say so itself.
      return argument;
    }
  }

  private static Object limited(Map<?, ?> given, long limit) {
    long linger = number(given, ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    long ownRequest = number(given, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    boolean delivers = ProducerConfig.configNames().contains(DELIVERY);
    boolean saysDelivery = given.get(DELIVERY) != null;
    long ownDelivery = number(given, DELIVERY, DELIVERY_MILLIS);
    if (linger > LONGEST_LINGER || saysDelivery && ownDelivery < linger + ownRequest) {
      // So it cannot be made, or is not meant to send anything soon.
      return given;
    }
    long request = Math.min(ownRequest, Math.max(1, limit - linger));
    // It must not be less than these together, or the producer cannot be made.
    long delivery = Math.max(linger + request, Math.min(ownDelivery, limit));
    long block = Math.min(number(given, ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS), limit);
    Map<Object, Object> limited = copy(given);
    put(limited, ProducerConfig.MAX_BLOCK_MS_CONFIG, block);
    put(limited, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, request);
    if (delivers) {
      put(limited, DELIVERY, delivery);
    }
    return limited;
  }

  /** Of properties only what is in them themselves counts, as for the producer. */
  private static Map<Object, Object> copy(Map<?, ?> given) {
    return given instanceof Properties
        ? (Properties) ((Properties) given).clone()
        : new HashMap<Object, Object>(given);
  }

  private static void put(Map<Object, Object> into, String name, long millis) {
    into.put(name, Long.toString(millis));
  }

  private static long number(Map<?, ?> given, String name, long otherwise) {
    Object value = given.get(name);
    return value == null ? otherwise : Long.parseLong(value.toString().trim());
  }
}
