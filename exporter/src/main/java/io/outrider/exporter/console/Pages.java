// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the console shows, as plain text for curl, a script or a second terminal. */
final class Pages {
  static final String INDEX =
      "Outrider console\n\n"
          + "  /traces            the newest traces; ?limit=N ?contains=TEXT of its spans\n"
          + "  /traces/ID         one trace; the beginning of its id is enough\n"
          + "  /red               rate, errors, durations of each operation\n"
          + "  /breakers          the circuit breakers' story, the guards' decisions\n"
          + "  /states            the breakers' states, a line each, tab-separated:\n"
          + "                     service, rule, peer, state, refused calls\n\n"
          + "  all: ?color=true ?ascii=true ?width=CELLS\n";

  private static final int MAX_LIMIT = 200;

  private final Received received;

  Pages(Received received) {
    this.received = received;
  }

  /** Null when there is no such page. */
  String render(URI uri) {
    Map<String, String> query = query(uri.getRawQuery());
    Style style =
        new Style(
            "true".equals(query.get("color")),
            !"true".equals(query.get("ascii")),
            number(query.get("width"), Terminal.DEFAULT_WIDTH));
    String path = uri.getPath();
    synchronized (received) {
      switch (path) {
        case "/":
          return INDEX;
        case "/traces":
          String contains = query.containsKey("contains") ? query.get("contains") : "";
          int limit = Math.max(1, Math.min(MAX_LIMIT, number(query.get("limit"), 10)));
          return traces(received.traces.newest(contains, limit), style);
        case "/red":
          return RedView.render(received.red, style);
        case "/breakers":
          return BreakersView.render(received.breakers, style);
        case "/states":
          return states(received.breakers.all());
        default:
          return path.startsWith("/traces/") ? trace(path.substring(8), style) : null;
      }
    }
  }

  private String trace(String id, Style style) {
    for (Trace trace : received.traces.newest(id, MAX_LIMIT)) {
      if (!id.isEmpty() && trace.id.startsWith(id)) {
        return TraceView.render(trace, style);
      }
    }
    return null;
  }

  private static String traces(List<Trace> traces, Style style) {
    StringBuilder out = new StringBuilder();
    for (Trace trace : traces) {
      out.append(out.length() == 0 ? "" : "\n").append(TraceView.render(trace, style));
    }
    return out.length() == 0 ? "no trace yet\n" : out.toString();
  }

  private static String states(List<Breaker> breakers) {
    StringBuilder out = new StringBuilder();
    Style plain = new Style(false, true, Terminal.DEFAULT_WIDTH);
    for (Breaker breaker : breakers) {
      if (breaker.isBreaker()) {
        out.append(plain.clean(breaker.service))
            .append('\t')
            .append(plain.clean(breaker.rule))
            .append('\t')
            .append(plain.clean(breaker.peer))
            .append('\t')
            .append(breaker.state().text)
            .append('\t')
            .append(breaker.refusedSpans())
            .append('\n');
      }
    }
    return out.toString();
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException e) {
      return text;
    }
  }

  private static int number(String text, int otherwise) {
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
