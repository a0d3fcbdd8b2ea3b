// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for localhost, made anew by the JDK's keytool for each build. */
public final class TestCertificate {
  private static final String PASSWORD = "changeit";

  private TestCertificate() {}

  /** A key store, which also serves as a client's trust store. */
  public static synchronized Path store() {
    Path store = Libraries.target("localhost.p12");
    if (!Files.exists(store)) {
      try (AgentProcess keytool =
          AgentProcess.with(Jdk.ours())
              .withoutAgent()
              .tool(
                  "keytool",
                  "-genkeypair",
                  "-alias",
                  "localhost",
                  "-keyalg",
                  "RSA",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=dns:localhost,ip:127.0.0.1",
                  "-validity",
                  "3650",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD,
                  // Java 8 reads no newer algorithm than this.
                  "-J-Dkeystore.pkcs12.legacy=true")) {
        AgentProcess.Ended ended = keytool.awaitEnd();
        if (ended.code() != 0) {
          throw new AssertionError("keytool failed: " + ended);
        }
      }
    }
    return store;
  }

  /** Options by which a child trusts it. */
  public static String[] trust() {
    return new String[] {
      "-Djavax.net.ssl.trustStore=" + store(),
      "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
      "-Djavax.net.ssl.trustStoreType=PKCS12"
    };
  }

  static SSLContext context() {
    try (InputStream in = Files.newInputStream(store())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
