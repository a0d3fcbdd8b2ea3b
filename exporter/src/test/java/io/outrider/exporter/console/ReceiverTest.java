// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {
  private static final byte[] TRACE =
      Otlp.traces("orders", Otlp.span(7, 1, 0, SpanKind.SPAN_KIND_SERVER, "GET /orders", 0, 5));

  private final Received received = new Received(100);
  private final HttpClient client = HttpClient.newHttpClient();
  private Receiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = new Receiver(0, received);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void takesTracesPlainAndGzippedAndAnswersInProtobuf() throws Exception {
    HttpResponse<String> plain =
        post("/v1/traces", TRACE, "Content-Type", "application/x-protobuf");
    HttpResponse<String> again =
        post(
            "/v1/traces",
            gzip(Otlp.traces("orders", Otlp.span(8, 1, 0, SpanKind.SPAN_KIND_SERVER, "x", 0, 5))),
            "Content-Type",
            "application/x-protobuf",
            "Content-Encoding",
            "gzip");

    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(plain.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(received.spans()).isEqualTo(2);
  }

  @Test
  void aBatchSentTwiceCountsOnce() throws Exception {
    post("/v1/traces", TRACE, "Content-Type", "application/x-protobuf");
    post("/v1/traces", TRACE, "Content-Type", "application/x-protobuf");

    assertThat(received.spans()).isEqualTo(1);
  }

  @Test
  void saysProtobufOnlyToJson() throws Exception {
    HttpResponse<String> answer =
        post(
            "/v1/traces",
            "{}".getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json");

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).startsWith("protobuf only").contains("http/protobuf");
  }

  @Test
  void refusesOtherEncodings() throws Exception {
    HttpResponse<String> answer =
        post(
            "/v1/traces",
            TRACE,
            "Content-Type",
            "application/x-protobuf",
            "Content-Encoding",
            "zstd");

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("zstd");
  }

  @Test
  void saysWhatIsMalformedAndTakesTheNextRequest() throws Exception {
    byte[] cut = Arrays.copyOf(TRACE, TRACE.length - 3);
    byte[] notGzip = "this is no gzip".getBytes(StandardCharsets.UTF_8);
    byte[] shortId =
        Otlp.traces(
            "orders",
            Otlp.span(7, 1, 0, SpanKind.SPAN_KIND_SERVER, "x", 0, 1)
                .setTraceId(ByteString.copyFrom(new byte[3])));

    HttpResponse<String> ofCut = post("/v1/traces", cut, "Content-Type", "application/x-protobuf");
    HttpResponse<String> ofNotGzip =
        post(
            "/v1/traces",
            notGzip,
            "Content-Type",
            "application/x-protobuf",
            "Content-Encoding",
            "gzip");
    HttpResponse<String> ofCutGzip =
        post(
            "/v1/traces",
            Arrays.copyOf(gzip(TRACE), 20),
            "Content-Type",
            "application/x-protobuf",
            "Content-Encoding",
            "gzip");
    HttpResponse<String> ofShortId =
        post("/v1/traces", shortId, "Content-Type", "application/x-protobuf");

    assertThat(Arrays.asList(ofCut, ofNotGzip, ofCutGzip, ofShortId))
        .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(400))
        .allSatisfy(answer -> assertThat(answer.body()).startsWith("not a valid OTLP request: "));
    assertThat(ofShortId.body()).contains("trace id of 3 bytes");
    assertThat(received.spans()).isZero();
    assertThat(post("/v1/traces", TRACE, "Content-Type", "application/x-protobuf").statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesHugeBodiesPackedOrNot() throws Exception {
    byte[] huge = new byte[Receiver.MAX_BODY_BYTES + 1];
    HttpResponse<String> plain = post("/v1/traces", huge, "Content-Type", "application/x-protobuf");
    HttpResponse<String> bomb =
        post(
            "/v1/metrics",
            gzip(new byte[100 * 1024 * 1024]),
            "Content-Type",
            "application/x-protobuf",
            "Content-Encoding",
            "gzip");

    assertThat(plain.statusCode()).isEqualTo(413);
    assertThat(bomb.statusCode()).isEqualTo(413);
  }

  @Test
  void ignoresUnknownFieldsAtEveryLevel() throws Exception {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(1).addFixed32(2).build())
            .addField(
                901,
                UnknownFieldSet.Field.newBuilder()
                    .addFixed64(3)
                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                    .build())
            .build();
    ExportTraceServiceRequest.Builder request =
        ExportTraceServiceRequest.parseFrom(TRACE).toBuilder().setUnknownFields(unknown);
    request.getResourceSpansBuilder(0).setUnknownFields(unknown);
    request.getResourceSpansBuilder(0).getResourceBuilder().setUnknownFields(unknown);
    request.getResourceSpansBuilder(0).getScopeSpansBuilder(0).setUnknownFields(unknown);
    request
        .getResourceSpansBuilder(0)
        .getScopeSpansBuilder(0)
        .getSpansBuilder(0)
        .setUnknownFields(unknown)
        .getStatusBuilder()
        .setUnknownFields(unknown);

    HttpResponse<String> answer =
        post("/v1/traces", request.build().toByteArray(), "Content-Type", "application/x-protobuf");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(get("/traces/" + "0".repeat(31) + "7").body())
        .contains("orders")
        .contains("GET /orders");
  }

  @Test
  void answersInPlainText() throws Exception {
    post("/v1/traces", TRACE, "Content-Type", "application/x-protobuf");

    assertThat(get("/").body()).contains("/traces").contains("/red");
    assertThat(get("/traces?contains=GET%20/orders&limit=1").body()).contains("GET /orders");
    assertThat(get("/traces?contains=POST").body()).isEqualTo("no trace yet\n");
    assertThat(get("/traces/ffff").statusCode()).isEqualTo(404);
    assertThat(get("/traces/").statusCode()).isEqualTo(404);
    assertThat(get("/red?ascii=true&width=nonsense&color=true").body()).contains("\u001b[1m");
    assertThat(get("/breakers").body()).isEqualTo("no guard has reported yet\n");
    assertThat(get("/states").body()).isEmpty();
    assertThat(get("/favicon.ico").statusCode()).isEqualTo(404);
    assertThat(get("/v1/traces").statusCode()).isEqualTo(405);
  }

  @Test
  void showsNothingUnderAnotherName() throws Exception {
    String request = "GET /traces HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  private HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .headers(headers)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + receiver.port() + path);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
