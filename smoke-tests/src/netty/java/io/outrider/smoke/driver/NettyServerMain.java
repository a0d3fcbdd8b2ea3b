// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;

/**
 * The contract's pages on Netty. With the argument {@code split} decoder and encoder are two, with
 * an aggregator behind them; else requests come in pieces. All connections share one event loop.
 */
public final class NettyServerMain extends ChannelInitializer<SocketChannel> {
  private final boolean split;

  private NettyServerMain(boolean split) {
    this.split = split;
  }

  public static void main(String[] args) throws Exception {
    EventLoopGroup acceptor = new NioEventLoopGroup(1);
    EventLoopGroup loop = new NioEventLoopGroup(1);
    Channel server =
        new ServerBootstrap()
            .group(acceptor, loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(new NettyServerMain(args.length > 0 && args[0].equals("split")))
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    System.out.println("@ready port=" + ((InetSocketAddress) server.localAddress()).getPort());
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    Runtime.getRuntime().exit(0);
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (split) {
      pipeline.addLast(new HttpRequestDecoder());
      pipeline.addLast(new HttpResponseEncoder());
      pipeline.addLast(new HttpObjectAggregator(1 << 20));
    } else {
      pipeline.addLast(new HttpServerCodec());
    }
    pipeline.addLast(new NettyPages());
  }
}
