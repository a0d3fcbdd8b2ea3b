// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer whose queue of connections is full, so that the next one is neither made nor refused. */
final class ConnectTimeoutIT {
  private static void fill(ServerSocket server, List<Socket> sockets) throws IOException {
    for (int i = 0; i < 50; i++) {
      Socket socket = new Socket();
      sockets.add(socket);
      try {
        socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    throw new AssertionError("it takes any number of connections");
  }

  @Test
  void aConnectionTakesNoLongerThanTheRuleAllows() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try (OtlpSink sink = new OtlpSink();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      fill(server, sockets);
      String peer = "client:http,port:" + server.getLocalPort();
      try (DriverProcess child =
          AgentProcess.with(Jdk.ours())
              .exportingTo(sink)
              .property("outrider.rules.short.match", peer)
              .property("outrider.rules.short.timeout.connect", "200ms")
              .drive("HttpUrlConnectionDriver", "JdkHttpClientDriver")) {
        assertTimesOut(sink, child, server, "HttpURLConnection", "java.net.SocketTimeoutException");
        assertTimesOut(
            sink, child, server, "java.net.http", "java.net.http.HttpConnectTimeoutException");
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void assertTimesOut(
      OtlpSink sink, DriverProcess child, ServerSocket server, String driver, String type) {
    Parent parent = Parent.sampledOne();
    Order answer =
        child.performIn(
            parent,
            new Order()
                .with("driver", driver)
                .with("url", "http://127.0.0.1:" + server.getLocalPort() + "/"));
    assertThat(answer.get("types")).as("%s", answer).contains(type);
    SpanView span =
        sink.awaitTrace(parent.traceId(), 2).stream()
            .filter(SpanView::client)
            .findFirst()
            .orElseThrow();
    assertThat(span.attributes())
        .containsEntry("outrider.guard.rule", "short")
        .containsEntry("outrider.guard.type", "timeout");
  }
}
