// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CPU relative to what the process may use, read from trees that look like the kernel's. */
class CpuLoadTest {
  private static final long MS = 1_000_000L;
  private static final Offset<Double> CLOSE = within(1e-6);

  @TempDir Path root;
  private long process;
  private long now = Long.MAX_VALUE - 3;

  private void file(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CpuLoad load(int processors) {
    return new CpuLoad(root.toFile(), () -> process, processors);
  }

  private void v2(String directory, String max, long usedMicros, long throttled) {
    file("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
    String at = "sys/fs/cgroup" + directory;
    file(at + "/cpu.max", max + "\n");
    file(
        at + "/cpu.stat",
        "usage_usec %d\nuser_usec 1\nsystem_usec 2\nnr_periods 900\nnr_throttled %d\nthrottled_usec 5\n"
            .formatted(usedMicros, throttled));
  }

  private void v1(String directory, String quota, long usedNanos, long throttled) {
    String at = "sys/fs/cgroup/cpu,cpuacct" + directory;
    file(at + "/cpu.cfs_quota_us", quota + "\n");
    file(at + "/cpu.cfs_period_us", "100000\n");
    file(at + "/cpuacct.usage", usedNanos + "\n");
    file(
        at + "/cpu.stat", "nr_periods 9\nnr_throttled %d\nthrottled_time 1\n".formatted(throttled));
  }

  @Test
  void withoutControlGroupsTheProcessIsMeasuredAgainstAllProcessors() {
    CpuLoad load = load(4);
    assertThat(load.read(now)).isEqualTo(LoadSource.UNKNOWN);
    process += 500 * MS;
    assertThat(load.read(now += 250 * MS)).as("the clock wrapped").isEqualTo(0.5, CLOSE);
    assertThat(load.read(now += 250 * MS)).isZero();
  }

  @Test
  void whatIsNotKnownStaysUnknownAndIsNoLoad() {
    process = -1;
    CpuLoad load = load(4);
    assertThat(load.read(now)).isEqualTo(LoadSource.UNKNOWN);
    assertThat(load.read(now += 250 * MS)).isEqualTo(LoadSource.UNKNOWN);
    process = 100 * MS;
    assertThat(load.read(now += 250 * MS)).isEqualTo(LoadSource.UNKNOWN);
    process = 350 * MS;
    assertThat(load.read(now += 250 * MS)).isEqualTo(0.25, CLOSE);
  }

  @Test
  void aClockThatStandsStillGivesNoLoad() {
    CpuLoad load = load(1);
    load.read(now);
    process += 500 * MS;
    assertThat(load.read(now)).isEqualTo(LoadSource.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "200000 100000, 250000, 0.5", // 2 CPUs
    "50000 100000, 125000, 1.0", // half a CPU
    "150000 100000, 93750, 0.25", // a CPU and a half
    "1000 1000000, 250, 1.0" // a thousandth
  })
  void aQuotaIsWhatThereIsToUse(String max, long usedMicros, double expected) {
    file("proc/self/cgroup", "0::/\n");
    v2("", max, 1_000_000, 0);
    CpuLoad load = load(8);
    assertThat(load.read(now)).isEqualTo(LoadSource.UNKNOWN);
    process += 10_000 * MS;
    v2("", max, 1_000_000 + usedMicros, 0);
    assertThat(load.read(now += 250 * MS)).isEqualTo(expected, CLOSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max 100000", "max", "", "rubbish 17", "0 100000"})
  void withoutAQuotaTheOthersInTheGroupDoNotMatter(String max) {
    file("proc/self/cgroup", "0::/user.slice\n");
    v2("/user.slice", max, 0, 0);
    CpuLoad load = load(2);
    load.read(now);
    v2("/user.slice", max, 900_000_000, 7);
    process += 125 * MS;
    assertThat(load.read(now += 250 * MS)).isEqualTo(0.25, CLOSE);
  }

  @Test
  void theTightestQuotaAboveCounts() {
    file("proc/self/cgroup", "0::/kubepods/pod/app\n");
    v2("/kubepods/pod/app", "max 100000", 0, 0);
    v2("/kubepods/pod", "100000 100000", 0, 0);
    v2("/kubepods", "400000 100000", 0, 0);
    CpuLoad load = load(8);
    load.read(now);
    v2("/kubepods/pod", "100000 100000", 200_000, 0);
    v2("/kubepods", "400000 100000", 999_000, 0);
    assertThat(load.read(now += 250 * MS)).isEqualTo(0.8, CLOSE);
  }

  @Test
  void aQuotaBeyondTheProcessorsIsNone() {
    file("proc/self/cgroup", "0::/\n");
    v2("", "800000 100000", 0, 0);
    CpuLoad load = load(2);
    load.read(now);
    v2("", "800000 100000", 500_000, 0);
    assertThat(load.read(now += 250 * MS)).isEqualTo(1, CLOSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0::/../../elsewhere\n", "0::/not/mounted/here\n", "0::/\n"})
  void inAContainerWhatIsMountedIsItsOwn(String own) {
    file("proc/self/cgroup", own);
    v2("", "100000 100000", 0, 0);
    CpuLoad load = load(8);
    load.read(now);
    v2("", "100000 100000", 125_000, 0);
    assertThat(load.read(now += 250 * MS)).isEqualTo(0.5, CLOSE);
  }

  @Test
  void throttledPeriodsCountAsFullWhateverTheMeanSays() {
    file("proc/self/cgroup", "0::/\n");
    v2("", "100000 100000", 0, 10);
    CpuLoad load = load(8);
    load.read(now);
    v2("", "100000 100000", 100_000, 12);
    assertThat(load.read(now += 500 * MS)).as("2 of 5 periods").isEqualTo(0.4, CLOSE);
    v2("", "100000 100000", 150_000, 17);
    assertThat(load.read(now += 500 * MS)).as("5 of 5").isEqualTo(1, CLOSE);
    v2("", "100000 100000", 200_000, 17);
    assertThat(load.read(now += 500 * MS)).as("none").isEqualTo(0.1, CLOSE);
  }

  @Test
  void theFirstVersionOfControlGroupsIsRead() {
    file("proc/self/cgroup", "9:memory:/docker/x\n4:cpu,cpuacct:/docker/x\n0::/\n");
    v1("/docker/x", "50000", 0, 0);
    v1("", "-1", 0, 0);
    CpuLoad load = load(8);
    load.read(now);
    v1("/docker/x", "50000", 100 * MS, 0);
    assertThat(load.read(now += 250 * MS)).isEqualTo(0.8, CLOSE);
    v1("/docker/x", "50000", 100 * MS, 5);
    assertThat(load.read(now += 500 * MS)).isEqualTo(1, CLOSE);
  }

  @Test
  void theFirstVersionInAContainerIsWhatIsMounted() {
    file("proc/self/cgroup", "4:cpu,cpuacct:/docker/of/the/host\n");
    v1("", "200000", 0, 0);
    CpuLoad load = load(8);
    load.read(now);
    v1("", "200000", 250 * MS, 0);
    assertThat(load.read(now += 250 * MS)).isEqualTo(0.5, CLOSE);
  }

  @Test
  void theFirstVersionWithoutAQuotaLeavesTheProcess() {
    file("proc/self/cgroup", "4:cpu,cpuacct:/\n");
    v1("", "-1", 0, 0);
    CpuLoad load = load(1);
    load.read(now);
    process += 25 * MS;
    assertThat(load.read(now += 250 * MS)).isEqualTo(0.1, CLOSE);
  }

  @Test
  void aQuotaThatChangesIsFollowed() {
    file("proc/self/cgroup", "0::/\n");
    v2("", "max 100000", 0, 0);
    CpuLoad load = load(4);
    load.read(now);
    v2("", "200000 100000", 77_000_000, 0);
    assertThat(load.read(now += 250 * MS)).as("nothing to compare").isEqualTo(LoadSource.UNKNOWN);
    v2("", "100000 100000", 77_250_000, 0);
    assertThat(load.read(now += 250 * MS)).isEqualTo(1, CLOSE);
  }

  @Test
  void thisMachineCanBeRead() {
    CpuLoad load = new CpuLoad(new File("/"), ProcessCpu.find());
    load.read(System.nanoTime());
    assertThat(load.read(System.nanoTime() + 1_000_000_000L)).isGreaterThanOrEqualTo(0);
    assertThat(OldHeap.find().read(0)).isBetween(0.0, 1.0);
  }
}
