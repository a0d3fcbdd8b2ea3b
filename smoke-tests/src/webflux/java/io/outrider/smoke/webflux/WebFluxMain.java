// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webflux;

import java.time.Duration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The contract's pages as a WebFlux application on Reactor Netty. */
public final class WebFluxMain {
  private WebFluxMain() {}

  public static void main(String[] args) throws Exception {
    ApplicationContext context = new AnnotationConfigApplicationContext(WebFluxApp.class);
    DisposableServer server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle(
                new ReactorHttpHandlerAdapter(
                    WebHttpHandlerBuilder.applicationContext(context).build()))
            .bindNow(Duration.ofSeconds(30));
    System.out.println("@ready port=" + server.port());
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    Runtime.getRuntime().exit(0);
  }
}
