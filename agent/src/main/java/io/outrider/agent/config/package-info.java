// SPDX-License-Identifier: Apache-2.0
/** Every key of the configuration, once; and where its value comes from. */
package io.outrider.agent.config;
