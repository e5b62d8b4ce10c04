package io.github.proxmoxmcp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.cli.CacheTraining;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The program on the class path of the tests, with an AOT cache as users have it: hundreds of tests start it, and a
/// start without one costs two seconds of processor.
///
/// Made once for what is on the class path and kept under `target`; several processes of tests share it.
final class CachedProgram {

    private final Path folder;
    private final List<Path> entries;

    private CachedProgram(Path folder, List<Path> entries) {
        this.folder = folder;
        this.entries = entries;
    }

    /// The options and the class path of a runtime that starts it.
    static List<String> options() {
        return Once.OPTIONS;
    }

    private static final class Once {

        private static final List<String> OPTIONS = find();
    }

    private static List<String> find() {
        List<Path> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.endsWith("test-classes") && Files.exists(entry))
                .toList();
        Path target = Path.of(System.getProperty("repository.root"), "server", "target", "cached-program");
        try {
            Path folder = Files.createDirectories(target.resolve(version(entries)));
            CachedProgram program = new CachedProgram(folder, entries);
            try (FileChannel lock = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock.lock()) {
                if (!Files.exists(program.cache())) {
                    program.make();
                }
            }
            return program.runtime("-XX:AOTCache=" + program.cache());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the cache was made", e);
        }
    }

    /// Changes with each file that the program is made of.
    private static String version(List<Path> entries) throws IOException {
        CRC32 sum = new CRC32();
        for (Path entry : entries) {
            try (Stream<Path> files = Files.walk(entry)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    sum.update((file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file)).getBytes(UTF_8));
                }
            }
        }
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    private Path cache() {
        return folder.resolve("program.aot");
    }

    private List<String> runtime(String cache) {
        return List.of(
                cache,
                "-Xlog:disable",
                "-Xlog:all=error,aot*=off,cds*=off:stderr",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(
                        File.pathSeparator,
                        entries.stream().map(entry -> jar(entry).toString()).toList()));
    }

    private Path jar(Path entry) {
        return Files.isDirectory(entry) ? folder.resolve(entries.indexOf(entry) + ".jar") : entry;
    }

    private void make() throws IOException, InterruptedException {
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                pack(entry, jar(entry));
            }
        }
        Path state = Files.createDirectories(folder.resolve("state"));
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=8,pace=0"))) {
            Path made = folder.resolve("new.aot");
            List<String> command = new ArrayList<>(List.of(RunningServer.java()));
            command.addAll(runtime("-XX:AOTCacheOutput=" + made));
            command.addAll(List.of(
                    "io.github.proxmoxmcp.server.Main", "serve", "--access", "admin", "--state", state + "/state.db"));
            ProcessBuilder session = new ProcessBuilder(command)
                    .redirectError(folder.resolve("log").toFile());
            session.environment().putAll(RunningServer.environment(demo, TokenLevel.FULL));
            Process server = session.start();
            assertThat(CacheTraining.converse(server)).hasSizeGreaterThan(3).noneMatch(CacheTraining::bad);
            assertThat(server.waitFor())
                    .describedAs(Files.readString(folder.resolve("log")))
                    .isZero();
            Files.move(made, cache(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            // Migrations are found by their folder, which must be an entry of its own.
            for (Path file :
                    files.filter(file -> !file.equals(classes)).sorted().toList()) {
                boolean isFolder = Files.isDirectory(file);
                zip.putNextEntry(new ZipEntry(classes.relativize(file) + (isFolder ? "/" : "")));
                if (!isFolder) {
                    Files.copy(file, zip);
                }
            }
        }
    }
}
