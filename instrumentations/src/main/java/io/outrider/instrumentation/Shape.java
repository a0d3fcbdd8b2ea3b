// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * The few forms a woven call can have. Each is one pair of enter and exit code in the engine,
 * written and tested once; its signatures hold only Object, so that the JVM needs few method-handle
 * forms.
 */
public enum Shape {
  /** A synchronous client call: the method's end is the call's end. */
  CLIENT_CALL(HttpClientAdapter.class),
  /** A client call whose method returns a CompletableFuture; the future's end is the call's end. */
  CLIENT_FUTURE(HttpClientAdapter.class),
  /**
   * One of the methods that may begin a call which spreads over several methods of one object
   * ({@code self}).
   */
  CLIENT_BEGIN(HttpClientAdapter.class),
  /** The method that ends such a call, and begins it when no other did. */
  CLIENT_END(HttpClientAdapter.class),
  /** A method that gives such a call up when one is open, and never begins one. */
  CLIENT_ABANDON(HttpClientAdapter.class),
  /** A library's client says, inside a call, how long a connection may take. */
  CONNECT_LIMIT(ConnectLimitAdapter.class),
  /** A client call that the adapter makes itself, through {@link ClientCalls}. */
  CLIENT_INSTEAD(InsteadAdapter.class),
  /**
   * A server's request, at the outermost place that sees it; may go on after the method has
   * returned.
   */
  SERVER_REQUEST(HttpServerAdapter.class),
  /**
   * Where a framework has found the route and is about to call the handler: the second decision
   * point.
   */
  SERVER_ROUTE(RouteAdapter.class),
  /** An execution on a database. */
  DB_CALL(DbAdapter.class),
  /** A connection is asked for. */
  DB_CONNECT(DbConnectAdapter.class),
  /** A message is sent; may end after the method has returned. */
  MESSAGE_SEND(ProducerAdapter.class),
  /** The application asks for messages. */
  MESSAGE_RECEIVE(ConsumerAdapter.class),
  /** The application is called to work on a message, or on some at once. */
  MESSAGE_PROCESS(ConsumerAdapter.class),
  /** A run that no request has asked for: the beginning of a trace of its own. */
  TASK(TaskAdapter.class),
  /** A body that runs in a context the adapter names. */
  SCOPE(ScopeAdapter.class),
  /** One argument is replaced, such as a task by one that carries the context. */
  WRAP(WrapAdapter.class),
  /** Tells the adapter of a call that has returned. */
  AFTER(AfterAdapter.class),
  /**
   * A method of the application's own. There is no library to be read and no adapter: what happens
   * around it is the engine's, which is told class and method when the site is linked.
   */
  METHOD(null);

  private final Class<?> adapter;

  Shape(Class<?> adapter) {
    this.adapter = adapter;
  }

  /** Null when there is none. */
  Class<?> adapter() {
    return adapter;
  }
}
