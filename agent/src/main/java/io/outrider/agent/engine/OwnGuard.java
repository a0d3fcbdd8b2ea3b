// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.log.AgentLog;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The inside of a guard that the application has put around a call itself. Ours only watch there:
 * two layers of breakers that open on each other's refusals are worse than either.
 *
 * <p>It is a context, and so goes wherever work is handed on to, stands outside the requests that a
 * thread serves meanwhile, and is gone from a thread when what encloses it there is over.
 */
final class OwnGuard extends Layer {
  /**
   * For how long it counts in work that was handed on from it, or while nobody tells that it is
   * over: what a call has started may run for ever.
   */
  static final long LEASE_NANOS = 60_000_000_000L;

  private static final ContextKey<OwnGuard> KEY = ContextKey.named("outrider-own-guard");

  private static final ConcurrentHashMap<String, Boolean> ANNOUNCED =
      new ConcurrentHashMap<String, Boolean>();

  private static final int IN_FORCE = 0;
  private static final int LEASED = 1;
  private static final int OVER = 2;

  /**
   * Whether there has ever been one. Not volatile: who can see one has made it, or was handed it.
   */
  private static boolean known;

  private final String library;
  private boolean open;
  private long since;
  private volatile int state = IN_FORCE;

  private OwnGuard(Context under, String library) {
    super(under, KEY, null);
    this.library = library;
  }

  /**
   * @param current null for the root
   * @return null when there is one around it already
   */
  static OwnGuard around(Context current, String library) {
    if (of(current) != null) {
      return null;
    }
    known = true;
    // Those that were never left on this thread would make a chain.
    return new OwnGuard(current == null ? Context.root() : without(current), library);
  }

  /** The context outside such guards, as far as they are its outermost layers. */
  static Context without(Context context) {
    Context at = context;
    while (at instanceof OwnGuard) {
      at = ((OwnGuard) at).under;
    }
    return at;
  }

  /** Whether the call that this thread is about to make is inside one, and ours only watch. */
  static boolean stands(GuardSet set) {
    if (!known || set == GuardSet.NONE) {
      return false;
    }
    OwnGuard guard = of(Current.orNull());
    if (guard == null) {
      return false;
    }
    guard.announce();
    return true;
  }

  private static OwnGuard of(Context context) {
    if (!known || context == null) {
      return null;
    }
    OwnGuard guard = context.get(KEY);
    return guard != null && guard.counts(System.nanoTime()) ? guard : null;
  }

  boolean counts(long nowNanos) {
    int seen = state;
    return seen == IN_FORCE || seen == LEASED && nowNanos - since < LEASE_NANOS;
  }

  /**
   * Makes it current.
   *
   * @param open it has no body: its end may come on another thread, or never
   */
  void enter(boolean open) {
    this.open = open;
    if (open) {
      left();
    }
    Current.swap(this);
  }

  void leave() {
    if (!open) {
      Current.swap(outside());
      left();
      return;
    }
    if (Current.orNull() == this) {
      Current.swap(outside());
    }
    state = OVER;
  }

  private Context outside() {
    return under == Context.root() ? null : under;
  }

  /** Its body has ended, but not what that may have started. */
  void left() {
    since = System.nanoTime();
    state = LEASED;
  }

  private void announce() {
    if (AgentLog.isInfo() && ANNOUNCED.putIfAbsent(library, Boolean.TRUE) == null) {
      AgentLog.info(
          null,
          "The application guards calls itself, with "
              + library
              + ": there Outrider's guards only observe, refuse nothing and set no timeouts."
              + " To let them act all the same: outrider.own-guards=enforce");
    }
  }

  @Override
  @SuppressWarnings("unchecked") // The key of such guards is one for such guards.
  public <V> V get(ContextKey<V> wanted) {
    return wanted == KEY ? (V) this : under.get(wanted);
  }
}
