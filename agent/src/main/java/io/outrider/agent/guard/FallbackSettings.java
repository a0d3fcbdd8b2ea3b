// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Arrays;
import java.util.EnumSet;

/** What a rule says about answers in the place of refusals. */
final class FallbackSettings extends GuardSettings {
  private final int status;
  private final String[] headers;
  private final byte[] body;
  private final EnumSet<GuardKind> on;

  /**
   * @param headers names and values in turn
   * @param on the guards whose refusals it stands in for
   */
  FallbackSettings(int status, String[] headers, byte[] body, EnumSet<GuardKind> on) {
    super(GuardKind.FALLBACK);
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.on = on;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind == CallKind.HTTP_CLIENT;
  }

  @Override
  boolean stateful() {
    return false;
  }

  @Override
  Guard create(GuardPlace place) {
    return new Fallback(place, new Answer(status, headers, body), on);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof FallbackSettings)) {
      return false;
    }
    FallbackSettings that = (FallbackSettings) other;
    return status == that.status
        && Arrays.equals(headers, that.headers)
        && Arrays.equals(body, that.body)
        && on.equals(that.on);
  }

  @Override
  public int hashCode() {
    return status + 31 * Arrays.hashCode(headers) + Arrays.hashCode(body);
  }
}
