// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.concurrent.CompletableFuture;

/**
 * Makes and follows the calls of one HTTP client library whose calls end in a callback, as the
 * shapes do for those whose methods return or throw: an adapter asks for one of these and tells it
 * where calls begin and end. The agent installs what is behind it; until then nothing is observed.
 *
 * <p>No method of a finished instance throws because of the agent itself, or waits.
 */
public abstract class ClientCalls {
  private static volatile ClientCalls installed;

  protected ClientCalls() {}

  public static void install(ClientCalls calls) {
    installed = calls;
  }

  /**
   * For the calls of one library.
   *
   * @param library its name, as configuration knows it
   */
  public static ClientCalls of(HttpClientAdapter<?, ?> adapter, String library) {
    ClientCalls calls = installed;
    return calls == null ? new None() : calls.bind(adapter, library);
  }

  /**
   * Whether a call made now, on this thread, is one of its own: neither part of another that is
   * reported already, nor meant to be silent.
   */
  public abstract boolean observes();

  /**
   * Makes a call: with guards, retries and faults, and the answers that rules give in its place.
   * The adapter's {@code outgoing} returns a {@link HttpClientAdapter.Detour} to a {@link
   * CompletableFuture}, the end of which is the call's; retries come by its {@code callAsync}.
   *
   * @param request as the adapter's {@code request} gets it, in the place of the woven method's
   *     object
   * @return what the application is to wait for: fails by a refusal, by what the library failed by,
   *     or by a CancellationException. It ends in the context of who called, and who cancels it
   *     cancels the call. Null: the call is not observed, and nothing of it has been done.
   * @throws Throwable what the library has thrown instead of making the call
   */
  public abstract CompletableFuture<?> make(Object request) throws Throwable;

  /**
   * Begins a call that the adapter makes and ends by itself, once: its guards hold nobody up, and
   * there are neither retries nor answers in its place.
   *
   * @param request as the adapter's {@code request} gets it, in the place of the woven method's
   *     object
   * @return null: the call is not observed
   */
  public abstract ClientCall begin(Object request);

  protected abstract ClientCalls bind(HttpClientAdapter<?, ?> adapter, String library);

  private static final class None extends ClientCalls {
    @Override
    public boolean observes() {
      return false;
    }

    @Override
    public CompletableFuture<?> make(Object request) {
      return null;
    }

    @Override
    public ClientCall begin(Object request) {
      return null;
    }

    @Override
    protected ClientCalls bind(HttpClientAdapter<?, ?> adapter, String library) {
      return this;
    }
  }
}
