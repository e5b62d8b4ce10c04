package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program does not serve over HTTP with: it ends, says why, and what to do.
class RefusalTest {

    @TempDir
    private Path folder;

    @Test
    void whatWouldBeUnsafeOrCannotBeEndsTheProgramWithTheReasonAndWhatToDo() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), "no certificate");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Started> all = List.of(
                    start("open", "--http", "192.0.2.1:0", "--http-no-auth"),
                    start("plain", "--http", "192.0.2.1:0"),
                    start("taken", "--http", "127.0.0.1:" + taken.getLocalPort(), "--http-no-auth"),
                    start("tls", "--config", config(broken).toString()),
                    start("tokenless", "--http", "0"),
                    start(
                            "keyless",
                            "--config",
                            config(folder.resolve("nowhere.pem")).toString()));

            said(all.get(0), "without authentication it listens on loopback only, not on 192.0.2.1", "token add");
            said(all.get(1), "on 192.0.2.1 tokens would travel unencrypted", "tls.certificate", "--behind-proxy");
            said(all.get(2), "cannot listen on 127.0.0.1:" + taken.getLocalPort(), "give another port");
            said(all.get(3), "http.tls: " + broken, "PKCS #8");
            said(all.get(5), "http.tls: " + folder.resolve("nowhere.pem") + " cannot be read", "no such file");
            said(all.get(4), "--http-no-auth", "token add");
        }
    }

    private record Started(Process process, Path err) {}

    /// All at once: most of the time a process waits for its class files.
    private Started start(String name, String... options) throws IOException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of("serve", "--demo"));
        command.addAll(List.of(options));
        Path err = folder.resolve(name + ".err");
        return new Started(
                new ProcessBuilder(command).redirectError(err.toFile()).start(), err);
    }

    private static void said(Started started, String... parts) throws IOException, InterruptedException {
        assertThat(started.process().waitFor(120, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(started.err(), StandardCharsets.UTF_8);
        assertThat(said).contains(parts).startsWith("proxmox-mcp: http").doesNotContain("\tat ");
        assertThat(started.process().exitValue()).describedAs(said).isEqualTo(2);
    }

    private Path config(Path certificate) throws IOException {
        return Files.writeString(
                folder.resolve(certificate.getFileName() + ".yaml"), """
                    http:
                      listen: 0
                      no_auth: true
                      tls: {certificate: %s, key: %s}
                    """.formatted(certificate, certificate));
    }
}
