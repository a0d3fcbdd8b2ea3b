// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.HashMap;
import java.util.Map;

/** Who sent it. */
final class Resource {
  static final String UNKNOWN_SERVICE = "unknown_service";

  final String service;

  /** Tells two runs of one service apart; empty when the sender does not say. */
  final String instance;

  private Resource(String service, String instance) {
    this.service = service;
    this.instance = instance;
  }

  static Resource unknown() {
    return new Resource(UNKNOWN_SERVICE, "");
  }

  static Resource decode(ProtoReader reader) throws MalformedRequest {
    Map<String, String> attributes = new HashMap<>();
    while (reader.next()) {
      if (reader.field() == 1) {
        Attributes.readShown(attributes, reader.message());
      }
    }
    String name = Peers.first(attributes, "service.name");
    return new Resource(
        name.isEmpty() ? UNKNOWN_SERVICE : name, Peers.first(attributes, "service.instance.id"));
  }
}
