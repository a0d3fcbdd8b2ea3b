// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One woven method: how to recognise it, the shape of the call, and the adapter that reads it. */
public final class Site {
  public static final String CONSTRUCTOR = "<init>";

  /** No method is called this. */
  public static final String ANY = "*";

  private final Target target;
  private final String methodName;
  private final Map<Integer, String> argumentTypes = new TreeMap<Integer, String>();
  private int arguments = -1;
  private int argument;
  private Shape shape;
  private String adapter;

  Site(Target target, String methodName) {
    this.target = target;
    this.methodName = methodName;
  }

  /** Only the overload with this many parameters. */
  public Site arguments(int count) {
    arguments = count;
    return this;
  }

  /**
   * Only overloads whose parameter at this index has this erased type ({@code int}, {@code
   * java.lang.String}).
   */
  public Site argument(int index, String typeName) {
    argumentTypes.put(index, typeName);
    return this;
  }

  /**
   * Which parameter an adapter may replace: the request of a client call, the task of a {@link
   * Shape#WRAP}. 0 unless said; at most 4.
   */
  public Site replacing(int index) {
    argument = index;
    return this;
  }

  /**
   * Ends the description.
   *
   * @param adapter a class with a constructor without parameters, of the interface that the shape
   *     names
   */
  public Target as(Shape shape, Class<?> adapter) {
    if (shape.adapter() == null || !shape.adapter().isAssignableFrom(adapter)) {
      throw new IllegalArgumentException(
          adapter.getName() + " is not the adapter that " + shape + " needs: " + shape.adapter());
    }
    this.shape = shape;
    this.adapter = adapter.getName();
    return target;
  }

  /** Ends the description of methods whose shape has no adapter. */
  public Target as(Shape shape) {
    if (shape.adapter() != null || !target.annotations()) {
      throw new IllegalArgumentException(this + ": " + shape + " is not for these methods");
    }
    this.shape = shape;
    return target;
  }

  public String methodName() {
    return methodName;
  }

  /** -1: any number. */
  public int arguments() {
    return arguments;
  }

  public Map<Integer, String> argumentTypes() {
    return Collections.unmodifiableMap(argumentTypes);
  }

  public int replacing() {
    return argument;
  }

  public Shape shape() {
    return shape;
  }

  /**
   * The adapter's class name: loaded once per application loader, never in the agent's. Null where
   * the shape has none.
   */
  public String adapter() {
    return adapter;
  }

  @Override
  public String toString() {
    return target.typeNames() + "." + methodName + " as " + shape;
  }
}
