// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.order;

record NewOrder(String sku, int quantity) {}
