// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtoReaderTest {
  @Test
  void readsEveryWireTypeAsOpenTelemetryWritesIt() throws IOException {
    ProtoReader reader =
        new ProtoReader(
            message(
                out -> {
                  out.writeInt64(1, -5);
                  out.writeFixed64(2, Long.MIN_VALUE);
                  out.writeDouble(3, 0.25);
                  out.writeString(4, "größer");
                  out.writeByteArray(5, new byte[] {0, (byte) 0xab});
                  out.writeSInt32(6, -3);
                }));

    assertThat(reader.next()).isTrue();
    assertThat(reader.field()).isEqualTo(1);
    assertThat(reader.varint()).isEqualTo(-5);
    reader.next();
    assertThat(reader.fixed64()).isEqualTo(Long.MIN_VALUE);
    reader.next();
    assertThat(reader.float64()).isEqualTo(0.25);
    reader.next();
    assertThat(reader.string()).isEqualTo("größer");
    reader.next();
    assertThat(reader.hex()).isEqualTo("00ab");
    reader.next();
    assertThat(reader.zigzag()).isEqualTo(-3);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void skipsFieldsNobodyReads() throws IOException {
    ProtoReader reader =
        new ProtoReader(
            message(
                out -> {
                  out.writeInt64(100, Long.MAX_VALUE);
                  out.writeFixed32(101, 1);
                  out.writeFixed64(102, 1);
                  out.writeString(536_870_911, "the greatest field number");
                  out.writeInt32(1, 7);
                }));

    while (reader.next() && reader.field() != 1) {
      // Not read.
    }
    assertThat(reader.varint()).isEqualTo(7);
  }

  @Test
  void appendsPackedAndUnpackedValuesOfOneField() throws IOException {
    ProtoReader reader =
        new ProtoReader(
            message(
                out -> {
                  out.writeFixed64(1, 1);
                  out.writeTag(1, 2);
                  out.writeUInt32NoTag(16);
                  out.writeFixed64NoTag(2);
                  out.writeFixed64NoTag(3);
                }));

    long[] values = {};
    while (reader.next()) {
      values = reader.appendFixed64(values);
    }
    assertThat(values).containsExactly(1, 2, 3);
  }

  @Test
  void refusesLengthsBeyondTheMessage() throws IOException {
    byte[] body = message(out -> out.writeString(1, "text"));
    ProtoReader cut = new ProtoReader(Arrays.copyOf(body, body.length - 1));

    cut.next();
    assertThatThrownBy(cut::string).isInstanceOf(MalformedRequest.class);
  }

  @Test
  void refusesGroupsUnendingVarintsAndTheFieldZero() {
    byte[] group = {0x0b};
    byte[] unending = new byte[11];
    Arrays.fill(unending, (byte) 0xff);
    byte[] fieldZero = {0x00, 0x01};

    for (byte[] body : new byte[][] {group, unending, fieldZero}) {
      assertThatThrownBy(() -> readAll(new ProtoReader(body))).isInstanceOf(MalformedRequest.class);
    }
  }

  @Test
  void refusesMoreRepeatedValuesThanAnyHistogramHas() throws IOException {
    byte[] body =
        message(
            out -> {
              for (int i = 0; i < 5_000; i++) {
                out.writeFixed64(1, i);
              }
            });

    assertThatThrownBy(
            () -> {
              ProtoReader reader = new ProtoReader(body);
              long[] values = {};
              while (reader.next()) {
                values = reader.appendFixed64(values);
              }
            })
        .isInstanceOf(MalformedRequest.class);
  }

  @Test
  void neverFailsOtherThanAsMalformedOnAnyBytes() {
    Random random = new Random(42);
    byte[] valid =
        Otlp.traces(
            "orders",
            Otlp.span(1, 1, 0, Span.SpanKind.SPAN_KIND_SERVER, "GET", 0, 1)
                .addAllAttributes(Otlp.attributes("http.route", "/", "server.port", 1L))
                .addEvents(Otlp.transition(0, "closed", "open")));
    for (int i = 0; i < 20_000; i++) {
      byte[] body = Arrays.copyOf(valid, random.nextInt(valid.length) + 1);
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      try {
        TraceRequest.decode(body);
        MetricsRequest.decode(body);
      } catch (MalformedRequest expected) {
        assertThat(expected).hasMessageMatching(".+");
      }
    }
  }

  private static void readAll(ProtoReader reader) throws MalformedRequest {
    while (reader.next()) {
      assertThat(reader.field()).isPositive();
    }
  }

  private static byte[] message(Writer writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    writer.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private interface Writer {
    void write(CodedOutputStream out) throws IOException;
  }
}
