// SPDX-License-Identifier: Apache-2.0
package io.outrider.examples.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo's command line, and where everything it starts is found. */
record Settings(
    Path agent,
    boolean ownAgent,
    Path console,
    Path orderService,
    Path inventoryService,
    Path shippingService,
    Path broker,
    Path logs,
    boolean keep,
    boolean color,
    boolean ascii,
    int width) {

  private static final String SEE = " (see examples/shop/run.sh --help)";

  /**
   * @throws Failure when the command line is wrong or a JAR is missing
   */
  static Settings of(String[] args) {
    Path root = root();
    Path outrider = root.resolve("agent/target/outrider.jar");
    Path agent = outrider;
    Path console = outrider;
    boolean keep = false;
    boolean color = System.console() != null && System.getenv("NO_COLOR") == null;
    boolean ascii = !stdout().newEncoder().canEncode("├─█▒✗⚡");
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--keep" -> keep = true;
        case "--no-color" -> color = false;
        case "--ascii" -> ascii = true;
        case "--agent" -> agent = path(args, ++i);
        case "--console" -> console = path(args, ++i);
        default -> throw new Failure("unknown option " + args[i] + SEE);
      }
    }
    Path shop = root.resolve("examples/shop");
    return new Settings(
        present(agent),
        agent.equals(outrider),
        present(console),
        jar(shop, "order-service", "order-service"),
        jar(shop, "inventory-service", "inventory-service"),
        jar(shop, "shipping-service", "shipping-service"),
        jar(shop, "broker", "shop-broker"),
        shop.resolve("demo/target/run"),
        keep,
        color,
        ascii,
        terminalWidth());
  }

  private static Path path(String[] args, int i) {
    if (i == args.length) {
      throw new Failure(args[i - 1] + " needs the path of a JAR" + SEE);
    }
    return Path.of(args[i]).toAbsolutePath().normalize();
  }

  private static Path present(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new Failure("missing: " + jar + " (examples/shop/run.sh builds what is needed)");
    }
    return jar;
  }

  private static Path jar(Path shop, String folder, String module) {
    Path target = shop.resolve(folder).resolve("target");
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, module + "-*.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      } catch (IOException e) {
        throw new Failure("cannot read " + target + ": " + e);
      }
    }
    throw new Failure(
        "missing: " + target.resolve(module + "-*.jar") + " (examples/shop/run.sh builds it)");
  }

  /** The folder of the sources: this JAR lies in examples/shop/demo/target of it. */
  private static Path root() {
    try {
      Path here =
          Path.of(Settings.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Path folder = here; folder != null; folder = folder.getParent()) {
        if (Files.isDirectory(folder.resolve("examples/shop"))) {
          return folder;
        }
      }
    } catch (URISyntaxException e) {
      throw new Failure("cannot tell where the demo lies: " + e.getMessage());
    }
    throw new Failure("the demo must lie in the sources of Outrider, in examples/shop/demo/target");
  }

  private static Charset stdout() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    try {
      return name == null ? Charset.defaultCharset() : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return Charset.defaultCharset();
    }
  }

  private static int terminalWidth() {
    try {
      return Integer.parseInt(System.getenv("COLUMNS"));
    } catch (NumberFormatException e) {
      return 120;
    }
  }
}
