// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.inventory;

record Reservation(String sku, int quantity) {}
