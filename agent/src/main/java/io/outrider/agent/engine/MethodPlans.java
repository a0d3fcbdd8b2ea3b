// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.outrider.agent.config.OwnMethodRule;
import io.outrider.agent.weave.OwnMethod;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Makes what runs at a method that configuration names: when it is first called. */
final class MethodPlans {
  private final Engine engine;
  private final MethodTimes times;

  MethodPlans(Engine engine) {
    this.engine = engine;
    this.times = new MethodTimes(engine);
  }

  CallHandler handler(OwnMethod own, Class<?> woven) {
    ConfiguredMethods.Plan plan = (ConfiguredMethods.Plan) own.rule;
    OwnMethodRule span = plan.span;
    String function = own.className + '.' + own.name;
    Class<?> returned = returned(own.descriptor, woven.getClassLoader());
    String name = span == null || span.spanName() == null ? null : span.spanName();
    Attributes attributes = Attributes.of(Semantics.CODE_FUNCTION_NAME, function);
    Peer peer =
        new Peer(
            null,
            null,
            attributes,
            attributes,
            engine.guards.forMethod(own.className.replace('.', '/'), own.name, plan.isPublic));
    return new MethodCall(
            engine,
            new Life("a method"),
            name == null ? MethodAnnotations.spanName(woven, own.name) : name,
            function,
            SpanKind.valueOf(span == null ? "INTERNAL" : span.kind().toUpperCase(Locale.ROOT)),
            true,
            own.arguments ? attributes(span.attributes(), own.descriptor) : null,
            returned == null ? null : LateEnd.of(returned))
        .with(span != null, peer, plan.timer ? times : null, isFuture(returned));
  }

  /** Whether our own failed future may be returned. */
  private static boolean isFuture(Class<?> returned) {
    return returned == CompletableFuture.class
        || returned == CompletionStage.class
        || returned == Future.class;
  }

  /** Null for what nobody could wait for, and for what is not there. */
  private static Class<?> returned(String descriptor, ClassLoader loader) {
    int at = descriptor.indexOf(')') + 1;
    if (descriptor.charAt(at) != 'L') {
      return null;
    }
    try {
      String name = descriptor.substring(at + 1, descriptor.length() - 1);
      return Class.forName(name.replace('/', '.'), false, loader);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (LinkageError e) {
      return null;
    }
  }

  /** Overloads may have fewer arguments than the rule names. */
  private static ArgumentAttributes attributes(String[] names, String descriptor) {
    return new ArgumentAttributes(
        Arrays.copyOf(names, Math.min(names.length, parameters(descriptor))));
  }

  private static int parameters(String descriptor) {
    int count = 0;
    for (int at = 1; descriptor.charAt(at) != ')'; at++) {
      while (descriptor.charAt(at) == '[') {
        at++;
      }
      if (descriptor.charAt(at) == 'L') {
        at = descriptor.indexOf(';', at);
      }
      count++;
    }
    return count;
  }
}
