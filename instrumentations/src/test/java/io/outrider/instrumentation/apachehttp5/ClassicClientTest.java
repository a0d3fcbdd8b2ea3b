// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Headers;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;

final class ClassicClientTest {
  private final ClassicClient adapter = new ClassicClient();

  private Call call(ClassicHttpRequest request, HttpContext context) {
    return adapter.request(this, new HttpHost("http", "There", 8080), request, context);
  }

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
    adapter.response(call, null, null);
    assertThat(adapter.requestHeaders(call, "traceparent")).containsExactly("one", "two");
    assertThat(request.containsHeader("baggage")).isFalse();
  }

  @Test
  void aTimeoutGoesWhereTheApplicationsWasFoundAndIsTakenBack() {
    HttpGet request = new HttpGet("http://there:8080/");
    RequestConfig own =
        RequestConfig.custom()
            .setResponseTimeout(9, TimeUnit.SECONDS)
            .setConnectionRequestTimeout(5, TimeUnit.MILLISECONDS)
            .build();
    request.setConfig(own);
    HttpClientContext context = HttpClientContext.create();
    Call call = call(request, context);
    limit(call, 100);
    assertThat(request.getConfig().getResponseTimeout()).isEqualTo(Timeout.ofMilliseconds(100));
    assertThat(request.getConfig().getConnectionRequestTimeout())
        .isEqualTo(Timeout.ofMilliseconds(5));
    // As the library does.
    context.setRequestConfig(request.getConfig());
    adapter.response(call, null, null);
    assertThat(request.getConfig()).isSameAs(own);
    assertThat(context.getRequestConfig()).isSameAs(own);
  }

  @Test
  void aRequestWithNoConfigurationGetsItsTimeoutsFromTheContext() {
    HttpClientContext context = HttpClientContext.create();
    RequestConfig own = RequestConfig.custom().setRedirectsEnabled(false).build();
    context.setRequestConfig(own);
    Call call = call(new BasicClassicHttpRequest("GET", "/path"), context);
    assertThat(limit(call, 100)).isSameAs(context);
    assertThat(context.getRequestConfig().getResponseTimeout())
        .isEqualTo(Timeout.ofMilliseconds(100));
    assertThat(context.getRequestConfig().isRedirectsEnabled()).isFalse();
    adapter.response(call, null, null);
    assertThat(context.getRequestConfig()).isSameAs(own);
    assertThat(adapter.unsent(this, call, null)).isTrue();
  }

  @Test
  void withoutAContextOneIsMade() {
    HttpClientContext context =
        (HttpClientContext) limit(call(new BasicClassicHttpRequest("GET", "/path"), null), 100);
    assertThat(context.getRequestConfig().getResponseTimeout())
        .isEqualTo(Timeout.ofMilliseconds(100));
  }

  @Test
  void theTargetIsWhereItGoesAndTheUrlWhatTheApplicationWrote() {
    Call relative = call(new BasicClassicHttpRequest("GET", "/path?q"), null);
    assertThat(adapter.host(relative)).isEqualTo("There");
    assertThat(adapter.port(relative)).isEqualTo(8080);
    assertThat(adapter.url(relative)).isEqualTo("http://There:8080/path?q");
    URI virtual = URI.create("https://me:secret@virtual/path");
    Call absolute = call(new BasicClassicHttpRequest("GET", virtual), null);
    assertThat(adapter.host(absolute)).isEqualTo("There");
    assertThat(adapter.url(absolute)).isEqualTo("https://me:secret@virtual/path");
    Call alone = adapter.request(this, null, new BasicClassicHttpRequest("GET", virtual), null);
    assertThat(adapter.host(alone)).isEqualTo("virtual");
    assertThat(adapter.scheme(alone)).isEqualTo("https");
  }

  @Test
  void anAnswerIsAResponseOfTheLibrary() throws Exception {
    Headers headers = new Headers();
    headers.set("Content-Type", "text/plain; charset=no-such");
    try (CloseableHttpResponse made = MadeResponse.of(203, headers, new byte[] {1, 2})) {
      assertThat(made.getCode()).isEqualTo(203);
      assertThat(made.getEntity().getContent().readAllBytes()).containsExactly(1, 2);
      assertThat(adapter.responseHeaders(made, "content-length")).containsExactly("2");
    }
    assertThat(MadeResponse.of(203, headers, null).getEntity()).isNull();
  }

  private Object limit(Call call, int millis) {
    return adapter.outgoing(call, new Headers(), 0, TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
