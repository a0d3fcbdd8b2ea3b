// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.outrider.instrumentation.ExchangeAdapter;
import io.outrider.instrumentation.Headers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.List;

/** Reads requests as Netty decodes them. */
final class Requests extends ExchangeAdapter<Exchange> {
  @Override
  public String method(Exchange exchange) {
    return exchange.request.method().name();
  }

  @Override
  public String scheme(Exchange exchange) {
    return exchange.connection.secure ? "https" : "http";
  }

  @Override
  public String path(Exchange exchange) {
    String uri = exchange.request.uri();
    int start = pathStart(uri);
    int query = uri.indexOf('?', start);
    String path = uri.substring(start, query < 0 ? uri.length() : query);
    return path.isEmpty() ? "/" : path;
  }

  @Override
  public String query(Exchange exchange) {
    String uri = exchange.request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? null : uri.substring(query + 1);
  }

  /** A proxy is asked for whole URLs. */
  private static int pathStart(String uri) {
    if (uri.startsWith("/")) {
      return 0;
    }
    int authority = uri.indexOf("://");
    if (authority < 0) {
      return 0;
    }
    for (int i = authority + 3; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return uri.length();
  }

  @Override
  public String header(Exchange exchange, String name) {
    return exchange.request.headers().get(name);
  }

  @Override
  public List<String> headers(Exchange exchange, String name) {
    return exchange.request.headers().getAll(name);
  }

  @Override
  public String peerAddress(Exchange exchange) {
    SocketAddress peer = exchange.connection.context.channel().remoteAddress();
    if (!(peer instanceof InetSocketAddress)) {
      return null;
    }
    InetSocketAddress address = (InetSocketAddress) peer;
    return address.getAddress() == null ? null : address.getAddress().getHostAddress();
  }

  @Override
  public int peerPort(Exchange exchange) {
    SocketAddress peer = exchange.connection.context.channel().remoteAddress();
    return peer instanceof InetSocketAddress ? ((InetSocketAddress) peer).getPort() : 0;
  }

  @Override
  public String protocolVersion(Exchange exchange) {
    if (exchange.connection.http2) {
      return "2";
    }
    HttpVersion version = exchange.request.protocolVersion();
    if (version.equals(HttpVersion.HTTP_1_1)) {
      return "1.1";
    }
    return version.equals(HttpVersion.HTTP_1_0) ? "1.0" : null;
  }

  @Override
  public int status(Exchange exchange, Throwable thrown) {
    return exchange.status();
  }

  @Override
  public List<String> responseHeaders(Exchange exchange, String name) {
    return exchange.response == null
        ? Collections.<String>emptyList()
        : exchange.response.headers().getAll(name);
  }

  @Override
  public void answer(Exchange exchange, Exchange same, int status, Headers headers, byte[] body) {
    boolean head = exchange.request.method().equals(HttpMethod.HEAD);
    ByteBuf content =
        head || body.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
    for (int i = 0; i < headers.size(); i++) {
      response.headers().set(headers.name(i), headers.value(i));
    }
    if (status != 204 && status != 304) {
      response.headers().set("content-length", Integer.toString(body.length));
    }
    boolean last = !exchange.connection.http2 && isLast(exchange);
    if (last) {
      response.headers().set("connection", "close");
    } else if (exchange.request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      response.headers().set("connection", "keep-alive");
    }
    exchange.response = response;
    ChannelFuture written = exchange.connection.context.writeAndFlush(response);
    written.addListener(exchange);
    if (last) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /**
   * Whether the connection is to end with the answer: as the client wishes, or because nobody can
   * tell whether one that has asked before sending a body still sends it.
   */
  private static boolean isLast(Exchange exchange) {
    return !HttpUtil.isKeepAlive(exchange.request)
        || HttpUtil.is100ContinueExpected(exchange.request)
            && exchange.connection.isReading(exchange);
  }
}
