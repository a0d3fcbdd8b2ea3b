// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where in a pipeline our handler goes. */
class PlacementTest {
  private static final class Application extends ChannelInboundHandlerAdapter {}

  private static List<String> placed(
      Class<? extends ChannelHandler> codec, ChannelHandler... handlers) {
    EmbeddedChannel channel = new EmbeddedChannel(handlers);
    Placement.behind(channel.pipeline().context(codec), false);
    Placement.behind(channel.pipeline().context(codec), false);
    List<String> types = new ArrayList<>();
    channel.pipeline().forEach(each -> types.add(each.getValue().getClass().getSimpleName()));
    channel.finish();
    return types.subList(0, handlers.length + 1);
  }

  @Test
  void rightBehindACodec() {
    assertThat(
            placed(
                HttpServerCodec.class,
                new HttpServerCodec(),
                new HttpObjectAggregator(1000),
                new Application()))
        .containsExactly("HttpServerCodec", "ServerHandler", "HttpObjectAggregator", "Application");
  }

  @Test
  void behindTheEncoderWhereThatComesLater() {
    assertThat(
            placed(
                HttpRequestDecoder.class,
                new HttpRequestDecoder(),
                new HttpObjectAggregator(1000),
                new HttpResponseEncoder(),
                new Application()))
        .containsExactly(
            "HttpRequestDecoder",
            "HttpObjectAggregator",
            "HttpResponseEncoder",
            "ServerHandler",
            "Application");
  }

  @Test
  void behindTheDecoderWhereTheEncoderComesFirst() {
    assertThat(
            placed(
                HttpRequestDecoder.class,
                new HttpResponseEncoder(),
                new HttpRequestDecoder(),
                new Application()))
        .containsExactly(
            "HttpResponseEncoder", "HttpRequestDecoder", "ServerHandler", "Application");
  }
}
