// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's own clients; {@code how} is the way to go through a poll's records. */
public final class KafkaDriver implements Driver {
  private KafkaProducer<String, String> producer;

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    switch (order.get("action")) {
      case "send":
        return send(order);
      case "sendWrong":
        char[] large = new char[3_000_000];
        Arrays.fill(large, 'x');
        return sent(producer(order).send(record(order, new String(large))), new Order());
      case "sendUnserializable":
        return sendUnserializable(order);
      case "sendTwice":
        return sendTwice(order);
      case "sendInOldFormat":
        return sendInOldFormat(order);
      case "sendToNobody":
        return sendToNobody(order);
      case "sendMany":
        return sendMany(order);
      case "transaction":
        return transaction(order);
      case "consume":
        return consume(order);
      case "break":
        return leave(order);
      default:
        throw new IllegalArgumentException(order.get("action"));
    }
  }

  private synchronized KafkaProducer<String, String> producer(Order order) {
    if (producer == null) {
      producer = new KafkaProducer<>(producerConfig(order));
    }
    return producer;
  }

  private static Map<String, Object> producerConfig(Order order) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", order.get("bootstrap"));
    config.put("key.serializer", StringSerializer.class.getName());
    config.put("value.serializer", StringSerializer.class.getName());
    config.put("acks", "all");
    return config;
  }

  private static ProducerRecord<String, String> record(Order order, String body) {
    ProducerRecord<String, String> record =
        new ProducerRecord<>(order.get("destination"), order.get("key"), body);
    for (Map.Entry<String, String> value : order.values().entrySet()) {
      if (value.getKey().startsWith("header.")) {
        record
            .headers()
            .add(value.getKey().substring(7), value.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return record;
  }

  private Order send(Order order) throws Exception {
    KafkaProducer<String, String> sender = producer(order);
    Order answer = new Order();
    for (int i = 0; i < order.number("times", 1); i++) {
      ProducerRecord<String, String> record = record(order, order.get("body"));
      if (order.get("callback") == null) {
        answer = sent(sender.send(record), answer);
      } else {
        Heard heard = new Heard(order.get("url"));
        answer = sent(sender.send(record, heard), answer);
        heard.tell(answer);
      }
    }
    return answer;
  }

  private static Order sent(Future<RecordMetadata> future, Order answer) throws Exception {
    try {
      RecordMetadata metadata = future.get(40, TimeUnit.SECONDS);
      return answer
          .with("sent", "true")
          .with("partition", metadata.partition())
          .with("offset", metadata.offset());
    } catch (ExecutionException e) {
      return Thrown.describe(e.getCause()).with("serialized", Copied.type(e.getCause()));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Order sendUnserializable(Order order) throws Exception {
    return sent(
        ((KafkaProducer) producer(order)).send(new ProducerRecord(order.get("destination"), 42L)),
        new Order());
  }

  private Order sendTwice(Order order) throws Exception {
    ProducerRecord<String, String> record = record(order, order.get("body"));
    sent(producer(order).send(record), new Order());
    return sent(producer(order).send(record), new Order());
  }

  /** To brokers as they were before records had headers, as far as the producer knows. */
  private static Order sendInOldFormat(Order order) throws Exception {
    Map<String, Object> config = producerConfig(order);
    // Which such brokers do not know.
    config.put("enable.idempotence", "false");
    try (KafkaProducer<String, String> sender = new KafkaProducer<>(config)) {
      sent(sender.send(record(order, "first")), new Order());
      Field versions = KafkaProducer.class.getDeclaredField("apiVersions");
      versions.setAccessible(true);
      Object of = versions.get(sender);
      Field magic = of.getClass().getDeclaredField("maxUsableProduceMagic");
      magic.setAccessible(true);
      magic.setByte(of, (byte) 1);
      return sent(sender.send(record(order, "second")), new Order());
    }
  }

  private static Order sendToNobody(Order order) throws Exception {
    Map<String, Object> config = producerConfig(order);
    for (String name : Arrays.asList("max.block.ms", "linger.ms", "delivery.timeout.ms")) {
      if (order.get(name) != null) {
        config.put(name, order.get(name));
      }
    }
    long begin = System.nanoTime();
    try (KafkaProducer<String, String> nobodys = new KafkaProducer<>(config)) {
      Order answer = sent(nobodys.send(record(order, "hello")), new Order());
      return answer.with("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }
  }

  /** Sends without waiting for any, closes, and then looks at what has become of them. */
  private static Order sendMany(Order order) throws Exception {
    Map<String, Object> config = producerConfig(order);
    config.put("max.block.ms", order.get("max.block.ms", "60000"));
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    AtomicInteger callbacks = new AtomicInteger();
    Order answer = new Order();
    KafkaProducer<String, String> sender = new KafkaProducer<>(config);
    long begin = System.nanoTime();
    for (String body : order.get("bodies").split(";")) {
      sent.add(sender.send(record(order, body), (metadata, e) -> callbacks.incrementAndGet()));
    }
    answer.with("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    if (order.get("flush") != null) {
      sender.flush();
      answer.with("flushed", sent.stream().allMatch(Future::isDone));
    }
    begin = System.nanoTime();
    close(sender, order.number("close", 20_000));
    answer.with("closing", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    int arrived = 0;
    for (Future<RecordMetadata> each : sent) {
      try {
        each.get(20, TimeUnit.SECONDS);
        arrived++;
      } catch (ExecutionException e) {
        answer.with("types", Thrown.describe(e.getCause()).get("types"));
      }
    }
    return answer.with("arrived", arrived).with("callbacks", callbacks.get());
  }

  /** By the method that this version has. */
  private static void close(KafkaProducer<String, String> sender, long millis) throws Exception {
    try {
      KafkaProducer.class
          .getMethod("close", Duration.class)
          .invoke(sender, Duration.ofMillis(millis));
    } catch (NoSuchMethodException older) {
      KafkaProducer.class
          .getMethod("close", long.class, TimeUnit.class)
          .invoke(sender, millis, TimeUnit.MILLISECONDS);
    }
  }

  private static Order transaction(Order order) throws Exception {
    Map<String, Object> config = producerConfig(order);
    config.put("transactional.id", order.get("destination"));
    try (KafkaProducer<String, String> sender = new KafkaProducer<>(config)) {
      sender.initTransactions();
      sender.beginTransaction();
      for (String body : order.get("bodies").split(";")) {
        sender.send(record(order, body));
      }
      sender.flush();
      if ("true".equals(order.get("rollback"))) {
        sender.abortTransaction();
        return new Order().with("done", "rollback");
      }
      sender.commitTransaction();
      return new Order().with("done", "commit");
    }
  }

  static Map<String, Object> consumerConfig(Order order) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", order.get("bootstrap"));
    config.put("key.deserializer", StringDeserializer.class.getName());
    config.put("value.deserializer", StringDeserializer.class.getName());
    config.put("group.id", order.get("group", "group-of-") + order.get("destination"));
    config.put("auto.offset.reset", "earliest");
    config.put("isolation.level", "read_committed");
    if (order.get("max.poll.records") != null) {
      config.put("max.poll.records", order.get("max.poll.records"));
    }
    if (order.get("protocol") != null) {
      config.put("group.protocol", order.get("protocol"));
    }
    return config;
  }

  private static Order consume(Order order) throws Exception {
    Work work = new Work(order);
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(consumerConfig(order))) {
      consumer.subscribe(Collections.singletonList(order.get("destination")));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!work.isDone() && System.nanoTime() < end) {
        goThrough(order, consumer.poll(Duration.ofMillis(200)), work);
      }
      Downstream.call(order.get("after"));
    }
    return work.answer();
  }

  private static void goThrough(Order order, ConsumerRecords<String, String> records, Work work) {
    switch (order.get("how", "iterator")) {
      case "partition":
        for (TopicPartition partition : records.partitions()) {
          for (ConsumerRecord<String, String> record : records.records(partition)) {
            work.on(record);
          }
        }
        break;
      case "topic":
        for (ConsumerRecord<String, String> record : records.records(order.get("destination"))) {
          work.on(record);
        }
        break;
      case "forEach":
        records.forEach(work::on);
        break;
      default:
        for (ConsumerRecord<String, String> record : records) {
          work.on(record);
        }
    }
  }

  /** Leaves the loop at the first record, and calls after the next poll, or after closing. */
  private static Order leave(Order order) throws Exception {
    Work work = new Work(order);
    KafkaConsumer<String, String> consumer = new KafkaConsumer<>(consumerConfig(order));
    consumer.subscribe(Collections.singletonList(order.get("destination")));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!work.isDone() && System.nanoTime() < end) {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
        work.on(record);
        break;
      }
    }
    if ("close".equals(order.get("by"))) {
      consumer.close();
    } else {
      consumer.poll(Duration.ofMillis(1));
    }
    Downstream.call(order.get("after"));
    consumer.close();
    return work.answer();
  }

  /** A callback that remembers. */
  private static final class Heard implements Callback {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicReference<Exception> error = new AtomicReference<>();
    private final AtomicReference<RecordMetadata> metadata = new AtomicReference<>();
    private final CountDownLatch called = new CountDownLatch(1);
    private final String url;

    Heard(String url) {
      this.url = url;
    }

    @Override
    public void onCompletion(RecordMetadata given, Exception exception) {
      calls.incrementAndGet();
      error.set(exception);
      metadata.set(given);
      try {
        Downstream.call(url);
      } catch (Exception e) {
        error.set(e);
      }
      called.countDown();
    }

    void tell(Order answer) throws InterruptedException {
      called.await(20, TimeUnit.SECONDS);
      answer.with("callbacks", calls.get());
      answer.with("metadata", metadata.get() == null ? "null" : metadata.get().topic());
      if (error.get() != null) {
        answer.with("callback", Thrown.describe(error.get()).get("types"));
      }
    }
  }
}
