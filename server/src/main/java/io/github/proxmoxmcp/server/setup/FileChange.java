package io.github.proxmoxmcp.server.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/// A file that is to be written: shown first, then put in place in one step, with what was there kept beside it.
///
/// @param before absent: there is no such file yet
record FileChange(Path file, Optional<String> before, String after) {

    /// Reads what is there now.
    static Optional<String> current(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new SetupException("cannot read " + file + " (" + e.getMessage() + "): it is left as it is", e);
        }
    }

    boolean changesNothing() {
        return before.equals(Optional.of(after));
    }

    List<String> diff() {
        return LineDiff.of(before.orElse(""), after);
    }

    /// Writes it, for the owner's eyes only, and returns where the old content is kept.
    Optional<Path> write() {
        Path target = real(file);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            if (!current(target).equals(before)) {
                throw new SetupException(file + " has been changed meanwhile: nothing was written, run this again");
            }
            Optional<Path> kept = before.map(text -> put(free(target), text));
            Path fresh = put(Files.createTempFile(target.toAbsolutePath().getParent(), ".proxmox-mcp", ".new"), after);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return kept;
        } catch (IOException e) {
            throw new SetupException("cannot write " + file + " (" + e.getMessage() + ")", e);
        }
    }

    /// A file that is a link is written where the link leads, so that it stays a link.
    private static Path real(Path file) {
        try {
            return Files.exists(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path free(Path file) {
        Path candidate = file.resolveSibling(file.getFileName() + ".bak");
        for (int number = 1; Files.exists(candidate); number++) {
            candidate = file.resolveSibling(file.getFileName() + ".bak" + number);
        }
        return candidate;
    }

    private static Path put(Path file, String text) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, ownerOnly());
            }
            return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SetupException("cannot write " + file + " (" + e.getMessage() + ")", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
