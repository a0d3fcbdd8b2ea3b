// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

/**
 * Finds {@code container.id} in the process's control groups and mounts.
 *
 * <p>With cgroup v1, and with v2 seen from the host's namespace, the id is part of a cgroup's path.
 * With v2 in a namespace of its own every path is {@code /}; engines then betray the id only by the
 * file that they mount over {@code /etc/hostname}. Other ids in the mounts belong to image layers.
 * In a Kubernetes pod that file is the pod's and its id the sandbox's, so there is none: a wrong id
 * would join this process to another container.
 *
 * <p>{@code /.dockerenv} is no proof of a container and is not asked.
 */
final class ContainerId {

  private static final int LENGTH = 64;

  private ContainerId() {}

  /** Returns 64 hexadecimal digits, or null outside a container. */
  static String of(Machine machine) {
    String cgroup = machine.text("proc/self/cgroup");
    if (cgroup != null) {
      for (String line : cgroup.split("\n")) {
        String id = ofCgroup(line);
        if (id != null) {
          return id;
        }
      }
    }
    String mounts = machine.text("proc/self/mountinfo");
    return mounts == null ? null : ofMounts(mounts);
  }

  /** Reads a line such as {@code 4:memory:/kubepods/burstable/pod.../<id>}. */
  private static String ofCgroup(String line) {
    int controllers = line.indexOf(':');
    int path = line.indexOf(':', controllers + 1);
    if (controllers < 0 || path < 0) {
      return null;
    }
    String[] segments = line.substring(path + 1).trim().split("/");
    // The innermost container is this process's.
    for (int i = segments.length - 1; i >= 0; i--) {
      String id = ofSegment(segments[i]);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** Takes off what engines put around it: docker-ID.scope, slice:cri-containerd:ID, libpod-ID. */
  private static String ofSegment(String segment) {
    String bare =
        segment.endsWith(".scope")
            ? segment.substring(0, segment.length() - ".scope".length())
            : segment;
    int from = Math.max(bare.lastIndexOf('-'), bare.lastIndexOf(':')) + 1;
    return isId(bare, from, bare.length()) ? bare.substring(from) : null;
  }

  private static String ofMounts(String mounts) {
    if (mounts.contains("/kubelet/pods/")) {
      return null;
    }
    for (String line : mounts.split("\n")) {
      // 983 961 0:56 /docker/containers/<id>/hostname /etc/hostname rw,relatime - ext4 ...
      String[] fields = line.split(" ");
      if (fields.length < 5 || !fields[4].equals("/etc/hostname")) {
        continue;
      }
      String source = fields[3];
      String id = between(source, "/containers/", "/hostname");
      if (id == null) {
        id = between(source, "/overlay-containers/", "/userdata/hostname");
      }
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  private static String between(String text, String before, String after) {
    int at = text.lastIndexOf(before);
    if (at < 0) {
      return null;
    }
    int from = at + before.length();
    int to = from + LENGTH;
    return to <= text.length() && text.startsWith(after, to) && isId(text, from, to)
        ? text.substring(from, to)
        : null;
  }

  private static boolean isId(String text, int from, int to) {
    if (to - from != LENGTH) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
