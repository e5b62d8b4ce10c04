package io.github.proxmoxmcp.demo.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Writes responses with the headers that Proxmox sends.
final class ResponseWriter {
    private static final int WORTH_COMPRESSING = 1024;

    private ResponseWriter() {}

    static void write(OutputStream out, HttpResponse response, boolean gzip, boolean close) throws IOException {
        boolean compress = gzip && response.body().length > WORTH_COMPRESSING;
        var body = compress ? gzip(response.body()) : response.body();
        out.write(head(response, body.length, compress, close).getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
    }

    /// Promises the whole body and sends the first half.
    static void writeHalf(OutputStream out, HttpResponse response) throws IOException {
        out.write(head(response, response.body().length, false, true).getBytes(StandardCharsets.UTF_8));
        out.write(response.body(), 0, response.body().length / 2);
        out.flush();
    }

    private static String head(HttpResponse response, int length, boolean compressed, boolean close) {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
        var head = new StringBuilder()
                .append("HTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(oneLine(response.reason()))
                .append("\r\nCache-Control: max-age=0\r\nConnection: ")
                .append(close ? "close" : "Keep-Alive")
                .append("\r\nDate: ")
                .append(date)
                .append("\r\nPragma: no-cache\r\nServer: pve-api-daemon/3.0\r\n");
        if (compressed) {
            head.append("Content-Encoding: gzip\r\n");
        }
        if (!response.contentType().isEmpty()) {
            head.append("Content-Type: ").append(response.contentType()).append("\r\n");
        }
        if (!response.contentType().isEmpty() || !close) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        return head.append("Expires: ").append(date).append("\r\n\r\n").toString();
    }

    private static String oneLine(String reason) {
        return reason.lines().findFirst().orElse("");
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream(body.length / 4);
        try (var gzip = new FastGzip(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 8_192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
