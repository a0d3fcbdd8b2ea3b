// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webflux;

import io.outrider.smoke.driver.Downstream;
import io.outrider.smoke.driver.Order;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The pages that every server of the tests has. */
@RestController
@RequestMapping("/app")
public class ContractController {
  @RequestMapping({"/success", "/path/{id}/details"})
  public String success() {
    return "success";
  }

  @RequestMapping("/query")
  public String query(ServerHttpRequest request) {
    return String.valueOf(request.getURI().getRawQuery());
  }

  @RequestMapping("/child")
  public String child(ServerHttpRequest request) throws IOException {
    Downstream.call(Order.parse(request.getURI().getRawQuery()).get("next"));
    return "child";
  }

  @RequestMapping("/redirect")
  public ResponseEntity<Void> redirect() {
    return ResponseEntity.status(302).location(URI.create("/app/success")).build();
  }

  @RequestMapping("/error")
  public Mono<ResponseEntity<String>> error() {
    return Mono.just(ResponseEntity.status(500).body("error"));
  }

  @RequestMapping("/exception")
  public String exception() {
    throw new IllegalStateException("on purpose");
  }

  @RequestMapping("/headers")
  public ResponseEntity<String> headers(ServerHttpRequest request) {
    return ResponseEntity.ok()
        .header("X-Answer", String.valueOf(request.getHeaders().getFirst("X-Test")))
        .body("headers");
  }

  @RequestMapping("/body")
  public Mono<String> body(@RequestBody Mono<String> body) {
    return body;
  }

  @RequestMapping("/moved/{id}")
  public String moved(@PathVariable("id") String id) {
    return "moved " + id;
  }
}
