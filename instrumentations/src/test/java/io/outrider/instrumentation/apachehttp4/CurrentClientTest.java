// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Headers;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.message.BasicHttpRequest;
import org.junit.jupiter.api.Test;

final class CurrentClientTest {
  private final CurrentClient adapter = new CurrentClient();
  private final HttpHost target = new HttpHost("There", 8080, "HTTP");

  private Call call(HttpRequest request, HttpClientContext context) {
    return adapter.request(new MinimalHttpClient(), target, request, context);
  }

  /** Stands for the library's own, by its name. */
  private static final class MinimalHttpClient {}

  @Test
  void headersReplaceTheApplicationsForOneCall() {
    HttpGet request = new HttpGet("http://there:8080/");
    request.addHeader("traceparent", "one");
    request.addHeader("TraceParent", "two");
    Call call = call(request, null);
    Headers headers = new Headers();
    headers.set("traceparent", "ours");
    headers.set("baggage", "a=b");
    assertThat(adapter.outgoing(call, headers, 0, 0)).isNull();
    assertThat(adapter.requestHeaders(call, "traceparent")).containsExactly("ours");
    assertThat(adapter.requestHeaders(call, "baggage")).containsExactly("a=b");
    adapter.response(call, null, null);
    assertThat(adapter.requestHeaders(call, "traceparent")).containsExactly("one", "two");
    assertThat(request.containsHeader("baggage")).isFalse();
  }

  @Test
  void aTimeoutGoesWhereTheApplicationsWasFoundAndIsTakenBack() {
    HttpGet request = new HttpGet("http://there:8080/");
    RequestConfig own = RequestConfig.custom().setSocketTimeout(9000).setConnectTimeout(5).build();
    request.setConfig(own);
    HttpClientContext context = HttpClientContext.create();
    Call call = call(request, context);
    limit(call, 100);
    assertThat(request.getConfig().getSocketTimeout()).isEqualTo(100);
    assertThat(request.getConfig().getConnectTimeout()).isEqualTo(5);
    assertThat(request.getConfig().getConnectionRequestTimeout()).isEqualTo(100);
    // As the library does.
    context.setRequestConfig(request.getConfig());
    adapter.response(call, null, null);
    assertThat(request.getConfig()).isSameAs(own);
    assertThat(context.getRequestConfig()).isSameAs(own);
  }

  @Test
  void aRequestThatSaysNothingGetsItsTimeoutsFromTheContext() {
    HttpClientContext context = HttpClientContext.create();
    RequestConfig own = RequestConfig.custom().setSocketTimeout(50).build();
    context.setRequestConfig(own);
    Call call = call(new BasicHttpRequest("GET", "/path"), context);
    assertThat(limit(call, 100)).isSameAs(context);
    assertThat(context.getRequestConfig().getSocketTimeout()).isEqualTo(50);
    assertThat(context.getRequestConfig().getConnectTimeout()).isEqualTo(100);
    adapter.response(call, null, null);
    assertThat(context.getRequestConfig()).isSameAs(own);
  }

  @Test
  void withoutAContextOneIsMade() {
    Object context = limit(call(new HttpGet("/path"), null), 100);
    assertThat(HttpClientContext.adapt((HttpClientContext.create())).getRequestConfig())
        .isSameAs(RequestConfig.DEFAULT);
    assertThat(
            ((RequestConfig)
                    ((org.apache.http.protocol.HttpContext) context)
                        .getAttribute(HttpClientContext.REQUEST_CONFIG))
                .getSocketTimeout())
        .isEqualTo(100);
  }

  @Test
  @SuppressWarnings("deprecation") // Since 4.3.
  void parametersAreCopiedBeforeTheyAreChanged() {
    HttpGet request = new HttpGet("http://there:8080/");
    Object own = request.getParams().setIntParameter("http.socket.timeout", 700);
    Call call = call(request, null);
    assertThat(limit(call, 100)).isNull();
    assertThat(request.getParams()).isNotSameAs(own);
    assertThat(request.getParams().getIntParameter("http.socket.timeout", 0)).isEqualTo(100);
    adapter.response(call, null, null);
    assertThat(request.getParams()).isSameAs(own);
    assertThat(request.getParams().getIntParameter("http.socket.timeout", 0)).isEqualTo(700);
  }

  @Test
  void theTargetIsWhereItGoesAndTheUrlWhatTheApplicationWrote() {
    Call relative = call(new BasicHttpRequest("GET", "path?q"), null);
    assertThat(adapter.host(relative)).isEqualTo("There");
    assertThat(adapter.port(relative)).isEqualTo(8080);
    assertThat(adapter.scheme(relative)).isEqualTo("http");
    assertThat(adapter.url(relative)).isEqualTo("http://There:8080/path?q");
    Call absolute = call(new HttpGet("https://virtual/path"), null);
    assertThat(adapter.host(absolute)).isEqualTo("There");
    assertThat(adapter.url(absolute)).isEqualTo("https://virtual/path");
    Call alone = adapter.request(this, null, new HttpGet("https://virtual/path"), null);
    assertThat(adapter.host(alone)).isEqualTo("virtual");
    assertThat(adapter.port(alone)).isEqualTo(-1);
  }

  @Test
  void onlyBodiesThatLastCanBeSentAgain() {
    HttpPost post = new HttpPost("http://there/");
    assertThat(adapter.repeatable(call(post, null))).isTrue();
    post.setEntity(new ByteArrayEntity(new byte[1]));
    assertThat(adapter.repeatable(call(post, null))).isTrue();
    post.setEntity(new InputStreamEntity(new java.io.ByteArrayInputStream(new byte[1]), 1));
    assertThat(adapter.repeatable(call(post, null))).isFalse();
  }

  private Object limit(Call call, int millis) {
    return adapter.outgoing(call, new Headers(), 0, TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
