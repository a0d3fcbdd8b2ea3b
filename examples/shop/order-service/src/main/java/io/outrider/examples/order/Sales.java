// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.order;

/** How goods sell. */
record Sales(Inventory.Goods goods, int orders, int turnoverCents, int largestOrder) {}
