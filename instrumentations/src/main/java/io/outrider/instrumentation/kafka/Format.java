// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Whether the brokers' format of messages has headers: those before 0.11 have none, and a producer
 * throws when a record has some. It knows its brokers in a private field only, since 4.0 it knows
 * none so old.
 */
final class Format {
  /** The first that has headers. */
  private static final byte WITH_HEADERS = 2;

  private static final MethodHandle MAGIC = find();

  private Format() {}

  private static MethodHandle find() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle magic =
          lookup.findVirtual(
              ApiVersions.class, "maxUsableProduceMagic", MethodType.methodType(byte.class));
      Field versions = KafkaProducer.class.getDeclaredField("apiVersions");
      versions.setAccessible(true);
      return MethodHandles.filterReturnValue(lookup.unreflectGetter(versions), magic)
          .asType(MethodType.methodType(byte.class, Object.class));
    } catch (ReflectiveOperationException newer) {
      return null;
    } catch (RuntimeException hidden) {
      return null;
    }
  }

  static boolean takesHeaders(Object producer) {
    try {
      return MAGIC == null || (byte) MAGIC.invokeExact(producer) >= WITH_HEADERS;
    } catch (Throwable e) {
      return true;
    }
  }
}
