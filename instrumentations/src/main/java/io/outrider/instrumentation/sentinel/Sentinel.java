// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.sentinel;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/** Entries, which all ways into Sentinel end in. */
public final class Sentinel implements Instrumentation {
  private static final String PACKAGE = "com.alibaba.csp.sentinel.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("sentinel", "1.8");
    library
        .type(PACKAGE + "CtSph")
        .method("entryWithPriority")
        .argument(0, PACKAGE + "slotchain.ResourceWrapper")
        .arguments(4)
        .as(Shape.AFTER, Entered.class);
    library.type(PACKAGE + "CtEntry").method("exit").arguments(2).as(Shape.AFTER, Left.class);
  }
}
