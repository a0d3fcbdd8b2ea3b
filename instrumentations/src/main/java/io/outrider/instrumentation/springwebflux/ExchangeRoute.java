// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springwebflux;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.RouteAdapter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Reads the route from an exchange, and answers by its response: then whatever server there is
 * sends the answer as it would any other.
 */
final class ExchangeRoute implements RouteAdapter {
  /** What handler mappings leave on an exchange. */
  private static final String PATTERN =
      "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";

  @Override
  public Object context(Object self, Object a0, Object a1, Object a2) {
    return ((ServerWebExchange) a0).getAttributes().get(ExchangeMade.CONTEXT);
  }

  @Override
  public String route(Object self, Object a0, Object a1, Object a2) {
    ServerWebExchange exchange = (ServerWebExchange) a0;
    Object pattern = exchange.getAttributes().get(PATTERN);
    if (pattern == null) {
      return null;
    }
    String route = pattern.toString();
    if (!route.startsWith("/")) {
      route = "/" + route;
    }
    return exchange.getRequest().getPath().contextPath().value() + route;
  }

  @Override
  public Object answer(
      Object self, Object a0, Object a1, Object a2, int status, Headers headers, byte[] body) {
    ServerHttpResponse response = ((ServerWebExchange) a0).getResponse();
    if (!response.setRawStatusCode(status)) {
      // A filter has begun to answer.
      return Mono.empty();
    }
    for (int i = 0; i < headers.size(); i++) {
      response.getHeaders().set(headers.name(i), headers.value(i));
    }
    if (body.length == 0) {
      return response.setComplete().then(Mono.empty());
    }
    response.getHeaders().setContentLength(body.length);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body))).then(Mono.empty());
  }
}
