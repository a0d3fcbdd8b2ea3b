// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final long TEN_SECONDS = SECONDS.toNanos(10);

  @TempDir Path directory;

  private Collector collector;
  private Path certificate;

  @BeforeEach
  void startCollector() throws Exception {
    Path store = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    certificate =
        Files.writeString(
            directory.resolve("server.pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    collector = Collector.tls(context);
  }

  @AfterEach
  void stopCollector() {
    collector.close();
  }

  private boolean sendOne(Given given) {
    Telemetry telemetry = given.start();
    telemetry.tracer().spanBuilder("s").startSpan().end();
    boolean sent = telemetry.flush(TEN_SECONDS);
    telemetry.close(TEN_SECONDS);
    return sent;
  }

  @Test
  void aSelfSignedCertificateIsTrustedWhenNamed() {
    Given given =
        Given.sendingTo(collector.url(), "otel.exporter.otlp.certificate", certificate.toString());

    assertThat(sendOne(given)).isTrue();
    assertThat(collector.spans()).hasSize(1);
    assertThat(given.warnings()).isEmpty();
  }

  @Test
  void anUnknownCertificateIsRefusedWithTheKeyToSet() {
    Given given = Given.sendingTo(collector.url());

    assertThat(sendOne(given)).isFalse();
    assertThat(collector.spans()).isEmpty();
    assertThat(given.warnings()).hasSize(1);
    assertThat(given.warnings().get(0)).contains("TLS", "otel.exporter.otlp.certificate");
  }

  @Test
  void anUnreadableCertificateIsNamedAndNothingUnknownTrusted() throws Exception {
    Path rubbish = Files.writeString(directory.resolve("rubbish.pem"), "not a certificate");
    for (String path : new String[] {rubbish.toString(), "/no/such/file"}) {
      Given given = Given.sendingTo(collector.url(), "otel.exporter.otlp.certificate", path);

      assertThat(sendOne(given)).isFalse();
      assertThat(given.warnings().get(0)).contains("otel.exporter.otlp.certificate=" + path, "PEM");
    }
    assertThat(collector.spans()).isEmpty();
  }
}
