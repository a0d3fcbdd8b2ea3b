// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Begins the requests of one HTTP server in which no single method serves a request, as in servers
 * with event loops: an adapter asks for one of these and tells it where requests begin and end. The
 * agent installs what is behind it; until then nothing is observed.
 *
 * <p>No method of a finished instance throws, or waits.
 */
public abstract class ServerCalls {
  private static volatile ServerCalls installed;

  protected ServerCalls() {}

  public static void install(ServerCalls calls) {
    installed = calls;
  }

  /**
   * For the requests of one library.
   *
   * @param library its name, as configuration knows it
   */
  public static <E> ServerCalls of(ExchangeAdapter<E> adapter, String library) {
    ServerCalls calls = installed;
    return calls == null ? new None() : calls.bind(adapter, library);
  }

  /**
   * Begins a request and asks the guards at the door. They hold nobody up: where a rule would have
   * the request wait, it is refused at once. To be called on the thread that will also end it.
   *
   * @param exchange what the adapter is asked about, until the request ends
   * @return null: the request is not observed
   */
  public abstract ServerCall begin(Object exchange);

  protected abstract ServerCalls bind(HttpServerAdapter<?, ?> adapter, String library);

  private static final class None extends ServerCalls {
    @Override
    public ServerCall begin(Object exchange) {
      return null;
    }

    @Override
    protected ServerCalls bind(HttpServerAdapter<?, ?> adapter, String library) {
      return this;
    }
  }
}
