// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.probe;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/** A library that exists to be woven: one site of every form. */
public final class Probe implements Instrumentation {
  private static final String TARGET = "org.example.probe.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("probe", "1 to 2");
    library
        .type(TARGET + "Calls")
        .constructor()
        .as(Shape.WRAP, ProbeWrap.class)
        .method("call")
        .as(Shape.CLIENT_CALL, ProbeClient.class)
        .method("secondReplaced")
        .replacing(1)
        .as(Shape.CLIENT_CALL, ProbeClient.class)
        .method("all")
        .as(Shape.CLIENT_INSTEAD, ProbeInstead.class)
        .method("wide")
        .as(Shape.SERVER_ROUTE, ProbeRoute.class)
        .method("nothing")
        .as(Shape.SERVER_ROUTE, ProbeRoute.class)
        .method("count")
        .as(Shape.SERVER_ROUTE, ProbeRoute.class)
        .method("get")
        .as(Shape.SERVER_ROUTE, ProbeRoute.class)
        .method("send")
        .as(Shape.MESSAGE_SEND, ProbeProducer.class)
        .method("process")
        .as(Shape.MESSAGE_PROCESS, ProbeConsumer.class)
        .method("later")
        .replacing(2)
        .as(Shape.WRAP, ProbeWrap.class)
        .method("scoped")
        .as(Shape.SCOPE, ProbeScope.class)
        .method("after")
        .as(Shape.AFTER, ProbeAfter.class)
        .method("overloaded")
        .arguments(1)
        .argument(0, "java.lang.String")
        .as(Shape.SERVER_ROUTE, ProbeRoute.class);
    library
        .type(TARGET + "Made")
        .constructor()
        .argument(0, "java.lang.String")
        .as(Shape.AFTER, ProbeAfter.class);
    library.type(TARGET + "Greeter").method("greet").as(Shape.SERVER_ROUTE, ProbeRoute.class);
    library.subtypesOf(TARGET + "Service").method("serve").as(Shape.SERVER_ROUTE, ProbeRoute.class);
    library.type(TARGET + "Misfit").method("run").as(Shape.SERVER_ROUTE, ProbeUser.class);
    library.annotated(TARGET + "Mark").anyMethod().as(Shape.METHOD);
    weaver
        .library("probe-off", "1")
        .type(TARGET + "Off")
        .method("run")
        .as(Shape.SERVER_ROUTE, ProbeRoute.class);
  }
}
