// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.ServerCalls;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Follows the requests of one connection. Requests are answered in their order, so that the
 * response being written belongs to the oldest one; what is refused is answered when its turn has
 * come.
 *
 * <p>All of it runs on the one thread of its executor.
 */
final class ServerHandler extends ChannelDuplexHandler
    implements Supplier<Object>, Consumer<Object> {
  private static final ServerCalls CALLS = ServerCalls.of(new Requests(), "netty-http-server");

  /** A connection on which more than this would have to be read for nothing is closed. */
  private static final long MOST_DROPPED = 2 << 20;

  /** Likewise for one that sends more requests in vain before one that is not answered yet. */
  private static final int MOST_WAITING = 1000;

  final boolean http2;
  final boolean secure;
  ChannelHandlerContext context;

  /** The requests not answered yet, oldest first. */
  private Exchange oldest;

  private Exchange newest;

  /** The one whose body is being read. */
  private Exchange reading;

  /** The one whose message handlers are working on right now. */
  private Exchange running;

  /** The response being written says only that another one will come. */
  private boolean provisional;

  /** How many that were refused wait for their turn. */
  private int waiting;

  /** Something was read that nobody but us has seen. */
  private boolean dropped;

  /** What has come in while a request is held up; null when none is. */
  private Held held;

  ServerHandler(boolean http2, boolean secure) {
    this.http2 = http2;
    this.secure = secure;
  }

  /** The context of the oldest request. */
  @Override
  public Object get() {
    Exchange exchange = oldest;
    return exchange == null || exchange.call == null ? null : exchange.call.context();
  }

  /** A handler has thrown it. */
  @Override
  public void accept(Object cause) {
    if (running != null && running.thrown == null && context.executor().inEventLoop()) {
      running.thrown = (Throwable) cause;
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (held != null) {
      held.add(message);
    } else if (message instanceof HttpObject) {
      take(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void take(Object message) {
    if (message instanceof HttpRequest) {
      Exchange exchange = begin((HttpRequest) message);
      if (exchange.call != null && exchange.call.delayNanos() > 0) {
        hold(exchange, message);
        return;
      }
    }
    pass(message);
  }

  private Exchange begin(HttpRequest request) {
    Exchange exchange = new Exchange(this, request);
    if (oldest == null) {
      oldest = exchange;
    } else {
      newest.next = exchange;
    }
    newest = exchange;
    reading = exchange;
    // What cannot be decoded is no request, though something will answer it.
    DecoderResult decoded = request.decoderResult();
    exchange.call = decoded != null && decoded.isFailure() ? null : CALLS.begin(exchange);
    return exchange;
  }

  private void pass(Object message) {
    Exchange exchange = reading;
    if (message instanceof LastHttpContent) {
      reading = null;
    }
    if (exchange == null || exchange.call == null) {
      context.fireChannelRead(message);
    } else if (exchange.call.isRefused()) {
      refuse(exchange, message);
    } else {
      Exchange before = running;
      Object previous = Contexts.attach(exchange.call.context());
      running = exchange;
      try {
        context.fireChannelRead(message);
      } finally {
        running = before;
        Contexts.restore(previous);
      }
    }
  }

  private void refuse(Exchange exchange, Object message) {
    dropped = true;
    if (message instanceof HttpContent) {
      exchange.dropped += ((HttpContent) message).content().readableBytes();
    }
    ReferenceCountUtil.release(message);
    if (!exchange.refused) {
      exchange.refused = true;
      waiting++;
      answerRefused();
    }
    if (waiting > MOST_WAITING || exchange.response != null && exchange.dropped > MOST_DROPPED) {
      context.close();
    }
  }

  /** Answers those whose turn has come. */
  private void answerRefused() {
    while (oldest != null && oldest.refused) {
      Exchange exchange = oldest;
      remove();
      waiting--;
      exchange.call.answer();
      if (exchange.response == null) {
        // Could not be written: nothing else on this connection can be answered either.
        exchange.closed();
        context.close();
      }
    }
  }

  /** Whether there is more of the request to come. */
  boolean isReading(Exchange exchange) {
    return reading == exchange;
  }

  private void remove() {
    oldest = oldest.next;
    if (oldest == null) {
      newest = null;
    }
  }

  /** Without reads of its own nobody would ask for what follows what was dropped. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.fireChannelReadComplete();
    if (dropped) {
      dropped = false;
      if (!ctx.channel().config().isAutoRead()) {
        ctx.read();
      }
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof HttpObject) || oldest == null) {
      ctx.write(message, promise);
      return;
    }
    Exchange exchange = oldest;
    boolean last = message instanceof LastHttpContent;
    if (message instanceof HttpResponse) {
      int status = ((HttpResponse) message).status().code();
      provisional = status < 200 && status != 101;
      if (!provisional) {
        exchange.response = (HttpResponse) message;
        // From here on it is another protocol's connection.
        last |= status == 101;
      }
    }
    if (provisional || !last || exchange.response == null) {
      provisional &= !last;
      ctx.write(message, promise);
      return;
    }
    remove();
    if (exchange.call == null) {
      ctx.write(message, promise);
    } else {
      ChannelPromise told = promise.unvoid();
      told.addListener(exchange);
      ctx.write(message, told);
    }
    if (oldest != null && oldest.refused) {
      answerRefused();
    }
  }

  private void hold(final Exchange exchange, Object message) {
    final Held holding = new Held();
    held = holding;
    holding.add(message);
    holding.end =
        context
            .executor()
            .schedule(
                new Runnable() {
                  @Override
                  public void run() {
                    release(holding);
                  }
                },
                exchange.call.delayNanos(),
                TimeUnit.NANOSECONDS);
  }

  private void release(Held released) {
    if (held != released) {
      return;
    }
    held = null;
    // The request itself has begun already.
    pass(released.next());
    for (Object message = released.next(); message != null; message = released.next()) {
      channelRead(context, message);
    }
    context.fireChannelReadComplete();
    if (released.wantsRead) {
      read(context);
    }
  }

  /** While a request is held up nothing more is read than has been. */
  @Override
  public void read(ChannelHandlerContext ctx) {
    if (held == null) {
      ctx.read();
    } else {
      held.wantsRead = true;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    close();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    close();
  }

  private void close() {
    if (held != null) {
      held.drop();
      held = null;
    }
    while (oldest != null) {
      Exchange exchange = oldest;
      remove();
      exchange.closed();
    }
  }
}
