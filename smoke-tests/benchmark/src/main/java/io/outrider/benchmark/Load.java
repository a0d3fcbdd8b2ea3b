// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A closed loop: a few connections, each sending its next request when the last is answered. Prints
 * {@code warm} after the requests that warm up, waits for a line on standard input, sends the
 * measured ones, and prints {@code SECONDS P50_MICROS P99_MICROS FAILED}.
 */
final class Load {
  private final byte[] request;
  private final int port;
  private final int connections;
  private final AtomicInteger failed = new AtomicInteger();

  private Load(int port, String asked, int connections) {
    this.port = port;
    this.connections = connections;
    String[] parts = asked.split(" ", 3);
    String body = parts.length == 3 ? parts[2] : "";
    this.request =
        (parts[0]
                + " "
                + parts[1]
                + " HTTP/1.1\r\nHost: localhost:"
                + port
                + "\r\nUser-Agent: benchmark\r\n"
                + (body.isEmpty()
                    ? ""
                    : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                + "\r\n"
                + body)
            .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * @param args port, request (method, path and body), connections, requests to warm up with,
   *     requests to measure
   */
  public static void main(String[] args) throws Exception {
    Load load = new Load(Integer.parseInt(args[0]), args[1], Integer.parseInt(args[2]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    load.run(Integer.parseInt(args[3]));
    load.failed.set(0);
    System.out.println("warm");
    in.readLine();
    long began = System.nanoTime();
    long[] nanos = load.run(Integer.parseInt(args[4]));
    double seconds = (System.nanoTime() - began) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%.4f %.1f %.1f %d%n",
        seconds,
        nanos[nanos.length / 2] / 1e3,
        nanos[(int) (nanos.length * 0.99)] / 1e3,
        load.failed.get());
  }

  private long[] run(int requests) throws InterruptedException {
    long[] nanos = new long[requests];
    AtomicInteger next = new AtomicInteger();
    Thread[] threads = new Thread[connections];
    for (int i = 0; i < connections; i++) {
      threads[i] = new Thread(() -> connection(next, nanos));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return nanos;
  }

  private void connection(AtomicInteger next, long[] nanos) {
    int mine = next.getAndIncrement();
    while (mine < nanos.length) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        while (mine < nanos.length) {
          long began = System.nanoTime();
          out.write(request);
          boolean ok = readAnswer(in);
          nanos[mine] = System.nanoTime() - began;
          mine = next.getAndIncrement();
          if (!ok) {
            failed.incrementAndGet();
          }
        }
      } catch (IOException e) {
        failed.incrementAndGet();
        mine = next.getAndIncrement();
      }
    }
  }

  private static boolean readAnswer(DataInputStream in) throws IOException {
    boolean ok = readLine(in).startsWith("HTTP/1.1 20");
    int length = -1;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).trim());
      }
    }
    if (length >= 0) {
      in.skipNBytes(length);
      return ok;
    }
    int chunk = Integer.parseInt(readLine(in), 16);
    while (chunk > 0) {
      in.skipNBytes(chunk + 2);
      chunk = Integer.parseInt(readLine(in), 16);
    }
    readLine(in);
    return ok;
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
