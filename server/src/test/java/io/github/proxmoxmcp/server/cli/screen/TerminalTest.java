package io.github.proxmoxmcp.server.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.proxmoxmcp.server.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person at a terminal sees; `script` of util-linux makes one.
class TerminalTest {

    @TempDir
    private Path folder;

    @Test
    void aServerThatIsStartedAtATerminalSaysThatItWaitsForAClient() throws Exception {
        assertThat(atATerminal("xterm", "serve", "--demo=nodes=1,guests=3,pace=0"))
                .contains("waiting for an MCP client", "proxmox-mcp init");
    }

    @Test
    void aDumbTerminalGetsNoColours() throws Exception {
        assertThat(atATerminal("xterm", "doctor")).contains("\u001b[");
        assertThat(atATerminal("dumb", "doctor")).contains("PROBLEM").doesNotContain("\u001b[");
    }

    /// What is printed until the input ends, which is at once.
    private String atATerminal(String kind, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no 'script' here");
        Path out = folder.resolve("out");
        String command =
                RunningServer.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ")) + " "
                        + String.join(" ", List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", command, "/dev/null")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PROXMOX") || name.equals("NO_COLOR"));
        builder.environment().put("TERM", kind);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
