// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A bare HTTP client of Netty. Modes: {@code async}, which connects and writes when it is
 * connected; {@code sync}, which waits for the connection and writes on its own thread; {@code
 * pipelined}, two requests at once; {@code cancel}, which closes the connection.
 */
public final class NettyDriver implements Driver {
  private final EventLoopGroup loops = new NioEventLoopGroup(2);

  @Override
  public String name() {
    return "netty";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    URI uri = URI.create(order.get("url"));
    boolean secure = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    Answers answers = new Answers(order);
    CompletableFuture<Order> done = answers.next();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, order.number("connectTimeout", 10_000))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) throws Exception {
                    if (order.get("timeout") != null) {
                      channel
                          .pipeline()
                          .addLast(
                              new ReadTimeoutHandler(
                                  order.number("timeout", 0), TimeUnit.MILLISECONDS));
                    }
                    if (secure) {
                      channel
                          .pipeline()
                          .addLast(
                              SslContextBuilder.forClient()
                                  .build()
                                  .newHandler(channel.alloc(), uri.getHost(), port));
                    }
                    channel
                        .pipeline()
                        .addLast(new HttpClientCodec(), new HttpObjectAggregator(1 << 20), answers);
                  }
                });
    ChannelFuture connected = bootstrap.connect(uri.getHost(), port);
    if (order.get("mode").equals("async") || order.get("mode").equals("callback")) {
      connected.addListener(
          (ChannelFutureListener)
              future -> {
                if (future.isSuccess()) {
                  write(future.channel(), order, uri);
                } else {
                  done.completeExceptionally(future.cause());
                }
              });
    } else {
      connected.sync();
      write(connected.channel(), order, uri);
    }
    if (order.get("mode").equals("pipelined")) {
      CompletableFuture<Order> other = answers.next();
      URI second = URI.create(order.get("second"));
      write(connected.channel(), new Order().with("method", "DELETE"), second);
      return await(done).with("other", await(other).get("status"));
    }
    if (order.get("mode").equals("cancel")) {
      Thread.sleep(order.number("after", 100));
      connected.channel().close().sync();
      return new Order().with("closed", "true");
    }
    try {
      return await(done);
    } finally {
      connected.channel().close();
    }
  }

  private static void write(Channel channel, Order order, URI uri) {
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery());
    HttpMethod method = HttpMethod.valueOf(order.get("method", "GET"));
    byte[] body = order.get("body", "").getBytes(StandardCharsets.UTF_8);
    if ("true".equals(order.get("chunked"))) {
      HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, path);
      fill(request, order, uri);
      request.headers().set("Transfer-Encoding", "chunked");
      channel.write(request);
      channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(body)));
      channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      return;
    }
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, method, path, Unpooled.wrappedBuffer(body));
    fill(request, order, uri);
    if (body.length > 0) {
      request.headers().set("Content-Length", body.length);
    }
    channel.writeAndFlush(request);
  }

  private static void fill(HttpRequest request, Order order, URI uri) {
    request.headers().set("Host", uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    for (Map.Entry<String, String> entry : order.values().entrySet()) {
      if (entry.getKey().startsWith("header.")) {
        request.headers().set(entry.getKey().substring(7), entry.getValue());
      }
    }
  }

  private static Order await(CompletableFuture<Order> future) throws Throwable {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final Order order;
    private final Queue<CompletableFuture<Order>> waiting = new ConcurrentLinkedQueue<>();

    Answers(Order order) {
      this.order = order;
    }

    CompletableFuture<Order> next() {
      CompletableFuture<Order> future = new CompletableFuture<>();
      waiting.add(future);
      return future;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response)
        throws Exception {
      Order answer =
          new Order()
              .with("status", response.status().code())
              .with("echo", response.headers().get("x-echo"))
              .with("body", response.content().toString(StandardCharsets.UTF_8));
      if (order.get("second") != null && !order.get("mode").equals("pipelined")) {
        Order second = new Order().with("url", order.get("second"));
        answer.with("second", new HttpUrlConnectionDriver().perform(second).get("status"));
      }
      waiting.remove().complete(answer);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
      for (CompletableFuture<Order> each : new ArrayDeque<>(waiting)) {
        each.completeExceptionally(thrown);
      }
      context.close();
    }
  }
}
