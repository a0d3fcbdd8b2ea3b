// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A record, and whose it is. */
final class Outgoing {
  final Client client;
  final ProducerRecord<?, ?> record;

  Outgoing(Client client, ProducerRecord<?, ?> record) {
    this.client = client;
    this.record = record;
  }
}
