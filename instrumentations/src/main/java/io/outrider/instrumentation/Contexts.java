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
