// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import io.outrider.smoke.driver.Downstream;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Answers later, from another thread, {@link #DELAY_MILLIS} after the method has returned. */
final class AsyncServlet extends HttpServlet {
  static final long DELAY_MILLIS = 200;
  static final String[] PATHS = {
    "/async/complete",
    "/async/start",
    "/async/dispatch",
    "/async/dispatch-again",
    "/async/error",
    "/async/timeout",
    "/async/immediate",
    "/async/dispatched-exception",
    "/async/race"
  };

  private final ScheduledExecutorService later =
      Executors.newScheduledThreadPool(
          1,
          new ThreadFactory() {
            @Override
            public Thread newThread(Runnable task) {
              Thread thread = new Thread(task, "later");
              thread.setDaemon(true);
              return thread;
            }
          });

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object round = request.getAttribute("round");
    String path = request.getServletPath();
    if (round != null) {
      again(request, response, path, (Integer) round);
      return;
    }
    request.setAttribute("round", 1);
    AsyncContext async = request.startAsync();
    async.setTimeout(path.equals("/async/timeout") ? 300 : 10_000);
    String next = Query.value(request, "next");
    switch (path) {
      case "/async/race":
        race(request, async);
        break;
      case "/async/timeout":
        break;
      case "/async/start":
        async.start(
            new Runnable() {
              @Override
              public void run() {
                finish(async, path, next);
              }
            });
        break;
      case "/async/immediate":
        response.getWriter().write("immediate");
        async.complete();
        break;
      default:
        later.schedule(
            new Runnable() {
              @Override
              public void run() {
                finish(async, path, next);
              }
            },
            DELAY_MILLIS,
            TimeUnit.MILLISECONDS);
    }
  }

  /** Completes at about the time at which the container gives it up. */
  private void race(HttpServletRequest request, AsyncContext async) {
    async.setTimeout(Long.parseLong(Query.value(request, "timeout")));
    later.schedule(
        new Runnable() {
          @Override
          public void run() {
            try {
              async.complete();
            } catch (IllegalStateException e) {
              // the container was faster
            }
          }
        },
        Long.parseLong(Query.value(request, "complete")),
        TimeUnit.MILLISECONDS);
  }

  private static void finish(AsyncContext async, String path, String next) {
    try {
      Downstream.call(next);
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      switch (path) {
        case "/async/error":
          response.setStatus(500);
          async.complete();
          break;
        case "/async/start":
        case "/async/complete":
          response.getWriter().write("complete");
          async.complete();
          break;
        default:
          async.dispatch();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void again(
      HttpServletRequest request, HttpServletResponse response, String path, int round)
      throws IOException {
    if (path.equals("/async/dispatched-exception")) {
      throw new IllegalStateException("on purpose");
    }
    if (path.equals("/async/dispatch-again") && round < 3) {
      request.setAttribute("round", round + 1);
      request.startAsync().dispatch();
      return;
    }
    response.getWriter().write("dispatched");
  }
}
