// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Reads the messages that a library sends, one for each call. For {@link Shape#MESSAGE_SEND}. */
public interface ProducerAdapter<M> extends MessageAdapter<M> {
  /**
   * The message, found among the woven method's object and arguments. Null: leave this call alone.
   *
   * @param arguments all of them; not to be changed here
   */
  M message(Object self, Object[] arguments);

  /**
   * Whether it is sent in a transaction that has begun: nothing may be refused there, for what is
   * missing would be committed with the rest.
   */
  boolean inTransaction(Object self, M message);

  /**
   * Puts headers into the message, those of the same name being replaced, by changing it or one of
   * the arguments; and what is to hear of its end, where that does not come with the method's.
   *
   * @param arguments may be changed; the woven method gets them
   * @param headers none where the format of the message has no place for them: leave it alone then
   * @param send to be ended by a callback among the arguments, if {@link #ends} says so
   * @return null: the woven method runs with the arguments. Else it does not, and this is called.
   */
  Detour outgoing(Object self, M message, Object[] arguments, Headers headers, Send send)
      throws Exception;

  /**
   * Whether {@link Send#end} tells of the end of this call, once, when the woven method has
   * returned; one that throws has ended.
   */
  default boolean ends(M message) {
    return false;
  }

  /**
   * What the system has called a message that was sent and whose end was the method's; null when
   * {@link #id} has said it, or it has no name.
   */
  default String sentId(M message) {
    return null;
  }

  /**
   * What the application gets in place of a call that guards refuse: as the library would tell that
   * the broker cannot be reached just now, callbacks included.
   *
   * @return what the woven method returns
   * @throws Throwable what it throws
   */
  Object refused(Object self, M message, Object[] arguments, SendRefusal refusal) throws Throwable;

  /** Makes the call where the woven method's arguments cannot carry what is needed. */
  interface Detour {
    /**
     * What the woven method would return.
     *
     * @throws Throwable what the library throws
     */
    Object call() throws Throwable;
  }
}
