// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

public class Polite implements Greeter {}
