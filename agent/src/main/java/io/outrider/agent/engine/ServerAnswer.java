// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.Answer;
import io.outrider.instrumentation.Headers;

/** Answers a refused request in the application's place. */
final class ServerAnswer {
  private ServerAnswer() {}

  /**
   * Never throws: when the client is gone the request is refused all the same.
   *
   * @param operation whose request and response are still those of its method
   */
  static void give(Operation operation, Answer answer) {
    try {
      operation.server.answer(
          operation.request, operation.response, answer.status(), headers(answer), answer.body());
    } catch (Throwable e) {
      Errors.observing("the answer to a refused request", e);
    }
  }

  static Headers headers(Answer answer) {
    Headers headers = new Headers();
    String[] pairs = answer.headers();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      headers.set(pairs[i], pairs[i + 1]);
    }
    return headers;
  }
}
