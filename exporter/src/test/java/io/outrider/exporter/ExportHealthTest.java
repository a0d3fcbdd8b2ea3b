// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExportHealthTest {

  private final AtomicLong clock = new AtomicLong();
  private final Given given = Given.settings();
  private final ExportHealth health =
      new ExportHealth("traces", "span", "http://c/v1/traces", "raise it", given, clock::get);

  @Test
  void speaksAtOnceAndThenOnceAnIntervalWithTheSum() {
    health.failed(10, new ConnectException());
    health.failed(10, new ConnectException());
    health.queueFull();
    health.tell();
    assertThat(given.warnings()).hasSize(1);

    clock.addAndGet(ExportHealth.INTERVAL);
    health.tell();
    assertThat(given.warnings()).hasSize(2);
    assertThat(given.warnings().get(1))
        .contains("in the last 60 s", "10 spans not taken", "1 span dropped", "raise it");
  }

  @Test
  void isSilentWhenNothingIsLost() {
    health.tell();
    clock.addAndGet(10 * ExportHealth.INTERVAL);
    health.tell();

    assertThat(given.warnings()).isEmpty();
  }

  @Test
  void afterGivingUpNothingMoreIsSaid() {
    health.unsentAtClose(3, 2_000_000_000L);
    health.failed(3, new ConnectException());

    assertThat(given.warnings()).hasSize(1);
    assertThat(given.warnings().get(0)).contains("within 2s", "3 spans");
  }
}
