// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.SpanKind;
import io.outrider.agent.weave.OwnMethod;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;

/**
 * Reads OpenTelemetry's annotations of one method, by reflection, once: when it is first called.
 * The annotations are told by their simple names, for there are two packages of them.
 */
final class MethodAnnotations {
  private MethodAnnotations() {}

  /**
   * @return null where there is nothing to do
   */
  static CallHandler handler(Engine engine, OwnMethod own, Class<?> woven) throws Exception {
    Method method =
        woven.getDeclaredMethod(
            own.name,
            MethodType.fromMethodDescriptorString(own.descriptor, woven.getClassLoader())
                .parameterArray());
    Annotation withSpan = null;
    boolean adding = false;
    for (Annotation annotation : method.getAnnotations()) {
      String type = annotation.annotationType().getName();
      if (isOpenTelemetry(type)) {
        withSpan = type.endsWith(".WithSpan") ? annotation : withSpan;
        adding |= type.endsWith(".AddingSpanAttributes");
      }
    }
    Life life = new Life(own.library.name());
    ArgumentAttributes attributes = own.arguments ? attributes(method) : null;
    if (withSpan == null) {
      return adding && attributes != null ? new MethodAttributes(life, attributes) : null;
    }
    String name = (String) value(withSpan, "value", "");
    Object inherits = value(withSpan, "inheritContext", true);
    return new MethodCall(
        engine,
        life,
        name.isEmpty() ? spanName(woven, own.name) : name,
        woven.getName() + '.' + own.name,
        SpanKind.valueOf(((Enum<?>) value(withSpan, "kind", SpanKind.INTERNAL)).name()),
        Boolean.TRUE.equals(inherits),
        attributes,
        LateEnd.of(method.getReturnType()));
  }

  /** The simple name of the class, and the method's. */
  static String spanName(Class<?> woven, String method) {
    return woven.getName().substring(simpleNameAt(woven)) + '.' + method;
  }

  private static int simpleNameAt(Class<?> type) {
    String name = type.getName();
    int dot = name.lastIndexOf('.');
    int dollar = name.lastIndexOf('$');
    // An anonymous class has a number only.
    return dollar > dot && dollar + 1 < name.length() && !Character.isDigit(name.charAt(dollar + 1))
        ? dollar + 1
        : dot + 1;
  }

  private static boolean isOpenTelemetry(String annotation) {
    return annotation.startsWith("io.opentelemetry.instrumentation.annotations.")
        || annotation.startsWith("io.opentelemetry.extension.annotations.");
  }

  /** Null when no parameter has a name that can be known. */
  private static ArgumentAttributes attributes(Method method) throws Exception {
    Parameter[] parameters = method.getParameters();
    String[] names = new String[parameters.length];
    boolean any = false;
    for (int i = 0; i < parameters.length; i++) {
      for (Annotation annotation : parameters[i].getAnnotations()) {
        String type = annotation.annotationType().getName();
        if (isOpenTelemetry(type) && type.endsWith(".SpanAttribute")) {
          String name = (String) value(annotation, "value", "");
          if (name.isEmpty() && parameters[i].isNamePresent()) {
            name = parameters[i].getName();
          }
          names[i] = name.isEmpty() ? null : name;
          any |= names[i] != null;
        }
      }
    }
    return any ? new ArgumentAttributes(names) : null;
  }

  /** Older annotations have fewer elements. */
  private static Object value(Annotation annotation, String element, Object other)
      throws Exception {
    Method method;
    try {
      method = annotation.annotationType().getMethod(element);
    } catch (NoSuchMethodException e) {
      return other;
    }
    return method.invoke(annotation);
  }
}
