// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** An application's class with methods of every kind; nothing in it knows of tracing. */
public class OwnService implements OwnGreeting {
  private final AtomicInteger runs = new AtomicInteger();

  public static long add(int a, long b) {
    return a + b;
  }

  public void nothing() {
    runs.incrementAndGet();
  }

  public int runs() {
    return runs.get();
  }

  public String callsPrivate(String text) {
    return hidden(text, 2.5, true);
  }

  private String hidden(String text, double number, boolean flag) {
    return text + number + flag;
  }

  public <T extends Comparable<T>> T largest(List<T> all) {
    return Collections.max(all);
  }

  public String over(String text) {
    return "text " + over(text.length());
  }

  public String over(int number) {
    return "number " + number;
  }

  public synchronized char locked(char c) {
    return (char) (c + 1);
  }

  public final float exact(float f) {
    return f / 2;
  }

  public byte[] bytes(int length) {
    return new byte[length];
  }

  public String fails(String message) throws IOException {
    throw new IOException(message);
  }

  public String order(String url, String database) throws Exception {
    HttpURLConnection http = (HttpURLConnection) new URL(url).openConnection();
    int status = http.getResponseCode();
    http.disconnect();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
    return "status " + status;
  }

  public CompletableFuture<String> later(CompletableFuture<String> source) {
    return source.thenApply(text -> text + "!");
  }

  public int limited() {
    return runs.incrementAndGet();
  }

  public CompletableFuture<Integer> limitedLater() {
    return CompletableFuture.completedFuture(runs.incrementAndGet());
  }

  public String limitedInside(int depth) {
    return depth == 0 ? "end" : limitedInside(depth - 1);
  }

  public String broken(boolean fail) {
    if (fail) {
      throw new java.util.MissingResourceException("down", "a", "b");
    }
    return "up";
  }

  public String faulty() {
    return "well";
  }

  @OwnMark
  String marked() {
    return "marked";
  }
}
