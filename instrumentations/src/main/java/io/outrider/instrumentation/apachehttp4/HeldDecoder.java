// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import java.nio.ByteBuffer;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.IOControl;

/** A body that is at hand, as if it came in; there is no connection to control. */
final class HeldDecoder implements ContentDecoder, IOControl {
  private final ByteBuffer bytes;
  private boolean completed;
  private int before = -1;

  HeldDecoder(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  @Override
  public int read(ByteBuffer into) {
    if (!bytes.hasRemaining()) {
      completed = true;
      return -1;
    }
    int count = Math.min(bytes.remaining(), into.remaining());
    for (int i = 0; i < count; i++) {
      into.put(bytes.get());
    }
    return count;
  }

  @Override
  public boolean isCompleted() {
    return completed;
  }

  /** Whether there is more, and what was offered last has been taken. */
  boolean isReadFurther() {
    boolean moved = bytes.position() > before;
    before = bytes.position();
    return moved && !completed;
  }

  @Override
  public void requestInput() {}

  @Override
  public void suspendInput() {}

  @Override
  public void requestOutput() {}

  @Override
  public void suspendOutput() {}

  @Override
  public void shutdown() {
    completed = true;
  }
}
