// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What is known about the host and its operating system. */
final class HostFacts {

  private HostFacts() {}

  /** Returns the host's name without asking the network, or null. */
  static String name(Machine machine) {
    String name = machine.environment("HOSTNAME");
    if (name == null) {
      name = machine.line("proc/sys/kernel/hostname");
    }
    if (name == null) {
      name = machine.line("etc/hostname");
    }
    return name == null ? machine.environment("COMPUTERNAME") : name;
  }

  /** Returns the architecture as the conventions spell it. */
  static String architecture(Machine machine) {
    String arch = machine.property("os.arch", "").toLowerCase(Locale.ROOT);
    switch (arch) {
      case "":
        return null;
      case "x86_64":
      case "amd64":
        return "amd64";
      case "aarch64":
        return "arm64";
      case "x86":
      case "i386":
      case "i486":
      case "i586":
      case "i686":
        return "x86";
      case "arm":
        return "arm32";
      case "ppc64le":
        return "ppc64";
      case "ppc":
        return "ppc32";
      default:
        return arch;
    }
  }

  /** Returns the operating system as the conventions spell it, or null for one they do not know. */
  static String osType(Machine machine) {
    String os = machine.property("os.name", "").toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      return "windows";
    }
    if (os.startsWith("mac") || os.startsWith("darwin")) {
      return "darwin";
    }
    if (os.startsWith("sunos") || os.startsWith("solaris")) {
      return "solaris";
    }
    String[] plain = {"linux", "freebsd", "netbsd", "openbsd", "aix", "hp-ux", "z/os"};
    String[] types = {"linux", "freebsd", "netbsd", "openbsd", "aix", "hpux", "zos"};
    for (int i = 0; i < plain.length; i++) {
      if (os.startsWith(plain[i])) {
        return types[i];
      }
    }
    return null;
  }

  static String osDescription(Machine machine) {
    String name = machine.property("os.name");
    String version = machine.property("os.version");
    return name == null || version == null ? name : name + " " + version;
  }

  /**
   * Returns a random UUID.
   *
   * <p>From the kernel where it gives one: SecureRandom would load the security providers before
   * main, and the application may want to install its own first.
   */
  static String randomId(Machine machine) {
    String id = machine.line("proc/sys/kernel/random/uuid");
    if (id != null && id.length() == 36) {
      return id;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    // The generator is seeded from the clock only; these tell processes apart that start together.
    long process = ProcessFacts.pid(machine) * 0x9E3779B97F4A7C15L;
    String host = name(machine);
    long high = random.nextLong() ^ process;
    long low = random.nextLong() ^ ((long) (host == null ? 0 : host.hashCode()) << 20);
    return new UUID(
            (high & 0xffffffffffff0fffL) | 0x4000L, (low & 0x3fffffffffffffffL) | Long.MIN_VALUE)
        .toString();
  }
}
