// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request's first line says, in all its forms. */
class RequestsTest {
  private final Requests requests = new Requests();

  @ParameterizedTest
  @CsvSource({
    "/,/,",
    "/a/b?c=d?e,/a/b,c=d?e",
    "/a?,/a,''",
    "http://shop.example/a?b,/a,b",
    "http://shop.example,/,",
    "http://shop.example?b,/,b",
    "/redirect?to=http://other.example/x,/redirect,to=http://other.example/x",
    "*,*,",
    "'',/,"
  })
  void aPathEndsWhereTheQueryBegins(String uri, String path, String query) {
    Exchange exchange =
        new Exchange(null, new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri));

    assertThat(requests.path(exchange)).isEqualTo(path);
    assertThat(requests.query(exchange)).isEqualTo(query);
  }
}
