// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;

/** What is set into the application's context for the attempts of one call. */
class AsyncCallTest {
  private final HttpClientContext context = HttpClientContext.create();

  private AsyncCall call(RequestConfig ofRequest) {
    SimpleHttpRequest request = new SimpleHttpRequest("GET", URI.create("http://localhost/"));
    request.setConfig(ofRequest);
    Object[] arguments = {null, null, null, null, context, null};
    return new AsyncCall(null, arguments, request, null);
  }

  private static RequestConfig of(int millis) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(Timeout.ofMilliseconds(millis))
        .setResponseTimeout(Timeout.ofMilliseconds(millis))
        .build();
  }

  private static long millis(int number) {
    return number * 1_000_000L;
  }

  private RequestConfig inContext() {
    return Addressed.of(context);
  }

  private long socketTimeout() {
    return inContext().getResponseTimeout().toMilliseconds();
  }

  @Test
  void theApplicationsLimitsAreBackAfterAttemptsThatHadEverLessTime() {
    RequestConfig own = of(10_000);
    context.setRequestConfig(own);
    AsyncCall call = call(null);
    call.limit(0, millis(5_000));
    assertThat(socketTimeout()).isEqualTo(5_000);
    call.limit(0, millis(3_000));
    assertThat(socketTimeout()).isEqualTo(3_000);
    call.unlimit();
    assertThat(inContext()).isSameAs(own);
  }

  @Test
  void theLimitOfOneAttemptIsNotThatOfTheNext() {
    RequestConfig own = of(10_000);
    context.setRequestConfig(own);
    AsyncCall call = call(null);
    call.limit(0, millis(3_000));
    call.limit(0, millis(5_000));
    assertThat(socketTimeout()).isEqualTo(5_000);
    call.limit(0, 0);
    assertThat(inContext()).isSameAs(own);
    call.unlimit();
    assertThat(inContext()).isSameAs(own);
  }

  @Test
  void theConfigurationOfARequestIsLeftThereAsTheLibraryDoes() {
    RequestConfig own = of(10_000);
    AsyncCall call = call(own);
    call.limit(0, millis(5_000));
    call.limit(0, millis(3_000));
    assertThat(socketTimeout()).isEqualTo(3_000);
    call.unlimit();
    assertThat(inContext()).isSameAs(own);
  }
}
