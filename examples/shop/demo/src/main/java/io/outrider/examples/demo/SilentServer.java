// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes connections and never answers, like a service that hangs. */
final class SilentServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> held = new CopyOnWriteArrayList<>();

  SilentServer(int port) {
    try {
      server = new ServerSocket(port, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new Failure("cannot take port " + port + ": " + e.getMessage());
    }
    Thread thread = new Thread(this::hold, "silent-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void hold() {
    try {
      while (!server.isClosed()) {
        held.add(server.accept());
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : held) {
        socket.close();
      }
    } catch (IOException e) {
      // Nobody waits for an answer here.
    }
  }
}
