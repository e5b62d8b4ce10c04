package io.github.proxmoxmcp.server.setup;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.github.proxmoxmcp.persistence.file.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// A file that is to be written: shown first, then put in place in one step, with what was there kept beside it.
///
/// @param before absent: there is no such file yet
record FileChange(Path file, Optional<String> before, String after) {

    /// With our name in it, so that it is never somebody else's `.bak` that is written over.
    private static final String BACKUP = ".proxmox-mcp.bak";

    private static final int CONTEXT_LINES = 2;

    /// Reads what is there now.
    static Optional<String> current(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe would be waited for.
            throw new SetupException(file + " is no file: it is left as it is");
        }
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new SetupException("cannot read " + file + " (" + e.getMessage() + "): it is left as it is", e);
        }
    }

    boolean changesNothing() {
        return before.equals(Optional.of(after));
    }

    /// Lines with ` `, `-` or `+` before them; before each group of them that belong together is ` …`.
    List<String> diff() {
        List<String> old = before.orElse("").lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff(
                        "", "", old, DiffUtils.diff(old, after.lines().toList()), CONTEXT_LINES)
                .stream()
                .skip(2)
                .map(line -> line.startsWith("@@") ? "  …" : line.charAt(0) + " " + line.substring(1))
                .toList();
    }

    /// The lines that change, for a person to agree to.
    String shown() {
        return String.join("\n", diff()).indent(4).stripTrailing();
    }

    /// Writes both or none: a secret without what names it would be good for nothing, and nobody would know of it.
    /// Nothing is kept of an old secret.
    ///
    /// @return where the old content of the other is kept
    static Optional<Path> write(FileChange secret, FileChange other) {
        secret.put();
        try {
            return other.write();
        } catch (SetupException e) {
            secret.undo();
            throw e;
        }
    }

    /// Writes it, for the owner's eyes only, and returns where the old content is kept: of one earlier writing, and not
    /// of all there ever were.
    Optional<Path> write() {
        if (changesNothing()) {
            return Optional.empty();
        }
        Optional<Path> kept = before.map(text -> {
            Path target = real(file);
            Path beside = target.resolveSibling(target.getFileName() + BACKUP);
            new FileChange(beside, current(beside), text).put();
            return beside;
        });
        put();
        return kept;
    }

    /// ` (the old one is kept as …).`
    static String kept(Optional<Path> old) {
        return old.map(file -> " (the old one is kept as " + file.getFileName() + ")")
                        .orElse("") + ".";
    }

    private void undo() {
        if (before.isPresent()) {
            new FileChange(file, Optional.of(after), before.get()).put();
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new SetupException("cannot take back " + file + " (" + e.getMessage() + "); delete it", e);
        }
    }

    /// In one step: a reader sees the old content or the new one.
    private void put() {
        Path target = real(file);
        try {
            Path folder = target.toAbsolutePath().resolveSibling(".").normalize();
            Files.createDirectories(folder);
            if (!current(target).equals(before)) {
                throw new SetupException(file + " was changed in the meantime: nothing was written, run this again");
            }
            Path fresh = PrivateFile.createTemporary(folder, ".proxmox-mcp", ".new");
            try {
                Files.writeString(fresh, after);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
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
}
