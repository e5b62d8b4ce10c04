package io.github.proxmoxmcp.persistence.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/// Modes of files, as POSIX has them.
record Modes() implements Rights {

    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    @Override
    public Optional<FileAttribute<?>> forOwner(Path place, boolean folder) {
        return Optional.of(PosixFilePermissions.asFileAttribute(owners(folder)));
    }

    @Override
    public void restrict(Path file, boolean folder) throws IOException {
        Files.setPosixFilePermissions(file, owners(folder));
    }

    private static Set<PosixFilePermission> owners(boolean folder) {
        return PosixFilePermissions.fromString(folder ? "rwx------" : "rw-------");
    }

    @Override
    public Optional<Exposure> exposure(Path file) throws IOException {
        return Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)
                ? Optional.empty()
                : Optional.of(new Exposure("others", "chmod 600 '" + file + "'"));
    }

    @Override
    public boolean isOurs(Path file) throws IOException {
        PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.owner().getName().equals(System.getProperty("user.name"))
                && Collections.disjoint(found.permissions(), OTHERS_WRITE);
    }

    @Override
    public void keepOthersFromWriting(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.removeAll(OTHERS_WRITE);
        Files.setPosixFilePermissions(file, permissions);
    }
}
