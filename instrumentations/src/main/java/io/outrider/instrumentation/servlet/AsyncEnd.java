// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import io.outrider.instrumentation.HttpServerAdapter.Completion;

/**
 * Waits for the end of an asynchronous request. It holds no request or response: containers use
 * them again for others.
 *
 * <p>A time-out or an error is not the end: the application or the container still answers, and the
 * container then reports that the request is complete.
 */
abstract class AsyncEnd {
  private volatile Completion completion;
  private volatile Throwable error;

  AsyncEnd(Completion completion) {
    this.completion = completion;
  }

  final void failed(Throwable thrown) {
    error = thrown;
  }

  /** True until the first call of {@link #ended}: only then is the status worth asking for. */
  final boolean open() {
    return completion != null;
  }

  /**
   * @param status 0: not known
   */
  final void ended(int status) {
    Completion once = completion;
    completion = null;
    if (once != null) {
      once.completed(status, error);
    }
  }
}
