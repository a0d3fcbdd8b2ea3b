// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import io.outrider.instrumentation.HttpServerAdapter.Completion;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

/** Listens for the end of a request of the jakarta API. */
final class JakartaAsyncEnd extends AsyncEnd implements AsyncListener {
  JakartaAsyncEnd(Completion completion) {
    super(completion);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (open()) {
      ended(status(event));
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onError(AsyncEvent event) {
    failed(event.getThrowable());
  }

  /** A container forgets its listeners whenever the request goes asynchronous again. */
  @Override
  public void onStartAsync(AsyncEvent event) {
    if (open()) {
      event
          .getAsyncContext()
          .addListener(this, event.getSuppliedRequest(), event.getSuppliedResponse());
    }
  }

  private static int status(AsyncEvent event) {
    try {
      ServletResponse response = event.getSuppliedResponse();
      return response instanceof HttpServletResponse
          ? ((HttpServletResponse) response).getStatus()
          : 0;
    } catch (IllegalStateException recycled) {
      return 0;
    }
  }
}
