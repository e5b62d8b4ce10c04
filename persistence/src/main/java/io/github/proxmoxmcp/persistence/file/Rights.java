package io.github.proxmoxmcp.persistence.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;

/// Who may do what with files, in the way of one sort of file system.
sealed interface Rights permits Modes, AccessLists, NoRights {

    static Rights of(Path file) {
        Set<String> views = file.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return new Modes();
        }
        return views.contains("acl") ? AccessLists.of(file.getFileSystem()) : new NoRights();
    }

    /// What a file or folder is made with, so that it is its owner's alone. Absent: it can only be restricted
    /// afterwards.
    Optional<FileAttribute<?>> forOwner(Path place, boolean folder);

    void restrict(Path file, boolean folder) throws IOException;

    Optional<Exposure> exposure(Path file) throws IOException;

    /// Whether its owner is this user, and nobody else can write to it.
    boolean isOurs(Path file) throws IOException;

    void keepOthersFromWriting(Path file) throws IOException;
}
