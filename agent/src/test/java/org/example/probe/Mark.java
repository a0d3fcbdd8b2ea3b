// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Says that a method is woven; or, on a parameter, that its argument is wanted. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Mark {}
