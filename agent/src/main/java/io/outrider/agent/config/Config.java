// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import io.outrider.agent.config.Source.Entry;
import io.outrider.agent.log.AgentLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The configuration as it was at one moment: system properties over environment variables over the
 * file over defaults. A bad value never stops anything: it is named in {@link #problems}, and the
 * default is used.
 *
 * <p>Immutable. Values without a setting are read from the default's text each time, so keep what
 * {@link #get} returns rather than asking for each call.
 */
public final class Config {
  private static final int MOST_PROBLEMS = 100;

  private final Source[] sources;
  private final Map<String, Object> values = new HashMap<String, Object>();
  private final Set<String> refused = new HashSet<String>();
  private final List<String> problems = new ArrayList<String>();
  private final List<String> notes = new ArrayList<String>();

  private Config(Source properties, Source environment, boolean withFile) {
    sources = new Source[] {properties, environment, new Source()};
    resolve(Keys.CONFIG);
    String path = get(Keys.CONFIG);
    if (path != null && withFile) {
      sources[2] = ConfigFile.read(path, problems);
    }
    Set<String> unknown = new HashSet<String>();
    for (int i = 0; i < sources.length; i++) {
      for (Entry entry : sources[i].entries()) {
        check(entry, unknown);
      }
    }
  }

  /**
   * Reads the two maps, and the file when one of them names it.
   *
   * @param properties system properties; those not of ours are passed over
   * @param environment environment variables, likewise
   */
  public static Config load(Map<String, String> properties, Map<String, String> environment) {
    return new Config(Source.properties(properties), Source.environment(environment), true);
  }

  /** The same properties and variables as they were then, with the file as it is now. */
  public Config reread() {
    return new Config(sources[0], sources[1], true);
  }

  /** The same properties and variables alone. */
  public Config withoutFile() {
    return new Config(sources[0], sources[1], false);
  }

  /** False when there is a file and nothing of it is used: {@link #problems} says why. */
  public boolean fileIsUsable() {
    return sources[2].usable;
  }

  /** Equal for files with the same text, different for others as good as certainly. */
  public long fileFingerprint() {
    return sources[2].fingerprint;
  }

  /**
   * The names of keys of the file whose values now differ, rules left out: what else there is takes
   * effect at the next start only.
   */
  public List<String> changedSince(Config before) {
    List<String> changed = new ArrayList<String>();
    Set<String> seen = new HashSet<String>();
    addChanged(changed, seen, sources[2], before);
    addChanged(changed, seen, before.sources[2], before);
    return changed;
  }

  private void addChanged(List<String> changed, Set<String> seen, Source file, Config before) {
    for (Entry entry : file.entries()) {
      String name = entry.canonical;
      boolean reloaded =
          name.equals(Keys.MODE.name)
              || name.startsWith("outrider.rules.")
              || name.startsWith("outrider.sampling.rules.")
              || KeyTable.isRuleShorthand(name);
      if (!reloaded && seen.add(name) && !same(raw(name), before.raw(name))) {
        changed.add(entry.name);
      }
    }
  }

  private static boolean same(String one, String other) {
    return one == null ? other == null : one.equals(other);
  }

  /** Reads this process's, sets up the agent's log accordingly, and logs what was wrong. */
  public static Config load() {
    Config config = load(systemProperties(), environmentVariables());
    AgentLog.configure(config.get(Keys.LOG_LEVEL), config.get(Keys.LOG_FILE));
    for (int i = 0; i < config.problems.size(); i++) {
      AgentLog.warn("config." + i, config.problems.get(i));
    }
    for (int i = 0; i < config.notes.size(); i++) {
      AgentLog.debug("config", config.notes.get(i));
    }
    return config;
  }

  /** The value, or the default; null when there is neither. */
  public <T> T get(Key<T> key) {
    T value = this.<T>value(Names.canonical(key.name));
    return value == null ? key.defaultValue() : value;
  }

  /** The value of a key whose name holds NAME, for what is called so. */
  public <T> T get(Key<T> wildcard, String name) {
    int place = wildcard.name.indexOf("NAME");
    String full = wildcard.name.substring(0, place) + name + wildcard.name.substring(place + 4);
    T value = this.<T>value(Names.canonical(full));
    return value == null ? wildcard.defaultValue() : value;
  }

  @SuppressWarnings("unchecked") // put there by resolve() under the name of its own key
  private <T> T value(String canonical) {
    return (T) values.get(canonical);
  }

  /**
   * The text of a key that {@link #get} would read: as it was written when it is valid, else the
   * default's; null when there is neither. Names that are not keys of ours are looked up as they
   * are. In one of the allowed spellings where a key has such.
   */
  public String raw(String name) {
    String canonical = Names.canonical(name);
    Key<?> key = KeyTable.find(canonical);
    Entry entry = key == null || key.isWildcard() ? entry(canonical) : effective(key);
    if (entry == null || refused.contains(entry.canonical)) {
      return key == null ? null : entry == null ? key.defaultText : key.textIfBad();
    }
    Object value = key == null ? null : values.get(Names.canonical(key.name));
    if (key != null && key.allowed.length > 0 && value != null && key.type != Key.Type.DURATION) {
      return value instanceof List
          ? ValueText.join(((List<?>) value).toArray(new String[0])).replace(" ", "")
          : value.toString();
    }
    return entry.value.trim();
  }

  /** Where the value comes from, for people: {@code default} when nothing valid was said. */
  public String source(Key<?> key) {
    Entry entry = effective(key);
    return entry == null || refused.contains(entry.canonical) ? "default" : entry.where;
  }

  /** Where the text of this name stands; null when nothing sets it. */
  public String source(String name) {
    Entry entry = entry(Names.canonical(name));
    return entry == null ? null : entry.where;
  }

  /**
   * All that is set below a prefix, as {@code NAME.suffix} to its text, one NAME after the other:
   * first those that the file does not mention, in alphabetical order, then in the order of the
   * file. Nothing is checked; what does not end in a known suffix is handed through.
   *
   * @param prefix such as {@code outrider.rules}
   * @param suffixes what may follow NAME, such as {@code timeout.request}: without them an
   *     environment variable would not tell where NAME ends
   */
  public Map<String, String> section(String prefix, String... suffixes) {
    Map<String, String> flat = new LinkedHashMap<String, String>();
    for (Map.Entry<String, Map<String, String>> named : sections(prefix, suffixes).entrySet()) {
      for (Map.Entry<String, String> setting : named.getValue().entrySet()) {
        String suffix = setting.getKey();
        String name = named.getKey();
        flat.put(suffix.isEmpty() ? name : name + "." + suffix, setting.getValue());
      }
    }
    return flat;
  }

  /** As {@link #section}, by NAME and then by suffix. */
  public Map<String, Map<String, String>> sections(String prefix, String... suffixes) {
    String canonical = Names.canonical(prefix);
    for (int i = 0; i < sources.length; i++) {
      List<Entry> entries = sources[i].entries();
      for (int e = 0; e < entries.size(); e++) {
        if (entries.get(e).canonical.startsWith(canonical)) {
          return new Section(canonical, suffixes).read(sources);
        }
      }
    }
    return Collections.emptyMap();
  }

  /** Whether the library of this name is to be woven. */
  public boolean instrumentationEnabled(String name) {
    Boolean enabled = get(Keys.INSTRUMENTATION_ENABLED, name);
    return enabled == null ? get(Keys.INSTRUMENTATION_DEFAULT_ENABLED) : enabled;
  }

  /**
   * Names that were switched on or off and are none of the given ones, each as a message with a
   * suggestion.
   */
  public List<String> unknownInstrumentations(String... known) {
    List<String> messages = new ArrayList<String>();
    Set<String> canonicalKnown = new HashSet<String>();
    for (int i = 0; i < known.length; i++) {
      canonicalKnown.add(Names.canonical(known[i]));
    }
    Map<String, String> section = section("outrider.instrumentation", "enabled");
    for (String key : section.keySet()) {
      String name = key.endsWith(".enabled") ? key.substring(0, key.length() - 8) : null;
      if (name != null && !canonicalKnown.contains(Names.canonical(name))) {
        String near = Suggestion.nearest(name, known);
        messages.add(
            "outrider.instrumentation."
                + key
                + " is set, but no library is called "
                + name
                + (near == null
                    ? ": `java -jar outrider.jar instrumentations` lists the names."
                    : ". Did you mean " + near + "?"));
      }
    }
    return messages;
  }

  /** What was wrong, each a whole message. */
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }

  private void check(Entry entry, Set<String> unknown) {
    Key<?> key = KeyTable.find(entry.canonical);
    if (key == null) {
      // Rules are checked by those who read them: they know what may stand there.
      boolean rule =
          entry.canonical.startsWith("outrider.")
              && (entry.canonical.startsWith("outrider.rules.")
                  || KeyTable.isRuleShorthand(entry.canonical));
      if (!rule && unknown.add(entry.canonical)) {
        if (entry.canonical.startsWith("outrider.")) {
          problem(Problem.unknown(entry));
        } else if (notes.size() < MOST_PROBLEMS) {
          notes.add("Not used by Outrider: " + entry.name + " (" + entry.where + ")");
        }
      }
    } else if (key.isWildcard()) {
      if (entry(entry.canonical) == entry) {
        parse(key, entry.canonical, entry);
      }
    } else {
      resolve(key);
    }
  }

  private void resolve(Key<?> key) {
    String canonical = Names.canonical(key.name);
    Entry entry = effective(key);
    if (entry != null && !values.containsKey(canonical) && !refused.contains(entry.canonical)) {
      parse(key, canonical, entry);
    }
  }

  private void parse(Key<?> key, String canonical, Entry entry) {
    try {
      values.put(canonical, key.parse(entry.value));
    } catch (BadValue bad) {
      refused.add(entry.canonical);
      problem(Problem.badValue(key, entry, bad));
      valueIfBad(key, canonical);
    }
  }

  private void valueIfBad(Key<?> key, String canonical) {
    String text = key.textIfBad();
    if (text != null && !text.equals(key.defaultText)) {
      try {
        values.put(canonical, key.parse(text));
      } catch (BadValue impossible) {
        // A test parses it.
        throw new IllegalArgumentException(key.name);
      }
    }
  }

  private Entry effective(Key<?> key) {
    for (int i = 0; i < sources.length; i++) {
      Entry entry = sources[i].get(Names.canonical(key.name));
      for (int a = 0; entry == null && a < key.aliases.length; a++) {
        entry = sources[i].get(Names.canonical(key.aliases[a]));
      }
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private Entry entry(String canonical) {
    for (int i = 0; i < sources.length; i++) {
      Entry entry = sources[i].get(canonical);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }

  /** Empty when a security manager says no; values that are not text are passed over. */
  private static Map<String, String> systemProperties() {
    Map<String, String> ours = new HashMap<String, String>();
    try {
      Properties all = System.getProperties();
      for (String name : all.stringPropertyNames()) {
        if (Names.isOurs(name)) {
          ours.put(name, all.getProperty(name));
        }
      }
    } catch (RuntimeException refused) {
      AgentLog.warn("config.properties", "Cannot read system properties; none is used", refused);
    }
    return ours;
  }

  private static Map<String, String> environmentVariables() {
    try {
      return System.getenv();
    } catch (RuntimeException refused) {
      AgentLog.warn("config.environment", "Cannot read the environment; it is not used", refused);
      return Collections.emptyMap();
    }
  }
}
