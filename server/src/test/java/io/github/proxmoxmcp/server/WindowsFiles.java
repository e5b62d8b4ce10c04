package io.github.proxmoxmcp.server;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A file system as Windows has it: access lists, no modes.
public final class WindowsFiles {

    private WindowsFiles() {}

    /// An empty one.
    public static FileSystem empty() {
        return Jimfs.newFileSystem(Configuration.windows().toBuilder()
                .setAttributeViews("basic", "owner", "dos", "acl", "user")
                .setDefaultAttributeValue("owner:owner", System.getProperty("user.name"))
                .build());
    }

    /// Puts one more on the access list of a file.
    public static void allow(Path file, String who, AclEntryPermission... what) throws IOException {
        AclFileAttributeView view = Optional.ofNullable(Files.getFileAttributeView(file, AclFileAttributeView.class))
                .orElseThrow();
        AclEntry entry = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(
                        file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(who))
                .setPermissions(Set.of(what))
                .build();
        view.setAcl(Stream.concat(view.getAcl().stream(), Stream.of(entry)).toList());
    }
}
