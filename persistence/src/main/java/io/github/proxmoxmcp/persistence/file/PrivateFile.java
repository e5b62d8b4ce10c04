package io.github.proxmoxmcp.persistence.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;

/// Files and folders that are for their owner alone: by their mode where a file system has modes, by their access list
/// where it has these, as on Windows. Nothing else makes such files.
public final class PrivateFile {

    private PrivateFile() {}

    /// Makes an empty one.
    ///
    /// @throws FileAlreadyExistsException when there is one
    public static Path create(Path file) throws IOException {
        return make(file, false, attributes -> Files.createFile(file, attributes));
    }

    /// Makes one with this text.
    ///
    /// @throws FileAlreadyExistsException when there is one
    public static void create(Path file, String text) throws IOException {
        Files.writeString(create(file), text, StandardOpenOption.WRITE);
    }

    /// Makes an empty one of a new name.
    public static Path createTemporary(Path folder, String prefix, String suffix) throws IOException {
        return make(folder, false, attributes -> Files.createTempFile(folder, prefix, suffix, attributes));
    }

    /// Makes this folder and those that it is in, as far as they are missing; a folder that is there stays as it is.
    public static Path createFolders(Path folder) throws IOException {
        return Files.isDirectory(folder)
                ? folder
                : make(folder, true, attributes -> Files.createDirectories(folder, attributes));
    }

    /// Whoever but its owner can read it, or write to it, and what this system does about that. Absent: nobody can.
    public static Optional<Exposure> exposure(Path file) throws IOException {
        return Rights.of(file).exposure(file);
    }

    /// Whether it is no link, and only this user can have written it, as far as this system tells.
    public static boolean isOurs(Path file) throws IOException {
        return !Files.isSymbolicLink(file) && Rights.of(file).isOurs(file);
    }

    /// Takes from all others the right to write to it.
    public static void keepOthersFromWriting(Path folder) throws IOException {
        Rights.of(folder).keepOthersFromWriting(folder);
    }

    /// Makes it with its rights, so that nobody can open it before; where a system only takes them afterwards, it has
    /// them before anything is in it.
    private static Path make(Path place, boolean folder, Making making) throws IOException {
        Rights rights = Rights.of(place);
        Optional<FileAttribute<?>> forOwner = rights.forOwner(place, folder);
        if (forOwner.isPresent()) {
            try {
                return making.with(forOwner.get());
            } catch (UnsupportedOperationException _) {
                // Some systems take such an attribute of a file that is there, and only of one.
            }
        }
        Path made = making.with();
        rights.restrict(made, Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS));
        return made;
    }

    private interface Making {
        Path with(FileAttribute<?>... attributes) throws IOException;
    }
}
