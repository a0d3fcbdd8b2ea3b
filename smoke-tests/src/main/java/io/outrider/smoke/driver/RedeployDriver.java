// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** Deploys another driver in a loader of its own, lets it work, and takes it away again. */
public final class RedeployDriver implements Driver {
  @Override
  public String name() {
    return "Redeploy";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    WeakReference<ClassLoader> loader = run(order.get("class"), order.get("orders"));
    long end = System.nanoTime() + 20_000_000_000L;
    while (loader.get() != null && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(100);
    }
    return new Order().with("gone", loader.get() == null);
  }

  private static WeakReference<ClassLoader> run(String driver, String orders) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(path).toURI().toURL());
    }
    URLClassLoader loader =
        new URLClassLoader(
            urls.toArray(new URL[0]), ClassLoader.getSystemClassLoader().getParent());
    Class<?> type = loader.loadClass("io.outrider.smoke.driver." + driver);
    Class<?> orderType = loader.loadClass(Order.class.getName());
    Object made = type.getConstructor().newInstance();
    for (String line : orders.split(";")) {
      Object parsed = orderType.getMethod("parse", String.class).invoke(null, line);
      type.getMethod("perform", orderType).invoke(made, parsed);
    }
    loader.close();
    return new WeakReference<>(loader);
  }
}
