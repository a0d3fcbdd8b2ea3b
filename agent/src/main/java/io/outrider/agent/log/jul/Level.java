// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log.jul;

/** Stands in for {@code java.util.logging.Level} inside the agent's JAR. */
public final class Level {
  public static final Level SEVERE = new Level("SEVERE", 1000);
  public static final Level WARNING = new Level("WARNING", 900);
  public static final Level INFO = new Level("INFO", 800);
  public static final Level FINE = new Level("FINE", 500);
  public static final Level FINER = new Level("FINER", 400);
  public static final Level FINEST = new Level("FINEST", 300);

  private final String name;
  final int value;

  private Level(String name, int value) {
    this.name = name;
    this.value = value;
  }

  @Override
  public String toString() {
    return name;
  }
}
