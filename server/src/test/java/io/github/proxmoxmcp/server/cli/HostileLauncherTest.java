package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher of the build for any Java, in folders and environments that somebody chose to have something run: it
/// starts the Java that it was told of, or none, and hands over arguments as they are.
@DisabledOnOs(OS.WINDOWS)
class HostileLauncherTest {

    private static final Path SERVER = Path.of(System.getProperty("repository.root"), "server/src/main");
    private static final String RUN = "touch pwned";

    @TempDir
    private Path work;

    private Path java = Path.of("");

    /// A Java that says what it was started with, each argument in a line of its own.
    @BeforeEach
    void fakeJava() throws IOException {
        java = javaAt(work.resolve("java"), "25");
    }

    static List<String> folders() {
        return List.of(
                "$(" + RUN + ")",
                "`" + RUN + "`",
                ";" + RUN + ";",
                "a b",
                "'",
                "\"",
                "*",
                "-x",
                "a\nb",
                "&" + RUN + "&",
                "${IFS}");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theFolderThatItLiesInIsAName(String name) throws Exception {
        Started started = start(installed(name), Map.of("JAVA_HOME", java.toString()), "--version");

        assertThat(started.arguments()).endsWith("io.github.proxmoxmcp.server.Main", "--version");
        assertThat(String.join("\n", started.arguments())).contains(name + "/bin/../lib/proxmox-mcp.jar");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void soIsTheFolderOfJava(String name) throws Exception {
        Path other = javaAt(work.resolve("javas").resolve(name), "26");

        assertThat(start(installed("p"), Map.of("PROXMOX_MCP_JAVA_HOME", other.toString()), "x")
                        .arguments())
                .endsWith("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JAVA_VERSION=\"$(touch pwned)\"",
                "JAVA_VERSION=`touch pwned`",
                "JAVA_VERSION=\"25;touch pwned\"\nJAVA_VERSION=\"17\"",
                "JAVA_VERSION=\"x[$(touch pwned)]\"",
                "JAVA_VERSION=",
                "JAVA_VERSION=\"99999999999999999999999\"",
                "JAVA_VERSION=\"-1\"",
                "PATH=/nowhere\nwanted=0\nJAVA_VERSION=\"1\"",
                "\\\\\\"
            })
    void whatAJavaSaysOfItselfIsNoOrder(String release) throws Exception {
        Path odd = javaAt(work.resolve("odd"), "1");
        Files.writeString(odd.resolve("release"), release);

        start(installed("p"), Map.of("PROXMOX_MCP_JAVA_HOME", odd.toString(), "JAVA_HOME", java.toString()), "x");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void argumentsAreHandedOverAsTheyAre(String argument) throws Exception {
        String arguments = String.join(
                "\n",
                start(installed("p"), Map.of("JAVA_HOME", java.toString()), "call", argument)
                        .arguments());

        assertThat(arguments).endsWith("Main\ncall\n" + argument);
    }

    @Test
    void environmentsOfOthersStartNothing() throws Exception {
        int tried = 0;
        for (String name :
                List.of("PROXMOX_MCP_AOT", "PROXMOX_MCP_HTTP", "XDG_CACHE_HOME", "HOME", "self", "kept", "aot")) {
            for (String value : folders()) {
                Started started = start(installed("p"), Map.of(name, value, "JAVA_HOME", java.toString()), "x");
                assertThat(started.arguments())
                        .describedAs("%s=%s", name, value)
                        .endsWith("x");
                tried++;
            }
        }
        assertThat(tried).isEqualTo(77);
    }

    @Test
    void optionsForTheRuntimeAreWordsAndNoPatternsOfFiles() throws Exception {
        Files.writeString(work.resolve("-Dplanted=1"), "");

        Started started = start(
                installed("p"),
                Map.of("JAVA_HOME", java.toString(), "PROXMOX_MCP_JAVA_OPTIONS", "-Da=$(" + RUN + ") -D*"),
                "x");

        assertThat(started.arguments()).contains("-Da=$(touch", "-D*").doesNotContain("-Dplanted=1");
    }

    @Test
    void onlyACacheOfThisUsersOwnIsLoaded() throws Exception {
        Path launcher = installed("p");
        Path cache = work.resolve("caches/proxmox-mcp/@project.version@/proxmox-mcp.aot");
        Files.createDirectories(cache.resolveSibling("."));
        Map<String, String> environment = Map.of(
                "JAVA_HOME", java.toString(),
                "XDG_CACHE_HOME", work.resolve("caches").toString());

        Path elsewhere = Files.writeString(work.resolve("planted.aot"), "");
        Files.createSymbolicLink(cache, elsewhere);
        assertThat(String.join(" ", start(launcher, environment, "x").arguments()))
                .doesNotContain("AOTCache");

        Files.delete(cache);
        Files.writeString(cache, "");
        assertThat(start(launcher, environment, "x").arguments()).contains("-XX:AOTCache=" + cache);
    }

    private record Started(List<String> arguments) {}

    private Started start(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        Map<String, String> all = new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "HOME", work.toString()));
        all.putAll(environment);
        process.environment().clear();
        process.environment().putAll(all);
        Process running = process.start();
        List<String> lines = running.inputReader().lines().toList();
        assertThat(running.waitFor()).isZero();
        try (Stream<Path> found = Files.walk(work)) {
            assertThat(found.map(path -> path.getFileName().toString())).doesNotContain("pwned");
        }
        return new Started(lines);
    }

    /// The launcher and what it reads, in a folder of this name.
    private Path installed(String name) throws IOException {
        Path home = work.resolve("programs").resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.copy(
                SERVER.resolve("packages/portable/lib/portable.sh"),
                home.resolve("lib/portable.sh"),
                StandardCopyOption.REPLACE_EXISTING);
        return Files.copy(
                SERVER.resolve("dist/bin/proxmox-mcp"),
                home.resolve("bin/proxmox-mcp"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path javaAt(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
