// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application of the jakarta API that answers in all the ways of the cases. */
final class JakartaApplication extends HttpServlet {
  private final transient ServletCases cases;

  JakartaApplication(ServletCases cases) {
    this.cases = cases;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String path = request.getServletPath();
    if (path.startsWith(ServletCases.OK)) {
      response.addHeader("X-Answer", "yes");
      response.setStatus(201);
    } else if (path.equals(ServletCases.BEGUN)) {
      response.getWriter().write("what an application has to say");
    } else if (path.equals(ServletCases.THROWN)) {
      throw new IllegalStateException("on purpose");
    } else if (path.equals(ServletCases.FORWARD)) {
      request.getRequestDispatcher(ServletCases.OK).forward(request, response);
    } else if (path.equals(ServletCases.FAST)) {
      AsyncContext context = request.startAsync();
      response.setStatus(203);
      context.complete();
    } else if (path.equals(ServletCases.TIMEOUT)) {
      AsyncContext context = request.startAsync(request, response);
      context.setTimeout(50);
      context.addListener(new AnswersTimeout());
    } else if (path.equals(ServletCases.LATE_ERROR)) {
      if (request.getDispatcherType() == DispatcherType.ASYNC) {
        throw new IllegalStateException("on purpose");
      }
      AsyncContext context = request.startAsync();
      context.start(
          () -> {
            cases.awaitReturn();
            context.dispatch();
          });
    } else if (path.equals(ServletCases.REDISPATCH)) {
      AsyncContext context = request.startAsync();
      context.start(
          () -> {
            cases.awaitReturn();
            context.dispatch(ServletCases.ASYNC);
          });
    } else if (path.equals(ServletCases.ASYNC)) {
      AsyncContext context = request.startAsync();
      context.start(
          () -> {
            cases.awaitReturn();
            response.setStatus(202);
            context.complete();
          });
    }
  }

  /** The outermost filter. */
  static final class Outermost implements Filter {
    private final ServletCases cases;

    Outermost(ServletCases cases) {
      this.cases = cases;
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        cases.around(
            new JakartaServletAdapter(),
            request,
            response,
            () -> chain.doFilter(request, response));
      } catch (IOException | ServletException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new ServletException(e);
      }
    }

    @Override
    public void destroy() {}
  }

  private static final class AnswersTimeout implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      ((HttpServletResponse) event.getAsyncContext().getResponse()).setStatus(204);
      event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
