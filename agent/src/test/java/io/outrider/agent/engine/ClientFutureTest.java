// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientFutureTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeClient.Request request = new FakeClient.Request();
  private final FakeClient.Response response = new FakeClient.Response(200);
  private CompletableFuture<Object> source = new CompletableFuture<>();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  /** As the JDK's: it knows its call, passes it on to what is derived from it, and is strict. */
  private static final class Strict<T> extends CompletableFuture<T> {
    private final AtomicReference<Boolean> aborted;

    Strict(AtomicReference<Boolean> aborted) {
      this.aborted = aborted;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      if (!isDone() && mayInterrupt) {
        aborted.set(true);
      }
      return super.cancel(mayInterrupt);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new Strict<>(aborted);
    }

    @Override
    public void obtrudeValue(T value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Executor defaultExecutor() {
      return Runnable::run;
    }
  }

  @SuppressWarnings("unchecked")
  private CompletableFuture<Object> send() throws Exception {
    try {
      return (CompletableFuture<Object>) Woven.call(site(), null, request, r -> source);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private ClientFuture site() {
    return new ClientFuture(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
  }

  @Test
  void theCallEndsWithTheFutureBeforeTheApplicationHearsOfIt() throws Exception {
    CompletableFuture<Object> future = send();
    assertThat(telemetry.ended()).isEmpty();
    AtomicReference<Integer> endedBefore = new AtomicReference<>();
    future.thenAccept(r -> endedBefore.set(telemetry.ended().size()));
    source.complete(response);
    assertThat(endedBefore).hasValue(1);
    assertThat(future.get()).isSameAs(response);
    assertThat(attributes(telemetry.only())).containsEntry("http.response.status_code", 200L);
  }

  @Test
  void callbacksRunInTheCallersContextOnWhicheverThread() throws Throwable {
    FakeServer server = new FakeServer();
    ServerRequest door = new ServerRequest(telemetry.engine(), server, new Life("fake"));
    AtomicReference<Context> caller = new AtomicReference<>();
    AtomicReference<Context> seen = new AtomicReference<>();
    Woven.call(
        door,
        null,
        new FakeServer.Exchange(),
        r -> {
          caller.set(Current.get());
          CompletableFuture<Object> future = send();
          future.thenRun(() -> seen.set(Current.get()));
          return null;
        });
    Thread completer = new Thread(() -> source.complete(response));
    completer.start();
    completer.join();
    assertThat(seen.get()).isSameAs(caller.get());
  }

  @Test
  void callbacksOfACallerWithoutContextRunAtTheRoot() throws Exception {
    AtomicReference<Context> seen = new AtomicReference<>();
    CompletableFuture<Object> future = send();
    future.thenRun(() -> seen.set(Current.get()));
    source.complete(response);
    assertThat(seen.get()).isSameAs(Context.root());
  }

  @Test
  void anAnswerThatIsThereAlreadyEndsTheCallAtOnce() throws Exception {
    source.complete(response);
    assertThat(send()).isCompletedWithValue(response);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aFailureComesThroughAsItWas() throws Exception {
    IOException failure = new IOException("reset");
    CompletableFuture<Object> future = send();
    AtomicReference<Throwable> seen = new AtomicReference<>();
    future.whenComplete((v, e) -> seen.set(e));
    source.completeExceptionally(failure);
    assertThat(seen.get()).isSameAs(failure);
    assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasCause(failure);
    assertThatThrownBy(future::join).isInstanceOf(CompletionException.class).hasCause(failure);
    assertThat(attributes(telemetry.only())).containsEntry("error.type", "java.io.IOException");
  }

  @Test
  void theCauseOfADerivedFailureIsTheError() throws Exception {
    CompletableFuture<Object> future = send();
    CompletionException wrapped = new CompletionException(new IOException("reset"));
    AtomicReference<Throwable> seen = new AtomicReference<>();
    future.whenComplete((v, e) -> seen.set(e));
    source.completeExceptionally(wrapped);
    assertThat(seen.get()).isSameAs(wrapped);
    assertThat(attributes(telemetry.only())).containsEntry("error.type", "java.io.IOException");
  }

  @Test
  void cancellingAPlainFutureCancelsTheLibrarys() throws Exception {
    CompletableFuture<Object> future = send();
    assertThat(future.cancel(true)).isTrue();
    assertThat(source).isCancelled();
    assertThat(future).isCancelled();
    assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.unset());
    assertThat(telemetry.only().getEvents()).isEmpty();
  }

  @Test
  void cancellingWhatIsDoneCancelsNothing() throws Exception {
    CompletableFuture<Object> future = send();
    future.complete("by the application");
    assertThat(future.cancel(true)).isFalse();
    assertThat(source).isNotDone();
    source.complete(response);
    assertThat(future).isCompletedWithValue("by the application");
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void theLibrarysOwnKindOfFutureIsWhatTheApplicationGets() throws Exception {
    AtomicReference<Boolean> aborted = new AtomicReference<>(false);
    source = new Strict<>(aborted);
    CompletableFuture<Object> future = send();
    assertThat(future).isInstanceOf(Strict.class);
    assertThat(future.thenApply(v -> v)).isInstanceOf(Strict.class);
    assertThatThrownBy(() -> future.obtrudeValue("x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(future.defaultExecutor()).isNotNull();
    // Not the call, says the library.
    assertThat(future.thenApply(v -> v).cancel(false)).isTrue();
    assertThat(aborted).hasValue(false);
    assertThat(future).isNotDone();
    assertThat(future.thenApply(v -> v).cancel(true)).isTrue();
    assertThat(aborted).hasValue(true);
    source.completeExceptionally(new CompletionException(new CancellationException()));
    assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.unset());
  }

  @Test
  void aTimeOutOfTheApplicationsOwnDoesNotEndTheCall() throws Exception {
    CompletableFuture<Object> future = send().orTimeout(1, TimeUnit.MILLISECONDS);
    Awaitility.await().until(future::isDone);
    assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);
    assertThat(telemetry.ended()).isEmpty();
    source.complete(response);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aCallbackThatThrowsHarmsNobodyElse() throws Exception {
    CompletableFuture<Object> future = send();
    CompletableFuture<Object> derived =
        future.thenApply(
            v -> {
              throw new IllegalStateException("the application's");
            });
    source.complete(response);
    assertThat(derived).isCompletedExceptionally();
    assertThat(future).isCompletedWithValue(response);
    assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.unset());
  }

  @Test
  void anAnswerThatCannotBeReadComesThroughAllTheSame() throws Exception {
    source.complete("no response at all");
    assertThat(send()).isCompletedWithValue("no response at all");
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void whatIsNoFutureIsLeftAlone() throws Throwable {
    assertThat(Woven.call(site(), null, request, r -> "odd")).isEqualTo("odd");
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aMethodThatThrowsAtOnceEndsTheCall() {
    IllegalArgumentException thrown = new IllegalArgumentException("unsupported URI");
    assertThat(
            Woven.thrownBy(
                site(),
                null,
                request,
                r -> {
                  throw thrown;
                }))
        .isSameAs(thrown);
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "java.lang.IllegalArgumentException");
  }

  @Test
  void manyThreadsMayRaceToCompleteIt() throws Exception {
    for (int i = 0; i < 200; i++) {
      source = new CompletableFuture<>();
      Thread completer = new Thread(() -> source.complete(response));
      completer.start();
      assertThat(send().get(10, TimeUnit.SECONDS)).isSameAs(response);
      completer.join();
    }
    assertThat(telemetry.ended()).hasSize(200);
  }

  @Test
  void theJdksFutureIsCancelledAsEver() throws Throwable {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      HttpClient client = HttpClient.newHttpClient();
      CompletableFuture<?> future =
          (CompletableFuture<?>)
              Woven.call(
                  site(),
                  null,
                  request,
                  r ->
                      client.sendAsync(
                          HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()));
      assertThat(future.getClass().getName()).endsWith(".MinimalFuture");
      assertThat(future.thenApply(v -> v).cancel(true)).isTrue();
      Awaitility.await().until(() -> telemetry.ended().size() == 1);
      assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.unset());
      assertThatThrownBy(future::join).hasCauseInstanceOf(CancellationException.class);
    }
  }
}
