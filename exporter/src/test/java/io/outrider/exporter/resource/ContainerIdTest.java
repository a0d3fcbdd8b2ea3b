// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {

  private static final String ID =
      "2227daf62df6694645fee5df53c1f91271546a9560e8600a525690ae252b7f63";
  private static final String OTHER =
      "90402ce1b35b58cb3b2e75b5fb4bd2fa4e0a4d4bd3ce1ee1e7b6a0a5a8ba6cc9";

  private FakeMachine machine;

  @BeforeEach
  void makeMachine(@TempDir Path root) {
    machine = new FakeMachine(root);
  }

  private String id() {
    return ContainerId.of(machine.build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Docker, cgroup v1 with the cgroupfs and the systemd driver
        "12:memory:/docker/" + ID,
        "12:memory:/system.slice/docker-" + ID + ".scope",
        // a container in a container
        "12:memory:/docker/" + OTHER + "/docker/" + ID,
        // systemd as the container's first process
        "1:name=systemd:/docker/" + ID + "/init.scope",
        // Kubernetes with Docker, containerd and CRI-O
        "11:cpu:/kubepods/besteffort/pod3b1d9a2e-7d2b-4c5d-a4d7-5f1f5a9f6a11/" + ID,
        "11:cpu:/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podx.slice/"
            + "cri-containerd-"
            + ID
            + ".scope",
        "11:cpu:/kubepods-burstable-podx.slice:cri-containerd:" + ID,
        "11:cpu:/kubepods.slice/kubepods-podx.slice/crio-" + ID + ".scope",
        // Podman
        "10:pids:/machine.slice/libpod-" + ID + ".scope",
        "10:pids:/libpod_parent/libpod-" + ID,
        // ECS
        "9:cpu:/ecs/55091c13-b8cf-4801-b527-f4601742204d/" + ID,
        // cgroup v2 in the host's namespace
        "0::/system.slice/docker-" + ID + ".scope",
        "0::/machine.slice/libpod-" + ID + ".scope/container",
      })
  void isReadFromTheCgroup(String line) {
    machine.file("proc/self/cgroup", "3:freezer:/\n" + line + "\n");

    assertThat(id()).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0::/user.slice/user-1000.slice/session-2.scope",
        "0::/",
        "4:memory:/docker/not-hexadecimal",
        "4:memory:/docker/2227daf62df6",
        "",
        "garbage",
        "::",
      })
  void isAbsentOutsideContainers(String line) {
    machine.file("proc/self/cgroup", line + "\n");
    machine.file(".dockerenv", "");

    assertThat(id()).isNull();
  }

  @Test
  void isReadFromTheHostnameMountInACgroupNamespace() {
    machine.file("proc/self/cgroup", "0::/\n");
    machine.file(
        "proc/self/mountinfo",
        "982 800 0:55 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/X,"
            + "upperdir=/var/lib/docker/overlay2/"
            + OTHER
            + "/diff\n"
            + "990 982 8:1 /var/lib/docker/containers/"
            + ID
            + "/resolv.conf /etc/resolv.conf rw - ext4 /dev/sda1 rw\n"
            + "991 982 8:1 /var/lib/docker/containers/"
            + ID
            + "/hostname /etc/hostname rw,relatime - ext4 /dev/sda1 rw\n");

    assertThat(id()).isEqualTo(ID);
  }

  @Test
  void isReadFromPodmansHostnameMount() {
    machine.file("proc/self/cgroup", "0::/\n");
    machine.file(
        "proc/self/mountinfo",
        "991 982 0:25 /containers/storage/overlay-containers/"
            + ID
            + "/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw\n");

    assertThat(id()).isEqualTo(ID);
  }

  @Test
  void aMountedImageLayerIsNoContainer() {
    machine.file("proc/self/cgroup", "0::/\n");
    machine.file(
        "proc/self/mountinfo",
        "982 800 0:55 / / rw - overlay overlay rw,upperdir=/var/lib/docker/overlay2/"
            + ID
            + "/diff\n"
            + "991 982 8:1 /var/lib/docker/containers/"
            + ID
            + "/hostname /mnt/elsewhere rw - ext4 /dev/sda1 rw\n");

    assertThat(id()).isNull();
  }

  @Test
  void aPodsSandboxIsNotTheContainer() {
    machine.file("proc/self/cgroup", "0::/\n");
    machine.file(
        "proc/self/mountinfo",
        "1 0 8:1 /var/lib/kubelet/pods/3b1d9a2e/etc-hosts /etc/hosts rw - ext4 /dev/sda1 rw\n"
            + "2 0 8:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/"
            + ID
            + "/hostname /etc/hostname rw - ext4 /dev/sda1 rw\n"
            + "3 0 8:1 /var/lib/docker/containers/"
            + ID
            + "/hostname /etc/hostname rw - ext4 /dev/sda1 rw\n");

    assertThat(id()).isNull();
  }

  @Test
  void isAbsentWithoutProc() throws Exception {
    assertThat(Files.exists(machine.root().resolve("proc"))).isFalse();
    assertThat(id()).isNull();
  }
}
