// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.order;

record Order(long id, String sku, int quantity, int totalCents) {}
