// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.order;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The inventory service, over HTTP. No timeout is set here, nor anything else to protect us. */
@Component
class Inventory {
  private final String url;
  private final RestClient client;

  Inventory(@Value("${shop.inventory-url}") String url) {
    this.url = url;
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    client =
        RestClient.builder()
            .baseUrl(url)
            .requestFactory(new JdkClientHttpRequestFactory(http))
            .build();
  }

  Goods find(String sku) {
    return client.get().uri("/stock/{sku}", sku).retrieve().body(Goods.class);
  }

  void reserve(String sku, int quantity) {
    client
        .post()
        .uri("/reservations")
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("sku", sku, "quantity", quantity))
        .retrieve()
        .toBodilessEntity();
  }

  /** The oldest code of the shop: it still uses what the JDK has had since 1.1. */
  boolean knows(String sku) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url + "/stock/" + sku).toURL().openConnection();
    try {
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } finally {
      connection.disconnect();
    }
  }

  record Goods(String sku, String name, int priceCents, int onHand) {}
}
