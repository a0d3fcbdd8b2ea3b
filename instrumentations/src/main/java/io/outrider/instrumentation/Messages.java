// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * The messages that the current thread works on, for adapters of libraries where that work is not
 * one method. The agent installs the real one; until then nobody looks. Nothing here throws.
 */
public abstract class Messages {
  private static volatile Messages installed = new None();

  protected Messages() {}

  public static void install(Messages messages) {
    installed = messages;
  }

  /**
   * The application begins to work on a message or a batch: its span begins, as a child of the
   * message's sender where it is one message, and becomes current.
   *
   * @return what {@link #processed} needs; null when it is being worked on already, or is to be
   *     left alone
   */
  public static <M> Object process(ConsumerAdapter<M> adapter, M message) {
    return installed.begin(adapter, message);
  }

  /**
   * It is done with that, on the same thread, and what was current before is so again.
   *
   * @param processing null: does nothing
   * @param thrown null when it has not failed
   */
  public static void processed(Object processing, Throwable thrown) {
    if (processing != null) {
      installed.end(processing, thrown);
    }
  }

  /**
   * Leaves it for another thread, or for later, to end by {@link #finished}: what was current
   * before is so again.
   */
  public static void left(Object processing) {
    if (processing != null) {
      installed.leave(processing);
    }
  }

  /** Its end, on whichever thread, after {@link #left}. */
  public static void finished(Object processing, Throwable thrown) {
    if (processing != null) {
      installed.finish(processing, thrown);
    }
  }

  /**
   * How long a message may take to be sent, by the rules as they are now, for clients whose limits
   * are fixed when they are made.
   *
   * @param to without a destination, where that is not known yet: then rules that name one do not
   *     apply
   * @return 0: no limit
   */
  public static long sendNanos(MessageEndpoint to) {
    return installed.limit(to);
  }

  /** Whether any rule may ask for that: where none does, nothing needs to be looked up. */
  public static boolean mayHold() {
    return installed.holds();
  }

  /**
   * How long rules ask that the application be given no more messages from a place, for clients
   * that take them in a loop of their own. Counted as a refusal where it is not 0.
   *
   * @return nanoseconds; 0: a message may come now
   */
  public static long holdNanos(MessageEndpoint from) {
    return installed.hold(from);
  }

  /** Has a source asked each time metrics are collected. It is held weakly. */
  public static void watch(LagSource source) {
    installed.add(source);
  }

  protected long limit(MessageEndpoint to) {
    return 0;
  }

  protected boolean holds() {
    return false;
  }

  protected long hold(MessageEndpoint from) {
    return 0;
  }

  protected void add(LagSource source) {}

  protected abstract <M> Object begin(ConsumerAdapter<M> adapter, M message);

  protected abstract void end(Object processing, Throwable thrown);

  protected abstract void leave(Object processing);

  protected abstract void finish(Object processing, Throwable thrown);

  private static final class None extends Messages {
    @Override
    protected <M> Object begin(ConsumerAdapter<M> adapter, M message) {
      return null;
    }

    @Override
    protected void end(Object processing, Throwable thrown) {}

    @Override
    protected void leave(Object processing) {}

    @Override
    protected void finish(Object processing, Throwable thrown) {}
  }
}
