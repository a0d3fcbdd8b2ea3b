// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webflux;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A controller, functional routes, and a filter that moves some requests to another thread. */
@Configuration
@EnableWebFlux
@Import({ContractController.class, OrderController.class})
public class WebFluxApp {
  @Bean
  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.nest(
        RequestPredicates.path("/app/fn"),
        RouterFunctions.<ServerResponse>route(
                RequestPredicates.GET("/things/{id}"),
                request ->
                    ServerResponse.ok()
                        .body(Mono.just("thing " + request.pathVariable("id")), String.class))
            .andRoute(
                RequestPredicates.GET("/broken/{id}"),
                request -> Mono.error(new IllegalStateException("on purpose"))));
  }

  @Bean
  public WebFilter moving() {
    return (exchange, chain) ->
        exchange.getRequest().getPath().value().startsWith("/app/moved")
            ? chain.filter(exchange).subscribeOn(Schedulers.single())
            : chain.filter(exchange);
  }
}
