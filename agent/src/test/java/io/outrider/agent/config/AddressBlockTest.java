// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
  private static boolean contains(String block, String address) {
    return AddressBlock.parse(block).contains(IpAddress.parse(address));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "10.1.2.3/8, 10.200.0.0, true",
    "0.0.0.0/0, 255.1.2.3, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 10.0.0.1, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.128/25, 192.168.1.200, true",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, 0:0:0:0:0:ffff:a01:203, true",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8:0:1::/64, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::/65, 2001:db8:0:1:8000::, false",
    "fe80::/10, fe80::1%eth0, true",
    "::1, [::1], true",
    "::1, 0:0:0:0:0:0:0:1, true",
    "::ffff:10.0.0.0/104, 10.9.9.9, true",
  })
  void aBlockHoldsWhatBeginsLikeIt(String block, String address, boolean contained) {
    assertThat(contains(block, address)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0",
        "10.0.0.0.1",
        "10.0.0.256",
        "10.0.0.01",
        "10.0.0.",
        ".1.2.3.4",
        "1..2.3",
        "host",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "12345::",
        "1:2:3:4:5:6:7:",
        ":1:2:3:4:5:6:7",
        "g::",
        "::1.2.3",
        "10.0.0.0/33",
        "10.0.0.0/",
        "::/129",
        "10.0.0.0/x",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "1.2.3.4:80"
      })
  void anythingElseIsNoBlock(String text) {
    assertThat(AddressBlock.parse(text)).isNull();
  }

  @Test
  void readsWhatTheJdkWrites() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      for (int zero = random.nextInt(8); zero > 0 && bytes.length == 16; zero--) {
        bytes[random.nextInt(16)] = 0;
      }
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      IpAddress expected =
          bytes.length == 16
              ? new IpAddress(buffer.getLong(), buffer.getLong())
              : new IpAddress(0, IpAddress.MAPPED | buffer.getInt() & 0xffffffffL);
      assertThat(IpAddress.parse(text)).as(text).isEqualTo(expected);
    }
  }

  @Test
  void neverThrowsWhateverComesIn() {
    Random random = new Random(8);
    String letters = "0123456789abcdef::::....%[]/g";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      IpAddress.parse(text.toString());
      AddressBlock.parse(text.toString());
    }
    assertThat(IpAddress.parse(null)).isNull();
  }
}
