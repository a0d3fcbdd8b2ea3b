// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.httpurlconnection.HttpUrlConnection;
import io.outrider.instrumentation.jdkhttpclient.JdkHttpClient;
import io.outrider.instrumentation.jdkhttpserver.JdkHttpServer;
import io.outrider.instrumentation.servlet.Servlets;
import io.outrider.instrumentation.springmvc.SpringMvc;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibrariesTest {
  @Test
  void everyHttpSiteIsDescribedToTheEnd() {
    Weaver weaver = new Weaver();
    for (Instrumentation instrumentation :
        List.of(
            new JdkHttpClient(),
            new HttpUrlConnection(),
            new JdkHttpServer(),
            new Servlets(),
            new SpringMvc())) {
      instrumentation.weave(weaver);
    }

    assertThat(weaver.libraries())
        .extracting(Library::name)
        .containsExactly(
            "jdk-http-client", "http-url-connection", "jdk-http-server", "servlet", "spring-mvc");
    assertThat(weaver.libraries())
        .flatExtracting(Library::targets)
        .isNotEmpty()
        .allSatisfy(
            target ->
                assertThat(target.sites())
                    .isNotEmpty()
                    .allSatisfy(site -> assertThat(site.shape()).isNotNull()));
  }
}
