// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

public abstract class BaseService implements Service {}
