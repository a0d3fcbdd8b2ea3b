// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.order;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Takes orders; asks the inventory service what there is. */
@SpringBootApplication
public class OrderService {
  public static void main(String[] args) {
    SpringApplication.run(OrderService.class, args);
  }
}
