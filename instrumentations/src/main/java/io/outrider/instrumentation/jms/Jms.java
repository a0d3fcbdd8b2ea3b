// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the producers, consumers and listeners of whichever provider, and of pools around them.
 * The simplified API of JMS 2.0 and the {@code publish} of topics are made of these by the
 * providers themselves.
 */
public final class Jms implements Instrumentation {
  private static final String CONTAINER =
      "org.springframework.jms.listener.AbstractMessageListenerContainer";

  @Override
  public void weave(Weaver weaver) {
    Library jms = weaver.library("jms", "javax 1.1 to 2.0, jakarta 3.0 to 3.1");
    send(jms, "javax.jms.", JavaxSend.class, JavaxAsyncSend.class, JavaxProducers.class);
    send(jms, "jakarta.jms.", JakartaSend.class, JakartaAsyncSend.class, JakartaProducers.class);
    receive(jms, "javax.jms.", JavaxReceive.class, JavaxProcess.class, JavaxListeners.class);
    receive(
        jms, "jakarta.jms.", JakartaReceive.class, JakartaProcess.class, JakartaListeners.class);
    Library spring = weaver.library("spring-jms", "5.0 to 7.0");
    container(spring, "javax.jms.", JavaxProcess.class);
    container(spring, "jakarta.jms.", JakartaProcess.class);
  }

  private static void send(
      Library library, String api, Class<?> send, Class<?> async, Class<?> producers) {
    String message = api + "Message";
    String listener = api + "CompletionListener";
    String producer = api + "MessageProducer";
    Target sends = library.subtypesOf(producer);
    send(sends, 1, 0, message, send);
    send(sends, 4, 0, message, send);
    send(sends, 2, 1, message, send);
    send(sends, 5, 1, message, send);
    send(sends, 2, 1, listener, async);
    send(sends, 5, 4, listener, async);
    send(sends, 3, 2, listener, async);
    send(sends, 6, 5, listener, async);
    sends.method("close").arguments(0).as(Shape.AFTER, ProducerClosed.class);
    // ActiveMQ's own, by which its simplified API sends.
    library
        .type("org.apache.activemq.ActiveMQMessageProducer")
        .method("send")
        .arguments(6)
        .argument(1, message)
        .argument(5, "org.apache.activemq.AsyncCallback")
        .as(Shape.MESSAGE_SEND, send)
        .method("send")
        .arguments(8)
        .argument(1, message)
        .as(Shape.MESSAGE_SEND, send);
    library
        .subtypesOf(api + "Session")
        .method("createProducer")
        .arguments(1)
        .as(Shape.AFTER, producers)
        .method("createSender")
        .arguments(1)
        .as(Shape.AFTER, producers)
        .method("createPublisher")
        .arguments(1)
        .as(Shape.AFTER, producers);
  }

  /**
   * @param arguments how many the overload has; the one at the index is of this type
   */
  private static void send(Target sends, int arguments, int index, String type, Class<?> adapter) {
    sends.method("send").arguments(arguments).argument(index, type).as(Shape.MESSAGE_SEND, adapter);
  }

  private static void receive(
      Library library, String api, Class<?> receive, Class<?> process, Class<?> listeners) {
    library
        .subtypesOf(api + "MessageConsumer")
        .method("receive")
        .arguments(0)
        .as(Shape.MESSAGE_RECEIVE, receive)
        .method("receive")
        .arguments(1)
        .argument(0, "long")
        .as(Shape.MESSAGE_RECEIVE, receive)
        .method("receiveNoWait")
        .arguments(0)
        .as(Shape.MESSAGE_RECEIVE, receive)
        .method("setMessageListener")
        .arguments(1)
        .as(Shape.WRAP, listeners)
        .method("getMessageListener")
        .arguments(0)
        .as(Shape.AFTER, listeners);
    library
        .subtypesOf(api + "MessageListener")
        .method("onMessage")
        .arguments(1)
        .argument(0, api + "Message")
        .as(Shape.MESSAGE_PROCESS, process);
  }

  /** Where both of its kinds call a listener, of whichever type that is. */
  private static void container(Library library, String api, Class<?> process) {
    library
        .type(CONTAINER)
        .method("invokeListener")
        .arguments(2)
        .argument(1, api + "Message")
        .as(Shape.MESSAGE_PROCESS, process);
  }
}
