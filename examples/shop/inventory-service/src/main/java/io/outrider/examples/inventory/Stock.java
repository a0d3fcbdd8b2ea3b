// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.inventory;

record Stock(String sku, String name, int priceCents, int onHand) {}
