// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods with the annotation that return publishers. */
public final class ReactorAnnotationDriver implements Driver {
  @Override
  public String name() {
    return "ReactorAnnotations";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    switch (order.get("mode")) {
      case "mono":
        Mono<String> mono = mono();
        TimeUnit.MILLISECONDS.sleep(100);
        return new Order().with("answer", mono.block());
      case "flux":
        List<Integer> all = flux().collectList().block();
        return new Order().with("answer", all);
      case "error":
        return new Order().with("answer", failing().block());
      default:
        return new Order().with("answer", never().take(Duration.ofMillis(100)).blockLast());
    }
  }

  @WithSpan
  private Mono<String> mono() {
    return Mono.delay(Duration.ofMillis(50)).map(n -> "m" + n);
  }

  @WithSpan
  private Flux<Integer> flux() {
    return Flux.range(1, 3).delayElements(Duration.ofMillis(30));
  }

  @WithSpan
  private Mono<String> failing() {
    return Mono.error(new IllegalStateException("published"));
  }

  @WithSpan
  private Flux<String> never() {
    return Flux.never();
  }
}
