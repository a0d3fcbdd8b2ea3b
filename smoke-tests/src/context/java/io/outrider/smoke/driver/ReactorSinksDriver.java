// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** What came with Reactor 3.4. */
public final class ReactorSinksDriver extends HandOverDriver {
  @Override
  public String name() {
    return "reactor-sinks";
  }

  @Override
  Runnable handOver(String action, Call call) {
    switch (action) {
      case "boundedElastic":
        Mono.fromRunnable(call).subscribeOn(Schedulers.boundedElastic()).subscribe();
        return null;
      case "windowTimeout":
        Flux.just(1)
            .concatWith(Mono.never())
            .windowTimeout(10, Duration.ofMillis(20))
            .flatMap(Flux::collectList)
            .doOnNext(i -> call.run())
            .subscribe();
        return null;
      case "multicast":
        return many(Sinks.many().multicast().onBackpressureBuffer(), call);
      case "bestEffort":
        return many(Sinks.many().multicast().directBestEffort(), call);
      case "replaySink":
        return many(Sinks.many().replay().all(), call);
      case "unicast":
        return many(Sinks.many().unicast().onBackpressureBuffer(), call);
      case "unicastError":
        return many(Sinks.many().unicast().onBackpressureError(), call);
      case "one":
        Sinks.One<Integer> one = Sinks.one();
        one.asMono().doOnNext(i -> call.run()).subscribe();
        return () -> one.tryEmitValue(1);
      case "empty":
        Sinks.Empty<Integer> empty = Sinks.empty();
        empty.asMono().switchIfEmpty(Mono.fromRunnable(call)).subscribe();
        return () -> empty.tryEmitEmpty();
      default:
        throw new IllegalArgumentException(action);
    }
  }

  private static Runnable many(Sinks.Many<Integer> sink, Call call) {
    sink.asFlux().map(i -> i + 1).doOnNext(i -> call.run()).subscribe();
    return () -> sink.tryEmitNext(1);
  }
}
