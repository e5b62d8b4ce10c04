package io.github.proxmoxmcp.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Puts right what makes the runtime refuse its AOT cache: it takes it only while the files that it was made of have
/// the very times that they had then, and some who unpack or copy a program lose these. The first start is a slow one
/// then, and the next is not. Content decides: files that are others than those of the cache are left alone.
final class AotCache {

    private AotCache() {}

    /// Looks at it beside what the program does; nobody waits for it.
    static void begin() {
        Path home = Path.of(System.getProperty("java.home")).resolve("..").normalize();
        Thread.ofPlatform().name("aot-cache").daemon().start(() -> mend(home));
    }

    /// @param home the folder of the program, with `lib/proxmox-mcp.aot.inputs`: on each line the SHA-256 of a file,
    ///     when it was changed (seconds), and its path
    static void mend(Path home) {
        Path list = home.resolve("lib/proxmox-mcp.aot.inputs");
        try {
            if (!Files.exists(list)) {
                return;
            }
            List<Input> changed = Files.readAllLines(list).stream()
                    .map(line -> Input.parse(home, line))
                    .filter(input -> !input.hasItsTime())
                    .toList();
            if (changed.stream().allMatch(Input::isTheSame)) {
                changed.forEach(Input::restoreTime);
            }
        } catch (IOException | RuntimeException _) {
            // Not ours to change, or changed meanwhile: starts stay as slow as they are.
        }
    }

    private record Input(String sha256, long seconds, Path file) {

        static Input parse(Path home, String line) {
            String[] parts = line.split(" ", 3);
            return new Input(parts[0], Long.parseLong(parts[1]), home.resolve(parts[2]));
        }

        boolean hasItsTime() {
            return file.toFile().lastModified() / 1000 == seconds;
        }

        boolean isTheSame() {
            try {
                byte[] content = Files.isWritable(file) ? Files.readAllBytes(file) : new byte[0];
                return sha256.equals(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
            } catch (IOException | NoSuchAlgorithmException _) {
                return false;
            }
        }

        void restoreTime() {
            try {
                Files.setLastModifiedTime(file, FileTime.from(seconds, TimeUnit.SECONDS));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
