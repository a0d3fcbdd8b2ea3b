// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.List;
import java.util.function.Consumer;

/** The instruments of {@link TelemetryApi}. Nothing throws. */
public abstract class MetricsApi {
  public static final int COUNTER = 0;
  public static final int UP_DOWN_COUNTER = 2;
  public static final int HISTOGRAM = 4;
  public static final int GAUGE = 6;

  /** Added to one of the others: its numbers are doubles. */
  public static final int DOUBLES = 1;

  protected MetricsApi() {}

  public abstract Object meter(String name, String version, String schemaUrl);

  /**
   * @param description may be null
   * @param unit may be null
   * @param bounds of a histogram's buckets; null: the usual ones
   */
  public abstract Object instrument(
      Object meter, int kind, String name, String description, String unit, List<?> bounds);

  /**
   * @param attributes of {@link TelemetryApi#attributes}; null: none
   * @param context null: the current one
   */
  public abstract void record(Object instrument, long value, Object attributes, Object context);

  public abstract void record(Object instrument, double value, Object attributes, Object context);

  /**
   * An instrument that is asked.
   *
   * @param callback is given what {@link #measure} needs; held weakly: it is the application's, and
   *     goes with it
   */
  public abstract AutoCloseable observe(
      Object meter,
      int kind,
      String name,
      String description,
      String unit,
      Consumer<Object> callback);

  /** An instrument for {@link #batch}. */
  public abstract Object observer(
      Object meter, int kind, String name, String description, String unit);

  public abstract void measure(Object observer, int kind, long value, Object attributes);

  public abstract void measure(Object observer, int kind, double value, Object attributes);

  /**
   * @param callback held weakly
   */
  public abstract AutoCloseable batch(Object meter, Runnable callback, Object[] observers);
}
