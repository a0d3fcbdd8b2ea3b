// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.Answer;
import io.outrider.agent.guard.Fallback;
import io.outrider.agent.log.AgentLog;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** Gives the application an answer in the place of a refusal, where a rule has one. */
final class Fallbacks {
  /** The body is at hand; what takes this long is the application's own handler, and hangs. */
  private static final long PATIENCE_SECONDS = 10;

  private Fallbacks() {}

  /** The response; null when the refusal stands. Never throws. */
  static Object response(
      HttpClientAdapter<Object, ?> adapter, Operation operation, Object request, Object a1) {
    Fallback fallback = operation.guards.fallback();
    CompletionStage<?> answer = stage(fallback, adapter, operation, request, a1);
    Object response = null;
    if (answer != null) {
      try {
        response = answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        Errors.observing("the answer in the place of a refusal", e);
      }
      given(fallback, operation, response != null);
    }
    return response;
  }

  /** Likewise as a future. */
  static CompletableFuture<Object> future(
      HttpClientAdapter<Object, ?> adapter, Operation operation, Object request, Object a1) {
    Fallback fallback = operation.guards.fallback();
    CompletionStage<?> answer = stage(fallback, adapter, operation, request, a1);
    if (answer == null) {
      return null;
    }
    given(fallback, operation, true);
    final CompletableFuture<Object> future = new CompletableFuture<Object>();
    answer.whenComplete(
        new BiConsumer<Object, Throwable>() {
          @Override
          public void accept(Object value, Throwable thrown) {
            if (thrown == null) {
              future.complete(value);
            } else {
              future.completeExceptionally(thrown);
            }
          }
        });
    return future;
  }

  private static CompletionStage<?> stage(
      Fallback fallback,
      HttpClientAdapter<Object, ?> adapter,
      Operation operation,
      Object request,
      Object a1) {
    Answer answer = fallback == null ? null : fallback.to(operation.refused);
    if (answer == null) {
      return null;
    }
    CompletionStage<?> stage = null;
    try {
      stage =
          adapter.answer(
              request, a1, answer.status(), ServerAnswer.headers(answer), answer.body(), null);
    } catch (Throwable e) {
      Errors.observing("the answer in the place of a refusal", e);
    }
    if (stage == null) {
      impossible(fallback);
    }
    return stage;
  }

  /** For libraries that leave no way to give an answer: the refusal stands. Said once. */
  static void none(Operation operation) {
    Fallback fallback = operation.guards == null ? null : operation.guards.fallback();
    if (fallback != null && fallback.to(operation.refused) != null) {
      impossible(fallback);
    }
  }

  private static void impossible(Fallback fallback) {
    fallback.given(false);
    AgentLog.warn(
        "fallback " + fallback.ruleName(),
        "rule "
            + fallback.ruleName()
            + " has a fallback, but the HTTP client in use takes no answer of ours (as"
            + " HttpURLConnection does not): the call is refused by an exception");
  }

  private static void given(Fallback fallback, Operation operation, boolean success) {
    fallback.given(success);
    if (success) {
      operation.span.setAttribute(Semantics.FALLBACK_RULE, fallback.ruleName());
    }
  }
}
