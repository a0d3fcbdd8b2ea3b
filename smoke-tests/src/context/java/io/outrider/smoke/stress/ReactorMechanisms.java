// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reactor since 3.4. */
public final class ReactorMechanisms implements Mechanism.Source {
  private static final Duration SHORT = Duration.ofMillis(1);

  /** Queues at most 100,000 tasks a thread. */
  private final Scheduler elastic = Schedulers.boundedElastic();

  /** One for all traces. */
  private final Sinks.Many<Task> bus = Sinks.many().multicast().directBestEffort();

  @Override
  public Mechanism[] mechanisms() {
    return new Mechanism[] {
      new Mechanism(
          "Mono.subscribeOn(parallel)",
          6,
          t -> Mono.fromRunnable(t).subscribeOn(Schedulers.parallel()).subscribe()),
      new Mechanism(
          "Mono.subscribeOn(boundedElastic)",
          4,
          t -> Mono.fromRunnable(t).subscribeOn(elastic).subscribe()),
      new Mechanism(
          "Flux.publishOn",
          6,
          t -> Flux.just(t).publishOn(Schedulers.parallel()).subscribe(Task::run)),
      new Mechanism("Mono.delay", 3, t -> Mono.delay(SHORT).map(i -> t.call()).subscribe()),
      new Mechanism("Flux.interval", 2, t -> Flux.interval(SHORT).take(1).subscribe(i -> t.run())),
      new Mechanism(
          "flatMap, two inner schedulers",
          4,
          t ->
              Flux.just(Schedulers.parallel(), elastic)
                  .flatMap(s -> Mono.fromCallable(() -> s).subscribeOn(s))
                  .collectList()
                  .subscribe(i -> t.run())),
      new Mechanism(
          "Flux.parallel",
          3,
          t -> Flux.just(t).parallel(2).runOn(Schedulers.parallel()).subscribe(Task::run)),
      new Mechanism("Mono.create, emitted elsewhere", 6, this::created),
      new Mechanism("Flux.create and a hop, emitted elsewhere", 6, this::hopping),
      new Mechanism("Mono.cache, emitted elsewhere", 3, this::cached),
      new Mechanism(
          "Mono.fromFuture, completed elsewhere",
          4,
          t -> {
            CompletableFuture<Task> future = new CompletableFuture<>();
            Mono.fromFuture(future).subscribe(Task::run);
            Crossing.leave(() -> future.complete(t));
          }),
      new Mechanism(
          "Sinks.one, emitted elsewhere",
          4,
          t -> {
            Sinks.One<Task> sink = Sinks.one();
            sink.asMono().doOnNext(Task::run).subscribe();
            Crossing.leave(() -> sink.tryEmitValue(t));
          }),
      new Mechanism(
          "a sink shared by all traces",
          3,
          t -> {
            // The hop ends the emission, which no task may hold up.
            bus.asFlux()
                .filter(each -> each == t)
                .take(1)
                .publishOn(Schedulers.parallel())
                .subscribe(Task::run);
            Crossing.leave(
                () -> {
                  synchronized (bus) {
                    bus.tryEmitNext(t);
                  }
                });
          }),
    };
  }

  private void created(Task task) {
    AtomicReference<MonoSink<Task>> sink = new AtomicReference<>();
    Mono.<Task>create(sink::set).map(Task::call).subscribe();
    Crossing.leave(() -> sink.get().success(task));
  }

  private void hopping(Task task) {
    AtomicReference<FluxSink<Task>> sink = new AtomicReference<>();
    Flux.<Task>create(sink::set).publishOn(Schedulers.parallel()).subscribe(Task::run);
    Crossing.leave(() -> sink.get().next(task));
  }

  private void cached(Task task) {
    AtomicReference<MonoSink<Task>> sink = new AtomicReference<>();
    Mono.<Task>create(sink::set).cache().subscribe(Task::run);
    Crossing.leave(() -> sink.get().success(task));
  }
}
