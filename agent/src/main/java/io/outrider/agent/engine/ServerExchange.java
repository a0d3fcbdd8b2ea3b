// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.Answer;
import io.outrider.agent.guard.Fault;
import io.outrider.instrumentation.HttpServerAdapter;
import io.outrider.instrumentation.ServerCall;

/**
 * A request of an event loop. It never waits: what a guard would have it wait for is refused, and
 * the delay of a fault is the adapter's to keep.
 */
final class ServerExchange extends ServerCall {
  private final Engine engine;
  private final HttpServerAdapter<Object, Object> adapter;
  private final Life life;
  private final Operation operation;
  private Answer answer;
  private long delayNanos;

  private ServerExchange(
      Engine engine, HttpServerAdapter<Object, Object> adapter, Operation operation, Life life) {
    this.engine = engine;
    this.adapter = adapter;
    this.operation = operation;
    this.life = life;
  }

  static ServerCall begin(
      Engine engine, HttpServerAdapter<Object, Object> adapter, Object exchange, Life life) {
    Operation operation = engine.serverCalls.begin(adapter, exchange);
    try {
      ServerExchange call = new ServerExchange(engine, adapter, operation, life);
      operation.attend(adapter, exchange, exchange);
      // Stays so until it ends: there is a route to be answered for as long as this thread serves.
      operation.thread = Thread.currentThread();
      call.ask();
      return call;
    } catch (Throwable e) {
      engine.serverCalls.abandon(operation);
      throw e;
    }
  }

  private void ask() {
    answer = engine.guards.refusedAtDoor(operation);
    if (answer == null) {
      Fault fault = Faults.draw(operation.guards.fault(), operation);
      if (fault != null) {
        delayNanos =
            Math.max(0, Math.min(fault.delayNanos(), operation.remainingNanos(System.nanoTime())));
        answer = fault.status() > 0 ? fault.answer() : null;
      }
    }
  }

  @Override
  public Object context() {
    return operation;
  }

  @Override
  public long delayNanos() {
    return delayNanos;
  }

  @Override
  public boolean isRefused() {
    return answer != null;
  }

  @Override
  public void answer() {
    if (answer != null && !operation.isEnded()) {
      ServerAnswer.give(operation, answer);
    }
  }

  @Override
  public boolean route(String route) {
    try {
      if (answer == null && operation.route == null && !operation.isEnded()) {
        answer = engine.serverCalls.atRoute(operation, route);
      }
    } catch (Throwable e) {
      Errors.observing("a route", e);
    }
    return answer != null;
  }

  @Override
  public void end(int status, Throwable thrown) {
    try {
      Object exchange = operation.request;
      if (exchange != null) {
        operation.forget();
        engine.serverCalls.lookWhetherItLasts(adapter, operation, exchange, life);
        engine.serverCalls.end(adapter, operation, exchange, status, thrown, life);
      }
    } catch (Throwable e) {
      Errors.observing("the end of an HTTP request", e);
    }
  }

  @Override
  public void supersede() {
    // What is not ended is never sent.
    operation.span = null;
    abandon();
  }

  @Override
  public void abandon() {
    try {
      engine.serverCalls.abandon(operation);
    } catch (Throwable e) {
      Errors.observing("the end of an HTTP request", e);
    }
  }
}
