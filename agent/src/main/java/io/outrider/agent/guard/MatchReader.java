// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.agent.config.AddressBlock;
import io.outrider.agent.config.Glob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads what a rule says about the calls it is for. */
final class MatchReader {
  private static final String[] KEYS = {
    "client",
    "server",
    "host",
    "port",
    "method",
    "path",
    "route",
    "pool",
    "database",
    "topic",
    "class",
    "caller",
    "header"
  };
  private static final String EXAMPLE = "allowed is such as client:http,host:inventory.*";

  private static final String[] SYSTEMS = {"kafka", "rabbitmq", "jms"};

  private final RuleReader reader;
  private final Map<String, List<String>> conditions = new LinkedHashMap<>();
  private final Map<String, String> suffixes = new LinkedHashMap<>();
  private String system;

  MatchReader(RuleReader reader) {
    this.reader = reader;
  }

  RuleMatch read() {
    readShort();
    for (String key : KEYS) {
      for (String value : reader.list("match." + key)) {
        add("match." + key, key, value);
      }
    }
    RuleMatch match = new RuleMatch();
    match.kind = kind();
    match.system = system;
    match.hosts = globs("host");
    match.ports = ports();
    match.pools = globs("pool");
    match.databases = globs("database");
    match.topics = globs("topic");
    if (match.kind == CallKind.METHOD) {
      functions(match);
    } else {
      match.methods = methods();
    }
    match.paths = paths("path");
    match.routes = paths("route");
    match.callers = callers();
    match.headers = headers();
    contradictions(match);
    return match;
  }

  private void readShort() {
    for (String part : reader.list("match")) {
      int colon = part.indexOf(':');
      String key = colon < 0 ? part : part.substring(0, colon).trim();
      String value = colon < 0 ? "" : part.substring(colon + 1).trim();
      List<String> known = Arrays.asList(KEYS);
      if (!known.contains(key)) {
        reader.problem("match", key + " is not known" + Suggestion.of(key, known) + "; " + EXAMPLE);
      } else if (value.isEmpty()) {
        reader.problem("match", key + " needs a value after a colon; " + EXAMPLE);
      } else {
        add("match", key, value);
      }
    }
  }

  private void add(String suffix, String key, String value) {
    List<String> values = conditions.get(key);
    if (values == null) {
      values = new ArrayList<>();
      conditions.put(key, values);
      suffixes.put(key, suffix);
    }
    values.add(value);
  }

  private List<String> values(String key) {
    List<String> values = conditions.get(key);
    return values == null ? new ArrayList<String>() : values;
  }

  private CallKind kind() {
    List<String> kinds = new ArrayList<>();
    for (String side : new String[] {"client", "server"}) {
      for (String value : values(side)) {
        kinds.add(side + ':' + value);
      }
    }
    if (kinds.isEmpty()) {
      return null;
    }
    for (CallKind kind : CallKind.values()) {
      if (kinds.size() == 1 && kind.text().equals(kinds.get(0))) {
        return kind;
      }
    }
    for (String known : SYSTEMS) {
      if (kinds.size() == 1 && kinds.get(0).endsWith(':' + known)) {
        system = known;
        return kinds.get(0).startsWith("client") ? CallKind.PRODUCER : CallKind.CONSUMER;
      }
    }
    String suffix = suffixes.get(conditions.containsKey("client") ? "client" : "server");
    reader.problem(
        suffix,
        "allowed is one of client:http, client:jdbc, client:method, server:http; for messages client or server with"
            + " messaging, kafka, rabbitmq or jms");
    return null;
  }

  private Glob[] globs(String key) {
    List<String> values = values(key);
    Glob[] globs = new Glob[values.size()];
    for (int i = 0; i < globs.length; i++) {
      String value = values.get(i);
      globs[i] = glob(key, value);
      boolean address = value.startsWith("[") && value.endsWith("]");
      if (key.equals("host") && !address && (value.contains(":") || value.contains("/"))) {
        reader.problem(
            suffixes.get(key), "a host is a name alone; write the port as port:8080, no scheme");
      }
    }
    return globs;
  }

  /** Names of pools and databases match like paths: every character counts, case too. */
  private Glob glob(String key, String pattern) {
    try {
      return key.equals("host")
          ? Glob.host(pattern)
          : key.equals("header") ? Glob.text(pattern) : Glob.path(pattern);
    } catch (IllegalArgumentException tooLong) {
      reader.problem(suffixes.get(key), "the pattern has " + tooLong.getMessage());
      return Glob.path("");
    }
  }

  private int[] ports() {
    List<String> values = values("port");
    int[] ports = new int[values.size()];
    for (int i = 0; i < ports.length; i++) {
      try {
        ports[i] = Integer.parseInt(values.get(i));
      } catch (NumberFormatException notANumber) {
        ports[i] = 0;
      }
      if (ports[i] < 1 || ports[i] > 65_535) {
        reader.problem(suffixes.get("port"), "a port is a number from 1 to 65535");
      }
    }
    return ports;
  }

  /** Methods of the application's own. */
  private void functions(RuleMatch match) {
    match.functions = globs("method");
    if (!conditions.containsKey("class")) {
      reader.problems().add("a rule for methods needs match.class, such as com.acme.**.*Service");
    }
    List<String> values = values("class");
    match.classes = new Glob[values.size()];
    for (int i = 0; i < match.classes.length; i++) {
      String value = values.get(i);
      match.classes[i] = glob("class", value.replace('.', '/'));
      if (value.indexOf('/') >= 0 || value.indexOf('.') < 0 && value.indexOf('*') < 0) {
        reader.problem(
            suffixes.get("class"),
            "a class has its package before it, with dots, such as com.acme.**.*Service");
      }
    }
  }

  private String[] methods() {
    List<String> values = values("method");
    for (String method : values) {
      if (!method.equals(method.toUpperCase(Locale.ROOT))) {
        reader.problem(suffixes.get("method"), "HTTP methods are written in capitals");
      }
    }
    return values.toArray(new String[0]);
  }

  private Glob[] paths(String key) {
    List<String> values = values(key);
    Glob[] paths = new Glob[values.size()];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = glob(key, values.get(i));
      if (!values.get(i).startsWith("/") && !values.get(i).startsWith("*")) {
        reader.problem(suffixes.get(key), "a " + key + " begins with a slash");
      }
    }
    return paths;
  }

  private AddressBlock[] callers() {
    List<String> values = values("caller");
    AddressBlock[] callers = new AddressBlock[values.size()];
    for (int i = 0; i < callers.length; i++) {
      callers[i] = AddressBlock.parse(values.get(i));
      if (callers[i] == null) {
        reader.problem(suffixes.get("caller"), "allowed is " + AddressBlock.ALLOWED);
      }
    }
    return callers;
  }

  private HeaderMatch[] headers() {
    Map<String, List<Glob>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String value : values("header")) {
      int equals = value.indexOf('=');
      String name = equals < 0 ? "" : value.substring(0, equals).trim();
      if (!FieldName.isOne(name)) {
        reader.problem(
            suffixes.get("header"),
            "allowed is a header's name and a pattern for its value, such as X-Tenant=gold*");
        continue;
      }
      List<Glob> patterns = byName.get(name);
      if (patterns == null) {
        patterns = new ArrayList<>();
        byName.put(name, patterns);
      }
      patterns.add(glob("header", value.substring(equals + 1).trim()));
    }
    List<HeaderMatch> headers = new ArrayList<>();
    for (Map.Entry<String, List<Glob>> entry : byName.entrySet()) {
      headers.add(new HeaderMatch(entry.getKey(), entry.getValue().toArray(new Glob[0])));
    }
    return headers.toArray(new HeaderMatch[0]);
  }

  private void contradictions(RuleMatch match) {
    if (match.kind == CallKind.METHOD) {
      for (String key : new String[] {"host", "port", "path", "route", "caller", "header"}) {
        impossible(key, match.kind);
      }
    } else if (conditions.containsKey("class")) {
      reader.problem(
          suffixes.get("class"), "classes are those of methods; add match.client=method");
    }
    if (match.kind == CallKind.JDBC || match.kind != null && match.kind.isMessaging()) {
      for (String key : new String[] {"method", "path", "route", "caller", "header"}) {
        impossible(key, match.kind);
      }
    }
    if (match.kind != null && match.kind != CallKind.JDBC) {
      impossible("pool", match.kind);
      impossible("database", match.kind);
    }
    if (match.kind != null && !match.kind.isMessaging()) {
      impossible("topic", match.kind);
    }
    if (match.kind == CallKind.HTTP_CLIENT) {
      impossible("route", match.kind);
      impossible("caller", match.kind);
    }
    if (match.paths.length > 0 && match.routes.length > 0) {
      reader.problem(
          suffixes.get("route"),
          "path and route are decided at different points; make two rules of it");
    }
  }

  private void impossible(String key, CallKind kind) {
    if (conditions.containsKey(key)) {
      reader.problem(suffixes.get(key), "calls of kind " + kind.text() + " have no " + key);
    }
  }
}
