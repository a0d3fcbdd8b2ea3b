// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 as bytes on a socket: sends what well-behaved clients refuse to send. */
public final class RawHttp implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /**
   * An answer.
   *
   * @param headers names in lower case
   */
  public record Answer(int status, Map<String, String> headers, String body) {}

  public RawHttp(int port) {
    this(port, "127.0.0.1");
  }

  /**
   * @param from one of this machine's own addresses, such as 127.0.0.2
   */
  public RawHttp(int port, String from) {
    try {
      InetAddress local = InetAddress.getByName(from);
      socket = new Socket(InetAddress.getByName("127.0.0.1"), port, local, 0);
      socket.setSoTimeout(30_000);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One request on a connection of its own; headers are whole lines. */
  public static Answer get(int port, String target, String... headers) {
    return send(port, "GET", target, headers);
  }

  public static Answer send(int port, String method, String target, String... headers) {
    try (RawHttp http = new RawHttp(port)) {
      http.write(request(method, target, headers) + "\r\n");
      return http.read();
    }
  }

  /** A request's head, without the empty line; a Host header is added unless there is one. */
  public static String request(String method, String target, String... headers) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    boolean host = false;
    for (String header : headers) {
      host |= header.toLowerCase(Locale.ROOT).startsWith("host:");
      request.append(header).append("\r\n");
    }
    if (!host) {
      request.append("Host: localhost\r\n");
    }
    return request.toString();
  }

  public void write(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the next answer. */
  public Answer read() {
    try {
      Answer head = readHead();
      return new Answer(head.status, head.headers, body(head.headers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the next answer, to a HEAD request, which has no body whatever its headers say. */
  public Answer readHead() {
    try {
      String status = line();
      Map<String, String> headers = new TreeMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
      return new Answer(Integer.parseInt(status.split(" ")[1]), headers, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String body(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (String size = line(); !size.equals("0"); size = line()) {
        body.write(in.readNBytes(Integer.parseInt(size, 16)));
        line();
      }
      line();
      return body.toString(StandardCharsets.UTF_8);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended after " + line);
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing depends on it
    }
  }
}
