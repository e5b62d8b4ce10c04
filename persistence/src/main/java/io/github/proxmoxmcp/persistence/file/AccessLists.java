package io.github.proxmoxmcp.persistence.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Access lists, as Windows has them. The system itself and its administrators are no others: they can give themselves
/// every right. Their names are in Windows' language, so they are known by what the user's own folder tells: whoever
/// may decide there who has which right.
///
/// @param home the user's own folder; absent where none is known
record AccessLists(Optional<Path> home) implements Rights {

    private static final Set<AclEntryPermission> READ = EnumSet.of(AclEntryPermission.READ_DATA);
    private static final Set<AclEntryPermission> WRITE = EnumSet.of(
            AclEntryPermission.WRITE_DATA,
            AclEntryPermission.APPEND_DATA,
            AclEntryPermission.DELETE_CHILD,
            AclEntryPermission.WRITE_ACL,
            AclEntryPermission.WRITE_OWNER);
    private static final Set<AclEntryPermission> DECIDE =
            EnumSet.of(AclEntryPermission.WRITE_ACL, AclEntryPermission.WRITE_OWNER);

    static AccessLists of(FileSystem system) {
        try {
            return new AccessLists(Optional.of(system.getPath(System.getProperty("user.home"))));
        } catch (InvalidPathException _) {
            return new AccessLists(Optional.empty());
        }
    }

    @Override
    public Optional<FileAttribute<?>> forOwner(Path place, boolean folder) {
        return user(place.getFileSystem()).map(user -> new ListOfEntries(all(Set.of(user), folder)));
    }

    @Override
    public void restrict(Path file, boolean folder) throws IOException {
        if (keepsThem(file)) {
            // Of a process with an administrator's rights they all are the owner, and the user is not.
            Set<UserPrincipal> owners = new HashSet<>(Set.of(Files.getOwner(file)));
            user(file.getFileSystem()).ifPresent(owners::add);
            view(file).setAcl(all(owners, folder));
        }
    }

    @Override
    public Optional<Exposure> exposure(Path file) throws IOException {
        if (!keepsThem(file)) {
            return Optional.of(NoRights.EXPOSURE);
        }
        List<AclEntry> entries = view(file).getAcl();
        Set<UserPrincipal> known = trusted(file.getFileSystem());
        known.add(Files.getOwner(file));
        String who = entries.stream()
                .filter(entry -> allows(entry, READ) || allows(entry, WRITE))
                .map(AclEntry::principal)
                .filter(principal -> !known.contains(principal))
                .map(UserPrincipal::getName)
                .distinct()
                .collect(Collectors.joining(", "));
        String remedy = "icacls \"" + file + "\" /inheritance:r /grant:r \"" + System.getProperty("user.name") + ":F\"";
        if (entries.isEmpty()) {
            // A file without a list is everybody's.
            return Optional.of(new Exposure("others", remedy));
        }
        return who.isEmpty() ? Optional.empty() : Optional.of(new Exposure("others (" + who + ")", remedy));
    }

    @Override
    public boolean isOurs(Path file) throws IOException {
        if (!keepsThem(file)) {
            return true;
        }
        List<AclEntry> entries = view(file).getAcl();
        Set<UserPrincipal> known = trusted(file.getFileSystem());
        return !entries.isEmpty()
                && known.contains(Files.getOwner(file))
                && entries.stream()
                        .filter(entry -> allows(entry, WRITE))
                        .allMatch(entry -> known.contains(entry.principal()));
    }

    @Override
    public void keepOthersFromWriting(Path file) throws IOException {
        if (!keepsThem(file)) {
            return;
        }
        List<AclEntry> entries = view(file).getAcl();
        Set<UserPrincipal> known = trusted(file.getFileSystem());
        if (entries.isEmpty()) {
            restrict(file, Files.isDirectory(file));
        } else if (entries.stream().anyMatch(entry -> allows(entry, WRITE) && !known.contains(entry.principal()))) {
            view(file)
                    .setAcl(entries.stream()
                            .filter(entry -> entry.type() != AclEntryType.ALLOW || known.contains(entry.principal()))
                            .toList());
        }
    }

    /// A volume may have no lists on a system that does.
    private static boolean keepsThem(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView(AclFileAttributeView.class);
    }

    private static AclFileAttributeView view(Path file) {
        return Optional.ofNullable(Files.getFileAttributeView(file, AclFileAttributeView.class))
                .orElseThrow();
    }

    private static List<AclEntry> all(Set<UserPrincipal> who, boolean folder) {
        return who.stream()
                .map(principal -> AclEntry.newBuilder()
                        .setType(AclEntryType.ALLOW)
                        .setPrincipal(principal)
                        .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                        .setFlags(folder ? Set.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT) : Set.of())
                        .build())
                .toList();
    }

    private static boolean allows(AclEntry entry, Set<AclEntryPermission> anyOf) {
        return entry.type() == AclEntryType.ALLOW
                && !entry.flags().contains(AclEntryFlag.INHERIT_ONLY)
                && !Collections.disjoint(entry.permissions(), anyOf);
    }

    private Set<UserPrincipal> trusted(FileSystem system) {
        Set<UserPrincipal> trusted = new HashSet<>();
        user(system).ifPresent(trusted::add);
        try {
            if (home.isPresent() && Files.isDirectory(home.get())) {
                view(home.get()).getAcl().stream()
                        .filter(entry -> allows(entry, DECIDE))
                        .map(AclEntry::principal)
                        .forEach(trusted::add);
            }
        } catch (IOException _) {
            // Then only the user is known.
        }
        return trusted;
    }

    /// This user, by the whole name first: a domain and this machine may each know one of that name.
    private static Optional<UserPrincipal> user(FileSystem system) {
        String name = System.getProperty("user.name");
        return Stream.concat(
                        Stream.ofNullable(System.getenv("USERDOMAIN")).map(domain -> domain + "\\" + name),
                        Stream.of(name))
                .flatMap(one -> lookup(system, one).stream())
                .findFirst();
    }

    private static Optional<UserPrincipal> lookup(FileSystem system, String name) {
        try {
            return Optional.of(system.getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    private record ListOfEntries(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }
    }
}
