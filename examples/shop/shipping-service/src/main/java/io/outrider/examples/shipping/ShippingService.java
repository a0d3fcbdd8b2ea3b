// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.shipping;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Hears of orders through Kafka, and ships them. */
@SpringBootApplication
public class ShippingService {
  public static void main(String[] args) {
    SpringApplication.run(ShippingService.class, args);
  }
}
