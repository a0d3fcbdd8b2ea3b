// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.nettyclient;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.outrider.instrumentation.ClientCall;
import java.util.concurrent.Future;

/** A request and, once it is there, its answer. Belongs to the channel's event loop. */
final class Exchange {
  final Channel channel;
  final HttpRequest request;
  HttpResponse response;

  /** Null: not observed. */
  ClientCall call;

  /** What ends it when the answer does not come in time; null: nothing. */
  Future<?> timer;

  Exchange(Channel channel, HttpRequest request) {
    this.channel = channel;
    this.request = request;
  }

  void end(Throwable thrown) {
    if (timer != null) {
      timer.cancel(false);
    }
    if (call != null) {
      call.end(thrown);
    }
  }
}
