// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about deadlines. */
final class DeadlineReader {
  static final String HEADER = "x-envoy-expected-rq-timeout-ms";
  static final long MARGIN_NANOS = 5_000_000L;

  private static final long DAY_NANOS = 24L * 3600 * 1_000_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int LONGEST_NAME = 100;

  private DeadlineReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("deadline")) {
      return null;
    }
    if (kind != null && kind != CallKind.HTTP_SERVER) {
      reader
          .problems()
          .add(
              "a deadline is for requests coming in, and binds the calls they make; the rule"
                  + " matches "
                  + kind.text());
    }
    long request = reader.duration("deadline.request", 0, DAY_NANOS);
    long margin = reader.durationOrZero("deadline.margin", MARGIN_NANOS, 10 * SECOND_NANOS);
    if (request > 0 && margin >= request && !reader.has("deadline.margin")) {
      // A default gives way to what is written.
      margin = 0;
    } else if (request > 0 && margin >= request) {
      reader.problem(
          "deadline.margin",
          "it is no shorter than deadline.request="
              + reader.text("deadline.request")
              + ", so that no call could go out; make it shorter");
    }
    String header = reader.has("deadline.header") ? reader.text("deadline.header") : HEADER;
    if (!FieldName.isOne(header)
        || header.length() > LONGEST_NAME
        || header.equalsIgnoreCase(DeadlineSettings.GRPC_HEADER)) {
      reader.problem(
          "deadline.header",
          "allowed is the name of a header that holds milliseconds, such as "
              + HEADER
              + "; grpc-timeout is always understood");
    }
    return new DeadlineSettings(request, header, margin);
  }
}
