// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.junit.jupiter.api.Test;

/** What is set into the application's context for the attempts of one call. */
class AsyncCallTest {
  private final HttpClientContext context = HttpClientContext.create();

  private AsyncCall call(RequestConfig ofRequest) {
    HttpGet request = new HttpGet("http://localhost/");
    request.setConfig(ofRequest);
    return new AsyncCall(
        new Object(),
        request,
        HttpAsyncMethods.create(new HttpHost("localhost"), request),
        null,
        context,
        null);
  }

  private Object inContext() {
    return context.getAttribute(HttpClientContext.REQUEST_CONFIG);
  }

  private int socketTimeout() {
    return ((RequestConfig) inContext()).getSocketTimeout();
  }

  @Test
  void theApplicationsLimitsAreBackAfterAttemptsThatHadEverLessTime() {
    RequestConfig own = RequestConfig.custom().setSocketTimeout(10_000).build();
    context.setRequestConfig(own);
    AsyncCall call = call(null);
    call.limit(0, 5_000);
    assertThat(socketTimeout()).isEqualTo(5_000);
    call.limit(0, 3_000);
    assertThat(socketTimeout()).isEqualTo(3_000);
    call.unlimit();
    assertThat(inContext()).isSameAs(own);
  }

  @Test
  void theLimitOfOneAttemptIsNotThatOfTheNext() {
    RequestConfig own = RequestConfig.custom().setSocketTimeout(10_000).build();
    context.setRequestConfig(own);
    AsyncCall call = call(null);
    call.limit(0, 3_000);
    call.limit(0, 5_000);
    assertThat(socketTimeout()).isEqualTo(5_000);
    call.limit(0, 0);
    assertThat(inContext()).isSameAs(own);
    call.unlimit();
    assertThat(inContext()).isSameAs(own);
  }

  @Test
  void theConfigurationOfARequestIsLeftThereAsTheLibraryDoes() {
    RequestConfig own = RequestConfig.custom().setSocketTimeout(10_000).build();
    AsyncCall call = call(own);
    call.limit(0, 5_000);
    call.limit(0, 3_000);
    assertThat(socketTimeout()).isEqualTo(3_000);
    call.unlimit();
    assertThat(inContext()).isSameAs(own);
  }
}
