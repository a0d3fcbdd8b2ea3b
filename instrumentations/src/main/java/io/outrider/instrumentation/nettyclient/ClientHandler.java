// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.nettyclient;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.outrider.instrumentation.ClientCall;
import io.outrider.instrumentation.ClientCalls;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.Headers;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Follows the requests of one connection, which are answered in their order. All of it runs on the
 * channel's event loop.
 */
final class ClientHandler extends ChannelDuplexHandler {
  private static final ClientCalls CALLS = ClientCalls.of(new Reading(), "netty-http-client");

  private final ArrayDeque<Exchange> pending = new ArrayDeque<Exchange>();

  /** Whose answer is coming in; null: none, or nobody's. */
  private ClientCall answered;

  /** Not null: what is left of a refused request fails by this. */
  private Throwable refused;

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpRequest) {
      refused = null;
      send(ctx, (HttpRequest) message, promise);
    } else if (refused != null && message instanceof HttpContent) {
      fail(message, promise, refused);
    } else {
      ctx.write(message, promise);
    }
  }

  private void send(ChannelHandlerContext ctx, HttpRequest request, ChannelPromise promise) {
    final Exchange exchange = new Exchange(ctx.channel(), request);
    begin(exchange);
    ClientCall call = exchange.call;
    Throwable refusal = call == null ? null : call.refusal();
    if (refusal != null) {
      call.end(null);
      refused = refusal;
      Object previous = Contexts.attach(call.context());
      try {
        fail(request, promise, refusal);
        ctx.fireExceptionCaught(refusal);
      } finally {
        Contexts.restore(previous);
      }
      return;
    }
    if (call != null) {
      put(call.headers(), request);
      limit(ctx, exchange, call.requestNanos());
    }
    pending.add(exchange);
    ChannelPromise told = promise.unvoid();
    told.addListener(
        new ChannelFutureListener() {
          @Override
          public void operationComplete(ChannelFuture future) {
            if (!future.isSuccess() && pending.remove(exchange)) {
              exchange.end(future.cause());
            }
          }
        });
    ctx.write(request, told);
  }

  /** Some requests cannot be changed: those go without. */
  private static void put(Headers headers, HttpRequest request) {
    try {
      for (int i = 0; i < headers.size(); i++) {
        request.headers().set(headers.name(i), headers.value(i));
      }
    } catch (RuntimeException unchangeable) {
      // The request is the application's, and is to be sent all the same.
    }
  }

  private static void begin(Exchange exchange) {
    Object context = Written.CONTEXTS.remove(exchange.request);
    Object connected = exchange.channel.attr(Connected.CONTEXT).getAndSet(null);
    if (HttpMethod.CONNECT.equals(exchange.request.method())
        || exchange.request.headers().contains("Upgrade")) {
      return;
    }
    if (context == null) {
      context = Contexts.current() == null ? connected : null;
    }
    if (context == null) {
      exchange.call = CALLS.begin(exchange);
      return;
    }
    Object previous = Contexts.attach(context);
    try {
      exchange.call = CALLS.begin(exchange);
    } finally {
      Contexts.restore(previous);
    }
  }

  private void limit(final ChannelHandlerContext ctx, final Exchange exchange, long nanos) {
    if (nanos > 0) {
      exchange.timer =
          ctx.executor()
              .schedule(
                  new Runnable() {
                    @Override
                    public void run() {
                      if (pending.contains(exchange)) {
                        ctx.fireExceptionCaught(
                            ended(new SocketTimeoutException("no answer within Outrider's limit")));
                        ctx.close();
                      }
                    }
                  },
                  nanos,
                  TimeUnit.NANOSECONDS);
    }
  }

  private static void fail(Object message, ChannelPromise promise, Throwable refusal) {
    ReferenceCountUtil.release(message);
    promise.tryFailure(refusal);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (message instanceof HttpResponse) {
      HttpResponse response = (HttpResponse) message;
      int status = response.status().code();
      if (status >= 200 || status == 101) {
        Exchange exchange = pending.poll();
        answered = exchange == null ? null : exchange.call;
        if (exchange != null) {
          exchange.response = response;
          exchange.end(null);
        }
      }
    }
    ClientCall call = answered;
    if (call == null) {
      ctx.fireChannelRead(message);
      return;
    }
    if (message instanceof LastHttpContent) {
      answered = null;
    }
    Object previous = Contexts.attach(call.context());
    try {
      ctx.fireChannelRead(message);
    } finally {
      Contexts.restore(previous);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) throws Exception {
    ctx.fireExceptionCaught(ended(thrown));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (!pending.isEmpty()) {
      ended(new ClosedChannelException());
    }
    ctx.fireChannelInactive();
  }

  /** What is still waited for nobody answers here any more. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    for (Exchange each = pending.poll(); each != null; each = pending.poll()) {
      if (each.call != null) {
        each.call.giveUp();
      }
    }
  }

  private Throwable ended(Throwable thrown) {
    for (Exchange each = pending.poll(); each != null; each = pending.poll()) {
      each.end(thrown);
    }
    return thrown;
  }
}
