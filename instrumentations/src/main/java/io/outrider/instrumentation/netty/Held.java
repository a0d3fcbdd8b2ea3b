// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.Future;

/** What has come in while a request is held up. Bounded by what one read brings. */
final class Held {
  private final ArrayDeque<Object> messages = new ArrayDeque<Object>();
  Future<?> end;

  /** Somebody has asked for more meanwhile. */
  boolean wantsRead;

  void add(Object message) {
    messages.add(message);
  }

  /** Null when there is none. */
  Object next() {
    return messages.poll();
  }

  void drop() {
    end.cancel(false);
    for (Object message = next(); message != null; message = next()) {
      ReferenceCountUtil.release(message);
    }
  }
}
