// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.List;

/** Reads what a rule says about an answer: status, headers and body. */
final class AnswerReader {
  private static final int MAX_BODY = 65_536;

  /** What the server says itself; a second one would break the connection. */
  private static final String[] NOT_OURS = {
    "Content-Length", "Transfer-Encoding", "Connection", "Trailer", "Upgrade", "Date"
  };

  private AnswerReader() {}

  /**
   * @param group such as {@code degrade}
   */
  static OwnAnswer read(RuleReader reader, String group, int otherwise) {
    int status = reader.integer(group + ".status", otherwise, 200, 599);
    String body = body(reader, group, status);
    return new OwnAnswer(status, headers(reader, group + ".headers"), body);
  }

  /** Null when the rule says nothing about it. */
  static String body(RuleReader reader, String group, int status) {
    String body = reader.text(group + ".body");
    if (body != null && !body.isEmpty() && OwnAnswer.bodiless(status)) {
      reader.problem(group + ".body", "an answer with status " + status + " has no body");
    } else if (body != null && body.length() > MAX_BODY) {
      reader.problem(group + ".body", "a body is up to " + MAX_BODY + " characters long");
    }
    return body;
  }

  /** Names and values in turn. */
  static List<String> headers(RuleReader reader, String suffix) {
    List<String> headers = new ArrayList<>();
    for (String text : reader.list(suffix)) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? "" : text.substring(0, equals).trim();
      String value = text.substring(equals + 1).trim();
      if (!FieldName.isOne(name) || !isValue(value)) {
        reader.problem(
            suffix,
            "allowed is Name=value, with more of them after commas; names are letters, digits and"
                + " dashes, values printable ASCII");
        break;
      }
      if (contains(NOT_OURS, name)) {
        reader.problem(suffix, name + " is for the server to say");
        break;
      }
      if (OwnAnswer.value(headers, name) != null) {
        reader.problem(suffix, name + " is there twice");
        break;
      }
      headers.add(name);
      headers.add(value);
    }
    return headers;
  }

  private static boolean contains(String[] names, String name) {
    for (String one : names) {
      if (one.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** No line end, above all: what follows it would be a header, or an answer, of its own. */
  private static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }
}
