// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.shipping;

record Shipment(long orderId, String sku, int quantity) {}
