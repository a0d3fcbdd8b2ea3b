// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.config.Config;
import io.outrider.agent.guard.CallKind;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.GuardTelemetry;
import io.outrider.agent.guard.Guards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String ONE = "rules: {a: {timeout.request: 1s}}\n";
  private static final String TWO = "rules: {a: {timeout.request: 2s}}\n";
  private static final String BAD = "rules:\n  a:\n    timeout.reqest: 2s\n";

  @TempDir Path folder;
  private final List<GuardRules> applied = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private ConfigWatch watch;
  private long now = Long.MAX_VALUE - SECOND;

  private Path file() {
    return folder.resolve("outrider.yaml");
  }

  private void start() {
    properties.put("outrider.config", file().toString());
    Config config = Config.load(properties, Map.of());
    watch = new ConfigWatch(config, (guards, sampling) -> applied.add(guards));
  }

  /** As often as it takes for anything to happen. */
  private void settle() {
    for (int i = 0; i < 3; i++) {
      now += 5 * SECOND;
      watch.look(now);
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  @Test
  void whatTheAgentBeganWithIsNotAppliedAgain() throws IOException {
    write(ONE);
    start();
    settle();
    assertThat(applied).isEmpty();
    assertThat(watch.reloads.isValid()).isTrue();
    Files.setLastModifiedTime(file(), FileTime.fromMillis(1));
    settle();
    assertThat(applied).as("only touched").isEmpty();
    assertThat(watch.reloads.appliedCount()).isZero();
  }

  @Test
  void anEditIsAppliedOnceTheFileIsAtRest() throws IOException {
    write(ONE);
    start();
    settle();
    write(TWO + "# and more\n");
    now += 5 * SECOND;
    watch.look(now);
    assertThat(applied).as("it may still be being written").isEmpty();
    now += SECOND;
    watch.look(now);
    assertThat(applied).hasSize(1);
    settle();
    assertThat(applied).hasSize(1);
    assertThat(watch.reloads.appliedCount()).isEqualTo(1);
  }

  @Test
  void anEditBeforeTheFirstLookIsNotLost() throws IOException {
    write(ONE);
    start();
    write(TWO);
    settle();
    assertThat(applied).hasSize(1);
  }

  @Test
  void anEditOfTheSameLengthIsSeen() throws IOException {
    write(ONE);
    Files.setLastModifiedTime(file(), FileTime.fromMillis(1_000));
    start();
    settle();
    write(TWO);
    Files.setLastModifiedTime(file(), FileTime.fromMillis(2_000));
    settle();
    assertThat(applied).hasSize(1);
  }

  @Test
  void aFileThatAnEditorRenamesOverTheOldOneIsSeen() throws IOException {
    write(ONE);
    FileTime time = Files.getLastModifiedTime(file());
    start();
    settle();
    Path fresh = folder.resolve(".outrider.yaml.swp");
    Files.writeString(fresh, TWO);
    Files.setLastModifiedTime(fresh, time);
    Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING);
    settle();
    assertThat(applied).hasSize(1);
  }

  @Test
  @Tag("lesson-7")
  void aConfigMapThatIsSwappedByItsLinkIsSeen() throws IOException {
    Path first = Files.createDirectory(folder.resolve("..2026_1"));
    Path second = Files.createDirectory(folder.resolve("..2026_2"));
    Files.writeString(first.resolve("outrider.yaml"), ONE);
    Files.writeString(second.resolve("outrider.yaml"), TWO);
    FileTime time = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(first.resolve("outrider.yaml"), time);
    Files.setLastModifiedTime(second.resolve("outrider.yaml"), time);
    Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Files.createSymbolicLink(file(), Path.of("..data", "outrider.yaml"));
    start();
    settle();
    Path link = folder.resolve("..data_tmp");
    Files.createSymbolicLink(link, second.getFileName());
    Files.move(
        link,
        folder.resolve("..data"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    settle();
    assertThat(applied).hasSize(1);
  }

  @Test
  @Tag("lesson-7")
  void aFileThatIsAwayForAMomentChangesNothing() throws IOException {
    write(ONE);
    start();
    settle();
    Files.delete(file());
    settle();
    settle();
    assertThat(applied).isEmpty();
    assertThat(watch.reloads.rejectedCount()).isZero();
    write(ONE);
    settle();
    assertThat(applied).isEmpty();
    write(TWO);
    settle();
    assertThat(applied).hasSize(1);
  }

  @Test
  void aFileThatComesAfterTheStartIsRead() throws IOException {
    start();
    assertThat(watch.reloads.isValid()).isFalse();
    settle();
    write(ONE);
    settle();
    assertThat(applied).hasSize(1);
    assertThat(watch.reloads.isValid()).isTrue();
  }

  @Test
  @Tag("lesson-7")
  void aBadEditIsRejectedOnceAndTheNextGoodOneIsTaken() throws IOException {
    write(ONE);
    start();
    settle();
    for (String bad : new String[] {BAD, "rules: [", "no.such.key: 1\n", "mode: perhaps\n"}) {
      long before = watch.reloads.rejectedCount();
      write(bad);
      settle();
      Files.setLastModifiedTime(file(), FileTime.fromMillis(1_000));
      settle();
      assertThat(applied).isEmpty();
      assertThat(watch.reloads.isValid()).as(bad).isFalse();
      assertThat(watch.reloads.rejectedCount()).as(bad).isEqualTo(before + 1);
    }
    write(ONE);
    settle();
    assertThat(watch.reloads.isValid()).as("put back").isTrue();
    assertThat(applied).isEmpty();
    write(BAD);
    settle();
    write(TWO);
    settle();
    assertThat(applied).hasSize(1);
    assertThat(watch.reloads.isValid()).isTrue();
  }

  @Test
  void aMistakeThatIsNotTheFilesIsNotHeldAgainstIt() throws IOException {
    properties.put("outrider.no.such.key", "1");
    properties.put("outrider.rules.b.timeout.reqest", "1s");
    write(ONE);
    start();
    settle();
    write(TWO);
    settle();
    assertThat(applied).hasSize(1);
  }

  @Test
  @Tag("lesson-7")
  void propertiesStillWinOverTheFile() throws IOException {
    properties.put("outrider.rules.a.timeout.request", "7s");
    write(ONE);
    start();
    settle();
    write(TWO);
    settle();
    Guards guards = new Guards(applied.get(0), GuardTelemetry.NONE, line -> {});
    GuardSet set = guards.forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null).whole();
    assertThat(set.requestNanos()).isEqualTo(7 * SECOND);
  }

  @Test
  void whenTheLastRuleIsGoneTheAgentsOwnComeBack() throws IOException {
    write(ONE);
    start();
    settle();
    write("# nothing\n");
    settle();
    assertThat(applied).hasSize(1);
    assertThat(applied.get(0).isBuiltIn()).isTrue();
  }

  @Test
  void itIsNotLookedAtMoreOftenThanItIsToBe() throws IOException {
    properties.put("outrider.config.reload", "60s");
    write(ONE);
    start();
    settle();
    write(TWO);
    watch.look(now + 50 * SECOND - 15 * SECOND);
    watch.look(now + 51 * SECOND - 15 * SECOND);
    assertThat(applied).isEmpty();
    watch.look(now + 61 * SECOND);
    watch.look(now + 62 * SECOND);
    assertThat(applied).hasSize(1);
  }

  @Test
  void offIsNever() {
    properties.put("outrider.config", file().toString());
    assertThat(ConfigWatch.isWanted(Config.load(properties, Map.of()))).isTrue();
    properties.put("outrider.config.reload", "off");
    assertThat(ConfigWatch.isWanted(Config.load(properties, Map.of()))).isFalse();
    properties.put("outrider.config.reload", "0s");
    assertThat(ConfigWatch.isWanted(Config.load(properties, Map.of()))).isFalse();
    properties.remove("outrider.config");
    assertThat(ConfigWatch.isWanted(Config.load(properties, Map.of()))).isFalse();
  }

  @Test
  void keysThatNeedARestartAreNamed() throws IOException {
    write("db.sanitize: true\nmode: enforce\nlog.level: warn\n");
    properties.put("outrider.log.level", "error");
    start();
    Config before = Config.load(properties, Map.of());
    write("mode: dry-run\nlog.level: info\nexclude.classes: com.x\ntimeout.request: 1s\n" + ONE);
    assertThat(before.reread().changedSince(before)).containsExactly("outrider.exclude.classes");
    write("db.sanitize: false\n");
    assertThat(before.reread().changedSince(before)).containsExactly("outrider.db.sanitize");
  }
}
