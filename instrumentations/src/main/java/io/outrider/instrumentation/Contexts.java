// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * The trace context of the current thread, as adapters may handle it: an opaque object that is
 * captured where work is handed over and made current where the work runs. The agent installs the
 * real one; until then all is root.
 */
public abstract class Contexts {
  private static volatile Contexts installed = new None();

  protected Contexts() {}

  public static void install(Contexts contexts) {
    installed = contexts;
  }

  /** The current context, or null when it is the root: then there is nothing to carry. */
  public static Object current() {
    return installed.capture();
  }

  /** The root context: for work that belongs to no request. */
  public static Object none() {
    return installed.root();
  }

  /**
   * The current context, but with calls not reported while it is current: for what a library asks
   * on its own account, such as whether a connection still works. Null when there is no such thing.
   */
  public static Object silent() {
    return installed.silenced();
  }

  /**
   * The current context inside a guard that the application itself has put around a call, such as a
   * circuit breaker of Resilience4j. While it is current the agent's guards only watch calls; so
   * they do in work that is handed on from there, for a minute after the guard was left. This is
   * for a {@link ScopeAdapter}; others take the methods below.
   *
   * @param library what to call it in the log
   * @return null when there is such a guard already, or they are to make no difference
   */
  public static Object ownGuard(String library) {
    return installed.guarded(library);
  }

  /**
   * Makes {@link #ownGuard} current while a body runs; {@link #leaveOwnGuard} ends that, on the
   * same thread, whatever comes of the body.
   *
   * <p>Never throws.
   *
   * @return what leaveOwnGuard needs; may be null
   */
  public static Object enterOwnGuard(String library) {
    return enter(library, false);
  }

  /**
   * Likewise for a guard that has no body, but is left by another call, which may come on another
   * thread or never: it counts for a minute at most.
   */
  public static Object openOwnGuard(String library) {
    return enter(library, true);
  }

  private static Object enter(String library, boolean open) {
    try {
      Contexts contexts = installed;
      Object guard = contexts.guarded(library);
      if (guard != null) {
        contexts.enter(guard, open);
      }
      return guard;
    } catch (Throwable e) {
      // No heap or no stack is left. These are called from within the application's own functions.
      return null;
    }
  }

  /**
   * Ends what one of the two above has begun. Never throws.
   *
   * @param guard null: does nothing
   */
  public static void leaveOwnGuard(Object guard) {
    if (guard != null) {
      installed.leave(guard);
    }
  }

  /** Makes a context current and returns what {@link #restore} needs. Never throws. */
  public static Object attach(Object context) {
    return installed.swap(context);
  }

  public static void restore(Object previous) {
    installed.swap(previous);
  }

  protected abstract Object capture();

  protected abstract Object root();

  /** See {@link #silent()}. */
  protected Object silenced() {
    return null;
  }

  /** See {@link #ownGuard}. */
  protected Object guarded(String library) {
    return null;
  }

  /** Makes current what {@link #guarded} gave. */
  protected void enter(Object guard, boolean open) {}

  /** Ends what {@link #enter} has begun. */
  protected void leave(Object guard) {}

  /** Makes {@code context} current and returns the one that was; never null. */
  protected abstract Object swap(Object context);

  private static final class None extends Contexts {
    private static final Object ROOT = new Object();

    @Override
    protected Object capture() {
      return null;
    }

    @Override
    protected Object root() {
      return ROOT;
    }

    @Override
    protected Object swap(Object context) {
      return ROOT;
    }
  }
}
