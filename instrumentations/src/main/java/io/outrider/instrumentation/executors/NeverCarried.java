// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

/**
 * Tasks that outlive the request which happens to start them, or work for many at once. With a
 * context they would add to one trace for as long as the process runs, or give one caller's trace
 * the calls of another.
 */
final class NeverCarried extends ClassValue<Boolean> {
  private static final NeverCarried CLASSES = new NeverCarried();

  /** How the names of such tasks' classes begin. */
  private static final String[] PREFIXES = {
    // The agent's own, and the JDK's: selectors, pollers, connection upkeep.
    "io.outrider.agent.",
    "io.outrider.exporter.",
    "jdk.",
    "sun.",
    // Servers: acceptors, pollers, and processors that go on to the connection's next request.
    "io.undertow.protocols.",
    "io.undertow.server.",
    "org.apache.tomcat.util.net.",
    "org.apache.tomcat.util.threads.",
    "org.eclipse.jetty.io.",
    "org.eclipse.jetty.server.",
    "org.eclipse.jetty.util.thread.",
    "org.glassfish.grizzly.",
    "org.xnio.",
    // Event loops and reactors.
    "io.grpc.netty.shaded.io.netty.",
    "io.netty.",
    "org.apache.hc.core5.reactor.",
    "org.apache.http.impl.client.IdleConnectionEvictor",
    "org.apache.http.impl.nio.reactor.",
    // Connection pools and drivers: upkeep that schedules itself again. Not all of
    // okhttp3.internal.connection, where 4.0 and later keep the asynchronous call itself.
    "com.mchange.v2.",
    "com.mongodb.",
    "com.mysql.",
    "com.squareup.okhttp.ConnectionPool",
    "com.squareup.okhttp.internal.",
    "com.zaxxer.hikari.",
    "io.agroal.",
    "okhttp3.ConnectionPool",
    "okhttp3.internal.cache.",
    "okhttp3.internal.concurrent.",
    "okhttp3.internal.connection.RealConnectionPool",
    "okhttp3.internal.framed.",
    "okhttp3.internal.http2.",
    "okhttp3.internal.ws.",
    "oracle.jdbc.",
    "oracle.ucp.",
    "org.apache.tomcat.jdbc.",
    "org.mariadb.jdbc.",
    "org.postgresql.",
    "software.amazon.awssdk.http.apache.internal.conn.IdleConnectionReaper",
    // Loops that wait for messages.
    "com.rabbitmq.client.impl.ConsumerWorkService$",
    "org.apache.kafka.clients.",
    "org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer$",
    "org.springframework.jms.listener.DefaultMessageListenerContainer$",
    "org.springframework.kafka.listener.KafkaMessageListenerContainer$",
    // Queues whose one task runs what many callers have put in.
    "akka.dispatch.Mailbox",
    "com.github.benmanes.caffeine.cache.BoundedLocalCache$PerformCleanupTask",
    "com.google.common.util.concurrent.SequentialExecutor$",
    "io.vertx.core.impl.OrderedExecutor",
    "io.vertx.core.impl.TaskQueue",
    "org.apache.pekko.dispatch.Mailbox",
    "reactor.core.scheduler.BoundedElasticThreadPerTaskScheduler$",
    // Futures that look for what they are made of among their listeners.
    "com.google.common.util.concurrent.AbstractFuture$",
    // Carry their own.
    "kotlinx.coroutines.",
  };

  private NeverCarried() {}

  static boolean contains(Class<?> task) {
    return CLASSES.get(task);
  }

  @Override
  protected Boolean computeValue(Class<?> task) {
    return matches(task.getName());
  }

  static boolean matches(String className) {
    for (String prefix : PREFIXES) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
