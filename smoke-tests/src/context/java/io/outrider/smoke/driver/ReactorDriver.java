// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What Reactor 3.1 and all later ones have. */
public final class ReactorDriver extends HandOverDriver {
  private final Scheduler ownThreads = Schedulers.fromExecutor(Executors.newFixedThreadPool(2));

  @Override
  public String name() {
    return "reactor";
  }

  @Override
  Runnable handOver(String action, Call call) throws Throwable {
    switch (action) {
      case "subscribeOn":
        Mono.fromRunnable(call).subscribeOn(Schedulers.parallel()).subscribe();
        return null;
      case "ownThreads":
        Mono.fromRunnable(call).subscribeOn(ownThreads).subscribe();
        return null;
      case "publishOn":
        Flux.range(1, 3).publishOn(Schedulers.single()).map(i -> ran(call, i)).subscribe();
        return null;
      case "block":
        Mono.just(1).delayElement(Duration.ofMillis(20)).map(i -> ran(call, i)).block();
        return null;
      case "delay":
        Mono.delay(Duration.ofMillis(20)).doOnNext(i -> call.run()).subscribe();
        return null;
      case "interval":
        Flux.interval(Duration.ofMillis(10)).take(3).skip(2).doOnNext(i -> call.run()).subscribe();
        return null;
      case "delaySubscription":
        Mono.fromRunnable(call).delaySubscription(Duration.ofMillis(20)).subscribe();
        return null;
      case "flatMap":
        Flux.range(1, 8)
            .flatMap(i -> Mono.fromCallable(() -> i).subscribeOn(Schedulers.parallel()), 4)
            .collectList()
            .doOnNext(i -> call.run())
            .subscribe();
        return null;
      case "parallel":
        Flux.range(1, 4)
            .parallel(2)
            .runOn(Schedulers.parallel())
            .doOnNext(i -> call.run())
            .subscribe();
        return null;
      case "zip":
        Mono.zip(Mono.delay(Duration.ofMillis(10)), Mono.delay(Duration.ofMillis(20)))
            .doOnNext(i -> call.run())
            .subscribe();
        return null;
      case "timeout":
        Mono.never()
            .timeout(Duration.ofMillis(20))
            .doOnError(e -> call.run())
            .onErrorResume(e -> Mono.empty())
            .subscribe();
        return null;
      case "bufferTimeout":
        Flux.just(1)
            .concatWith(Mono.never())
            .bufferTimeout(10, Duration.ofMillis(20))
            .doOnNext(i -> call.run())
            .subscribe();
        return null;
      case "repeat":
        AtomicReference<Integer> times = new AtomicReference<>(0);
        Mono.delay(Duration.ofMillis(5))
            .repeat(3)
            .doOnNext(i -> times.set(times.get() + 1))
            .filter(i -> times.get() == 2)
            .doOnNext(i -> call.run())
            .subscribe();
        return null;
      default:
        return emitted(action, call);
    }
  }

  private static <T> T ran(Call call, T value) {
    call.run();
    return value;
  }

  /** Signals that come from whoever sets them off. */
  private static Runnable emitted(String action, Call call) {
    switch (action) {
      case "create":
        AtomicReference<FluxSink<Integer>> flux = new AtomicReference<>();
        Flux.<Integer>create(flux::set).map(i -> ran(call, i)).subscribe();
        return () -> flux.get().next(1);
      case "createMono":
        AtomicReference<MonoSink<Integer>> mono = new AtomicReference<>();
        Mono.<Integer>create(mono::set).map(i -> ran(call, i)).subscribe();
        return () -> mono.get().success(1);
      case "createError":
        AtomicReference<MonoSink<Integer>> failing = new AtomicReference<>();
        Mono.<Integer>create(failing::set)
            .onErrorResume(e -> Mono.fromCallable(() -> ran(call, 1)))
            .subscribe();
        return () -> failing.get().error(new IllegalStateException("on purpose"));
      case "createAndHop":
        AtomicReference<FluxSink<Integer>> hopping = new AtomicReference<>();
        Flux.<Integer>create(hopping::set)
            .publishOn(Schedulers.parallel())
            .map(i -> ran(call, i))
            .subscribe();
        return () -> hopping.get().next(1);
      case "future":
        CompletableFuture<Integer> future = new CompletableFuture<>();
        Mono.fromFuture(future).map(i -> ran(call, i)).subscribe();
        return () -> future.complete(1);
      case "foreign":
        Foreign foreign = new Foreign();
        Flux.from(foreign).map(i -> ran(call, i)).subscribe();
        return foreign;
      case "foreignMono":
        Foreign one = new Foreign();
        Mono.from(one).map(i -> ran(call, i)).subscribe();
        return one;
      case "share":
        AtomicReference<FluxSink<Integer>> shared = new AtomicReference<>();
        Flux<Integer> hub = Flux.<Integer>create(shared::set).publish().refCount();
        hub.map(i -> ran(call, i)).subscribe();
        return () -> shared.get().next(1);
      case "replay":
        AtomicReference<FluxSink<Integer>> kept = new AtomicReference<>();
        Flux<Integer> replay = Flux.<Integer>create(kept::set).replay(1).autoConnect();
        replay.map(i -> ran(call, i)).subscribe();
        return () -> kept.get().next(1);
      case "cache":
        AtomicReference<MonoSink<Integer>> cached = new AtomicReference<>();
        Mono<Integer> cache = Mono.<Integer>create(cached::set).cache();
        cache.map(i -> ran(call, i)).subscribe();
        return () -> cached.get().success(1);
      case "cacheDuration":
        AtomicReference<MonoSink<Integer>> timed = new AtomicReference<>();
        Mono<Integer> late = Mono.<Integer>create(timed::set).cache(Duration.ofMinutes(1));
        late.map(i -> ran(call, i)).subscribe();
        return () -> timed.get().success(1);
      default:
        throw new IllegalArgumentException(action);
    }
  }

  /** Not Reactor's own. */
  private static final class Foreign implements Publisher<Integer>, Subscription, Runnable {
    private volatile Subscriber<? super Integer> subscriber;

    @Override
    public void subscribe(Subscriber<? super Integer> next) {
      subscriber = next;
      next.onSubscribe(this);
    }

    @Override
    public void run() {
      subscriber.onNext(1);
      subscriber.onComplete();
    }

    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }
}
