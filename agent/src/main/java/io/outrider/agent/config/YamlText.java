// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import io.outrider.agent.config.ConfigFile.Unusable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Flattens YAML to dotted keys. It reads the parser's events and not a tree: so every key knows its
 * line, every scalar stays the text that was written ({@code off}, {@code 1.10}), and nothing is
 * ever expanded that could grow.
 */
final class YamlText {
  private static final int DEEPEST = 16;
  private static final int MOST_KEYS = 10_000;
  private static final int LONGEST_KEY = 250;

  private final Source source = new Source();
  private final Map<String, Integer> lines = new HashMap<String, Integer>();
  private final Parser events;
  private final String file;

  private YamlText(Parser events, String file) {
    this.events = events;
    this.file = file;
  }

  static Source read(String text, String file) throws Unusable {
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    Parser events = new ParserImpl(settings, new StreamReader(settings, text));
    try {
      YamlText yaml = new YamlText(events, file);
      yaml.document();
      return yaml.source;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      String line = mark.isPresent() ? "line " + (mark.get().getLine() + 1) + ": " : "";
      throw new Unusable(line + e.getProblem());
    } catch (YamlEngineException e) {
      throw new Unusable(String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  private void document() throws Unusable {
    events.next();
    Event event = events.next();
    if (event.getEventId() == Event.ID.StreamEnd) {
      return;
    }
    Event root = events.next();
    if (isMap(root)) {
      map("", 1);
    } else if (!isNothing(root)) {
      throw at(root, "the top level must be keys with values, such as `mode: dry-run`");
    }
    events.next();
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw at(end, "only one document may be in it; remove what follows `---`");
    }
  }

  private void map(String path, int depth) throws Unusable {
    for (Event key = events.next(); !isEnd(key); key = events.next()) {
      if (depth > DEEPEST) {
        throw at(key, "it is nested deeper than " + DEEPEST + " levels");
      }
      String name = join(path, scalar(key, "a key must be plain text"));
      Event value = events.next();
      if (isMap(value)) {
        collection(value);
        if (holdsPairs(name)) {
          put(name, pairs(name), key);
        } else {
          map(name, depth + 1);
        }
      } else if (isSection(name) && !isNothing(value)) {
        throw at(value, name + " must hold keys with values");
      } else if (isList(value)) {
        put(name, list(value, ","), key);
      } else {
        put(name, isNothing(value) ? "" : scalar(value, "a value must be text"), key);
      }
    }
  }

  /** Our own keys need no prefix. */
  private static String join(String path, String key) {
    if (!path.isEmpty()) {
      return path + "." + key;
    }
    return isSection(key) || Names.isOurs(key) ? key : "outrider." + key;
  }

  /** No keys themselves: what stands at them as a value would be lost. */
  private static boolean isSection(String name) {
    return name.equals("otel") || name.equals("outrider");
  }

  /** A rule's match, and keys that are pairs themselves: {@code otel.resource.attributes}. */
  private static boolean holdsPairs(String name) {
    Key<?> key = KeyTable.find(Names.canonical(name));
    return name.endsWith(".match") || key != null && key.type == Key.Type.MAP;
  }

  private String pairs(String name) throws Unusable {
    boolean match = name.endsWith(".match");
    StringBuilder text = new StringBuilder();
    for (Event key = events.next(); !isEnd(key); key = events.next()) {
      String first = scalar(key, "a key must be plain text") + (match ? ":" : "=");
      text.append(text.length() == 0 ? "" : ",").append(first);
      Event value = events.next();
      if (match && isList(value)) {
        // A condition given twice is one of several.
        text.append(list(value, "," + first));
      } else {
        String plain =
            isNothing(value) ? "" : scalar(value, name + " takes keys with plain values");
        text.append(match ? withoutComma(plain, value) : PercentText.encode(plain));
      }
    }
    return text.toString();
  }

  private String list(Event start, String separator) throws Unusable {
    collection(start);
    StringBuilder text = new StringBuilder();
    for (Event element = events.next(); !isEnd(element); element = events.next()) {
      text.append(text.length() == 0 ? "" : separator);
      text.append(withoutComma(scalar(element, "the elements of a list must be text"), element));
    }
    return text.length() == 0 ? "none" : text.toString();
  }

  private void put(String name, String value, Event key) throws Unusable {
    int line = line(key);
    if (name.length() > LONGEST_KEY) {
      throw at(key, "a key is longer than " + LONGEST_KEY + " characters");
    }
    Integer before = lines.put(Names.canonical(name), line);
    if (before != null) {
      throw at(key, name + " is already set in line " + before);
    }
    if (lines.size() > MOST_KEYS) {
      throw at(key, "it has more than " + MOST_KEYS + " keys");
    }
    source.put(new Source.Entry(name, value, "file " + file + ", line " + line, false));
  }

  private static String withoutComma(String text, Event event) throws Unusable {
    if (text.indexOf(',') >= 0) {
      throw at(event, "a comma cannot be part of this value; write a list: [a, b]");
    }
    return text;
  }

  private static String scalar(Event event, String otherwise) throws Unusable {
    if (event.getEventId() == Event.ID.Alias) {
      throw at(event, "aliases (*name) are not supported; write the value out");
    }
    if (!(event instanceof ScalarEvent)) {
      throw at(event, otherwise);
    }
    ScalarEvent scalar = (ScalarEvent) event;
    if (scalar.getTag().isPresent()) {
      throw at(event, "tags (!name) are not supported; remove it");
    }
    return scalar.getValue();
  }

  private static void collection(Event event) throws Unusable {
    if (((CollectionStartEvent) event).getTag().isPresent()) {
      throw at(event, "tags (!name) are not supported; remove it");
    }
  }

  private static boolean isNothing(Event event) {
    if (!(event instanceof ScalarEvent) || !((ScalarEvent) event).isPlain()) {
      return false;
    }
    String value = ((ScalarEvent) event).getValue();
    return value.isEmpty() || value.equals("~") || value.equals("null");
  }

  private static boolean isMap(Event event) {
    return event.getEventId() == Event.ID.MappingStart;
  }

  private static boolean isList(Event event) {
    return event.getEventId() == Event.ID.SequenceStart;
  }

  private static boolean isEnd(Event event) {
    return event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd;
  }

  private static int line(Event event) {
    return event.getStartMark().isPresent() ? event.getStartMark().get().getLine() + 1 : 0;
  }

  private static Unusable at(Event event, String what) {
    return new Unusable("line " + line(event) + ": " + what);
  }
}
