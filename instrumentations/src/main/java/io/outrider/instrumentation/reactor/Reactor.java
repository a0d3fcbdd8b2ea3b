// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactor;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Operators of a subscription run in the context in which it was made.
 *
 * <p>No operator is woven and no hook is set. Two things are enough: where signals may enter a
 * subscription from a thread of somebody else's (sources that are emitted into, publishers of other
 * libraries, and what several subscribers share), the subscriber is wrapped; from there on every
 * hop to a scheduler takes the context along, for schedulers hand their tasks to the JDK's pools.
 * Only tasks that repeat, which those pools run in no context, and the queues in front of virtual
 * threads need a hand.
 *
 * <p>A subscription that is made outside any trace is left alone: its operators run in the context
 * of whoever emits.
 */
public final class Reactor implements Instrumentation {
  private static final String PUBLISHER = "reactor.core.publisher.";
  private static final String SCHEDULER = "reactor.core.scheduler.";
  private static final String SUBSCRIBER = "reactor.core.CoreSubscriber";
  private static final String RUNNABLE = "java.lang.Runnable";

  /** Those that do nothing but call other publishers are not among them. */
  private static final String[] SOURCES = {
    // Emitted into by callbacks.
    "FluxCreate",
    "MonoCreate",
    // Emitted into by hand; sinks since 3.4, processors before.
    "DirectProcessor",
    "EmitterProcessor",
    "MonoProcessor",
    "NextProcessor",
    "ReplayProcessor",
    "SinkEmptyMulticast",
    "SinkManyBestEffort",
    "SinkManyEmitterProcessor",
    "SinkManyReplayProcessor",
    "SinkManyUnicast",
    "SinkManyUnicastNoBackpressure",
    "SinkOneMulticast",
    "TopicProcessor",
    "UnicastManySinkNoBackpressure",
    "UnicastProcessor",
    "WorkQueueProcessor",
    // Publishers of other libraries.
    "FluxSource",
    "FluxSourceFuseable",
    "MonoFromPublisher",
    "MonoSource",
    "MonoSourceFuseable",
    // One subscription that many share: publish, share, replay, cache.
    "FluxPublish",
    "FluxPublishMulticast$FluxPublishMulticaster",
    "FluxReplay",
    "MonoCacheInvalidateIf",
    "MonoCacheTime",
    // Repeats on a thread of a scheduler.
    "FluxInterval",
  };

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("reactor", "3.1 to 3.8").deferred();
    String[] sources = new String[SOURCES.length];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = PUBLISHER + SOURCES[i];
    }
    library
        .type(sources)
        .method("subscribe")
        .arguments(1)
        .argument(0, SUBSCRIBER)
        .as(Shape.WRAP, Subscribed.class)
        // By which operators of a chain find each other since 3.3, without recursion.
        .method("subscribeOrReturn")
        .arguments(1)
        .argument(0, SUBSCRIBER)
        .as(Shape.WRAP, Subscribed.class);
    library
        .type(SCHEDULER + "PeriodicWorkerTask", SCHEDULER + "InstantPeriodicWorkerTask")
        .constructor()
        .argument(0, RUNNABLE)
        .as(Shape.WRAP, Carried.class);
    library
        .type(SCHEDULER + "BoundedElasticThreadPerTaskScheduler$SchedulerTask")
        .constructor()
        .argument(1, RUNNABLE)
        .replacing(1)
        .as(Shape.WRAP, Carried.class);
  }
}
