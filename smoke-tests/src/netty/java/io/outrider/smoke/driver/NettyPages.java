// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.CharsetUtil;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Answers the requests of one connection, one after the other. */
final class NettyPages extends ChannelInboundHandlerAdapter {
  private final Queue<Object> waiting = new ArrayDeque<>();
  private HttpRequest request;
  private StringBuilder body;

  /** An answer is on its way that takes its time. */
  private boolean busy;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (busy) {
      waiting.add(message);
    } else {
      read(ctx, message);
    }
  }

  private void answered(ChannelHandlerContext ctx) {
    busy = false;
    while (!busy && !waiting.isEmpty()) {
      try {
        read(ctx, waiting.remove());
      } catch (IOException e) {
        ctx.fireExceptionCaught(e);
      }
    }
    ctx.flush();
  }

  private void read(ChannelHandlerContext ctx, Object message) throws IOException {
    try {
      if (message instanceof HttpRequest) {
        request = (HttpRequest) message;
        body = new StringBuilder();
        if (!(message instanceof LastHttpContent) && HttpUtil.is100ContinueExpected(request)) {
          ctx.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
      }
      if (message instanceof HttpContent) {
        body.append(((HttpContent) message).content().toString(CharsetUtil.UTF_8));
      }
      if (message instanceof LastHttpContent) {
        answer(ctx);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  private void answer(final ChannelHandlerContext ctx) throws IOException {
    int mark = request.uri().indexOf('?');
    String query = mark < 0 ? null : request.uri().substring(mark + 1);
    String path = mark < 0 ? request.uri() : request.uri().substring(0, mark);
    Downstream.call(query == null ? null : Order.parse(query).get("next"));
    if (request.decoderResult().isFailure()) {
      write(ctx, response(400, "bad"));
      return;
    }
    switch (path) {
      case "/app/redirect":
        FullHttpResponse redirect = response(302, "");
        redirect.headers().set("Location", "/app/success");
        write(ctx, redirect);
        break;
      case "/app/error":
        write(ctx, response(500, "error"));
        break;
      case "/app/exception":
      case "/app/close":
        throw new IllegalStateException("on purpose");
      case "/app/headers":
        FullHttpResponse headers = response(200, "headers");
        headers.headers().set("X-Answer", String.valueOf(request.headers().get("X-Test")));
        write(ctx, headers);
        break;
      case "/app/body":
        write(ctx, response(200, body.toString()));
        break;
      case "/app/query":
        write(ctx, response(200, String.valueOf(query)));
        break;
      case "/app/later":
        later(ctx, response(200, "later"), 200);
        break;
      case "/app/stream":
        stream(ctx);
        break;
      case "/app/never":
        break;
      case "/app/websocket":
        upgrade(ctx);
        break;
      case "/app/success":
      case "/app/path/123/details":
        write(ctx, response(200, path.substring(5)));
        break;
      case "/app/child":
        write(ctx, response(200, "child"));
        break;
      default:
        write(ctx, response(404, "nobody"));
    }
  }

  private static FullHttpResponse response(int status, String text) {
    ByteBuf content = Unpooled.copiedBuffer(text, CharsetUtil.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
    HttpUtil.setContentLength(response, content.readableBytes());
    return response;
  }

  private static void write(ChannelHandlerContext ctx, FullHttpResponse response) {
    // As many do who do not care what becomes of it.
    ctx.write(response, ctx.voidPromise());
  }

  private void later(
      final ChannelHandlerContext ctx, final FullHttpResponse response, long millis) {
    busy = true;
    ctx.executor()
        .schedule(
            new Runnable() {
              @Override
              public void run() {
                ctx.writeAndFlush(response);
                answered(ctx);
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** Head, two pieces and the end, each a while after the one before. */
  private void stream(final ChannelHandlerContext ctx) {
    busy = true;
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    HttpUtil.setTransferEncodingChunked(head, true);
    head.headers().set("Content-Type", "text/event-stream");
    ctx.writeAndFlush(head);
    for (int i = 1; i <= 3; i++) {
      final int piece = i;
      ctx.executor()
          .schedule(
              new Runnable() {
                @Override
                public void run() {
                  ctx.writeAndFlush(
                      piece == 3
                          ? LastHttpContent.EMPTY_LAST_CONTENT
                          : new DefaultHttpContent(
                              Unpooled.copiedBuffer("piece" + piece, CharsetUtil.UTF_8)));
                  if (piece == 3) {
                    answered(ctx);
                  }
                }
              },
              100 * piece,
              TimeUnit.MILLISECONDS);
    }
  }

  private void upgrade(ChannelHandlerContext ctx) {
    FullHttpRequest full =
        new DefaultFullHttpRequest(request.protocolVersion(), request.method(), request.uri());
    full.headers().set(request.headers());
    new WebSocketServerHandshakerFactory("ws://localhost/app/websocket", null, false)
        .newHandshaker(full)
        .handshake(ctx.channel(), full);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (request != null && request.uri().startsWith("/app/exception")) {
      ctx.writeAndFlush(response(500, "exception"));
    } else {
      ctx.close();
    }
  }
}
