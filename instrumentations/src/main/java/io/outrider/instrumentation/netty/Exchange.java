// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.outrider.instrumentation.ServerCall;
import java.io.IOException;

/** A request on its way through a connection, and its response. */
final class Exchange implements ChannelFutureListener {
  final ServerHandler connection;
  final HttpRequest request;

  /** The next one on the same connection. */
  Exchange next;

  /** Null: not observed; it only keeps its place among the others. */
  ServerCall call;

  /** Null until its head is written. */
  HttpResponse response;

  /** What a handler has thrown first. */
  Throwable thrown;

  /** The application does not see it: what comes of it is dropped. */
  boolean refused;

  /** Of a body that nobody reads. */
  long dropped;

  Exchange(ServerHandler connection, HttpRequest request) {
    this.connection = connection;
    this.request = request;
  }

  int status() {
    return response == null ? 0 : response.status().code();
  }

  /** The last of the response is written, or never will be. */
  @Override
  public void operationComplete(ChannelFuture written) {
    if (call == null) {
      return;
    }
    if (status() == 101 && "h2c".equalsIgnoreCase(response.headers().get("upgrade"))) {
      // It is now the first request by HTTP/2.
      call.supersede();
      return;
    }
    Throwable error = thrown;
    // That the client is gone says nothing of what was answered.
    if (error == null && !(written.cause() instanceof IOException)) {
      error = written.cause();
    }
    call.end(0, error != null && mattersBeside(status()) ? error : null);
  }

  /** The connection is gone. */
  void closed() {
    if (call == null) {
      return;
    }
    if (response == null && thrown == null) {
      call.abandon();
    } else {
      call.end(0, mattersBeside(status()) ? thrown : null);
    }
  }

  /** A handler may well answer what it throws with something better than an error. */
  private static boolean mattersBeside(int status) {
    return status < 100 || status >= 500;
  }
}
