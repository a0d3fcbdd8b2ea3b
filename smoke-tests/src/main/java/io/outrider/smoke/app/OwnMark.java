// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** An annotation of an application's own. */
@Retention(RetentionPolicy.CLASS)
public @interface OwnMark {}
