package io.github.proxmoxmcp.persistence.file;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;

/// A file system on which everybody may do everything, such as FAT.
record NoRights() implements Rights {

    static final Exposure EXPOSURE = new Exposure("others", "a place on a file system that keeps access rights");

    @Override
    public Optional<FileAttribute<?>> forOwner(Path place, boolean folder) {
        return Optional.empty();
    }

    @Override
    public void restrict(Path file, boolean folder) {
        // There is nothing that could be restricted.
    }

    @Override
    public Optional<Exposure> exposure(Path file) {
        return Optional.of(EXPOSURE);
    }

    @Override
    public boolean isOurs(Path file) {
        return true;
    }

    @Override
    public void keepOthersFromWriting(Path file) {
        // There is nothing that could be taken away.
    }
}
