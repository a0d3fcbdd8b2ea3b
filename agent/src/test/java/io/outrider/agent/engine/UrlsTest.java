// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class UrlsTest {
  private final Urls urls = new Urls(Arrays.asList("sig", "X-Amz-Signature"));

  @Test
  void whatHoldsNoSecretIsTheSameString() {
    for (String url :
        new String[] {"", "x", "http://h/p?a=1&b", "http://h?#", "http://h/@?u=a@b"}) {
      assertThat(urls.full(url)).isSameAs(url);
    }
    assertThat(urls.full(null)).isNull();
    assertThat(urls.query("a=1")).isEqualTo("a=1");
    assertThat(urls.query("")).isNull();
    assertThat(urls.query(null)).isNull();
  }

  @Test
  void credentialsAreTakenOut() {
    assertThat(urls.full("https://me:pw@h/p")).isEqualTo("https://REDACTED:REDACTED@h/p");
    assertThat(urls.full("https://token@h:1/p")).isEqualTo("https://REDACTED@h:1/p");
    assertThat(urls.full("https://me:a@b@h")).isEqualTo("https://REDACTED:REDACTED@h");
    assertThat(urls.full("https://:@h")).isEqualTo("https://REDACTED:REDACTED@h");
  }

  @Test
  void secretParametersAreTakenOutOfTheQueryAlone() {
    assertThat(urls.full("http://h/?sig=a%20b&x=1&X-Amz-Signature=z&sig="))
        .isEqualTo("http://h/?sig=REDACTED&x=1&X-Amz-Signature=REDACTED&sig=REDACTED");
    assertThat(urls.full("http://h/?x=1&sig=a=b=c#sig=1"))
        .isEqualTo("http://h/?x=1&sig=REDACTED#sig=1");
    assertThat(urls.full("http://h/#?sig=1")).isEqualTo("http://h/#?sig=1");
    assertThat(urls.query("&&sig&sig=1&&")).isEqualTo("&&sig&sig=REDACTED&&");
    assertThat(urls.query("SIG=1&xsig=1&sigx=1")).isEqualTo("SIG=1&xsig=1&sigx=1");
    assertThat(new Urls(Collections.emptyList()).query("sig=1")).isEqualTo("sig=1");
  }

  @Test
  void nothingSecretIsLeftByCutting() {
    String password = "p".repeat(20_000);
    assertThat(urls.full("http://me:" + password + "@h/")).isEqualTo("http://REDACTED:REDACTED@h/");
    assertThat(urls.full("http://h/?sig=" + password)).isEqualTo("http://h/?sig=REDACTED");
    assertThat(urls.full("http://h/" + password)).hasSize(Texts.LONGEST_URL);
  }

  @Test
  void hostileQueriesTakeNoTime() {
    String query = "&".repeat(4_000_000) + "=";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(urls.query(query)).hasSize(Texts.LONGEST_URL));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> urls.full("http://" + "@:".repeat(2_000_000)));
  }

  @Test
  void thePathIsWhatStandsBetweenHostAndQuery() {
    assertThat(Urls.path("http://h/a/b?c=/d#e")).isEqualTo("/a/b");
    assertThat(Urls.path("http://h/a#/b")).isEqualTo("/a");
    assertThat(Urls.path("http://h")).isEqualTo("/");
    assertThat(Urls.path("http://h?u=/x")).isEqualTo("/");
    assertThat(Urls.path("/a")).isNull();
    assertThat(Urls.path("")).isNull();
    assertThat(Urls.path(null)).isNull();
  }

  @Test
  void aCharacterOfTwoIsNotCutInHalf() {
    assertThat(Texts.cut("ab\uD83D\uDE00", 3)).isEqualTo("ab");
    assertThat(Texts.cut("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
    assertThat(Texts.cut(null, 4)).isNull();
  }
}
