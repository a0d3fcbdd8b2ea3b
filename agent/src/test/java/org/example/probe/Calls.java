// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * Methods of every kind that there is. Nothing here needs more than Java 1.4 has, so that its class
 * file can be given any version.
 */
public class Calls implements Supplier<String> {
  public Runnable task;
  public int runs;

  public Calls(Runnable first, long wide) {
    super();
    task = wide > 0 ? first : null;
  }

  public String call(String argument, long wide, double wider) throws IOException {
    runs++;
    if (argument.length() == 0) {
      throw new IOException("empty");
    }
    String last = argument;
    for (int i = 0; i < wide; i++) {
      last = last.concat(argument);
    }
    return last;
  }

  public String secondReplaced(long wide, String argument, int more) {
    return argument;
  }

  public String all(String a, long b, int c, double d, Object e) {
    return b + c + d > 0 ? a.concat(e.toString()) : null;
  }

  public static double wide(long a, double b, int c, boolean d) {
    long x = a * 2;
    if (d) {
      double y = b * c;
      return x + y;
    }
    return x;
  }

  public void nothing(byte a, short b, char c, float d) {
    runs += a + b + c + (int) d;
  }

  public synchronized int count(int[] numbers) {
    int sum = 0;
    for (int i = 0; ; i++) {
      try {
        sum += numbers[i];
      } catch (ArrayIndexOutOfBoundsException e) {
        return sum;
      } finally {
        runs++;
      }
    }
  }

  @Override
  public String get() {
    return "got";
  }

  public String send(long wide, String topic, double wider, int number, String[] body) {
    runs++;
    return topic.concat(Integer.toString((int) (wide + wider + number))).concat(body[0]);
  }

  public static int process(String message) {
    return message.length();
  }

  public Object later(long wide, double wider, Runnable argument) {
    return argument;
  }

  public boolean scoped(String argument) {
    if (argument == null) {
      throw new IllegalStateException();
    }
    return argument.length() > 0;
  }

  public char after(String argument) {
    return argument.charAt(0);
  }

  public String overloaded(String argument) {
    return argument;
  }

  public String overloaded(Integer argument) {
    return "a number";
  }

  public String overloaded(String argument, int more) {
    return argument;
  }
}
