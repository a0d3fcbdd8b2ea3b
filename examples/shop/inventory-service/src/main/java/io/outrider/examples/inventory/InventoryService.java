// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.inventory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Knows what is in stock, and reserves it. */
@SpringBootApplication
public class InventoryService {
  public static void main(String[] args) {
    SpringApplication.run(InventoryService.class, args);
  }
}
