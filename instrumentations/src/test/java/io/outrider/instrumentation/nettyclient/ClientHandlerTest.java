// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.nettyclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.outrider.instrumentation.ClientCall;
import io.outrider.instrumentation.ClientCalls;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClientHandlerTest {
  private static final List<String> ENDS = new ArrayList<>();

  private final EmbeddedChannel channel = new EmbeddedChannel(new ClientHandler());

  @BeforeAll
  static void install() {
    ClientCalls.install(new Calls());
    new ClientHandler();
    ClientCalls.install(null);
  }

  private static final class Calls extends ClientCalls {
    @Override
    public boolean observes() {
      return true;
    }

    @Override
    public CompletableFuture<?> make(Object request) {
      return null;
    }

    @Override
    public ClientCall begin(Object request) {
      return new Begun();
    }

    @Override
    protected ClientCalls bind(HttpClientAdapter<?, ?> adapter, String library) {
      return this;
    }
  }

  private static final class Begun extends ClientCall {
    @Override
    public Object context() {
      return null;
    }

    @Override
    public Throwable refusal() {
      return null;
    }

    @Override
    public Headers headers() {
      Headers headers = new Headers();
      headers.set("traceparent", "00-1-2-01");
      return headers;
    }

    @Override
    public long requestNanos() {
      return 0;
    }

    @Override
    public void end(Throwable thrown) {
      ENDS.add(thrown == null ? "answered" : thrown.toString());
    }

    @Override
    public void giveUp() {
      ENDS.add("given up");
    }
  }

  /** Newer versions have such headers of their own. */
  private static final class Unchangeable extends DefaultHttpHeaders {
    @Override
    public HttpHeaders set(String name, Object value) {
      throw new UnsupportedOperationException("read only");
    }
  }

  private ChannelFuture send(HttpHeaders headers) {
    ENDS.clear();
    return channel.writeAndFlush(
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", headers));
  }

  private void answer() {
    channel.writeInbound(
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK),
        new DefaultLastHttpContent());
  }

  @Test
  void sendsARequestWhoseHeadersCannotBeChangedWithoutOurs() {
    ChannelFuture sent = send(new Unchangeable());
    assertThat(sent.cause()).isNull();
    assertThat(sent.isSuccess()).isTrue();
    HttpRequest request = channel.readOutbound();
    assertThat(request.headers().names()).isEmpty();
    answer();
    assertThat(ENDS).containsExactly("answered");
  }

  @Test
  void addsOurHeadersToARequest() {
    send(new DefaultHttpHeaders());
    HttpRequest request = channel.readOutbound();
    assertThat(request.headers().get("traceparent")).isEqualTo("00-1-2-01");
    answer();
    assertThat(ENDS).containsExactly("answered");
  }
}
