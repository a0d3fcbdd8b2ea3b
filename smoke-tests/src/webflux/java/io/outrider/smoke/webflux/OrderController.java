// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webflux;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Pages whose routes only Spring knows. */
@RestController
public class OrderController {
  private final AtomicInteger served = new AtomicInteger();

  @GetMapping("/app/orders/{id}")
  public Mono<String> order(@PathVariable("id") String id) {
    served.incrementAndGet();
    return Mono.just("order " + id);
  }

  /** How many orders handlers have seen. */
  @GetMapping("/app/served")
  public String served() {
    return String.valueOf(served);
  }

  @GetMapping("/app/later/{id}")
  public Mono<String> later(@PathVariable("id") String id) {
    return Mono.delay(Duration.ofMillis(200)).map(tick -> "later " + id);
  }

  @GetMapping(value = "/app/events/{id}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  public Flux<String> events(@PathVariable("id") String id) {
    return Flux.just("one", "two").delayElements(Duration.ofMillis(100));
  }

  @GetMapping("/app/failing/{id}")
  public Mono<String> failing(@PathVariable("id") String id) {
    return Mono.delay(Duration.ofMillis(50))
        .flatMap(tick -> Mono.error(new IllegalStateException("on purpose")));
  }
}
