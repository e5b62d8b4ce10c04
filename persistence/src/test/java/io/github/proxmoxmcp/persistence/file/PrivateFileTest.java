package io.github.proxmoxmcp.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is its owner's alone, on file systems with modes, with access lists, and with neither.
class PrivateFileTest {

    private static final String USER = System.getProperty("user.name");

    private final FileSystem windows = Jimfs.newFileSystem(Configuration.windows().toBuilder()
            .setAttributeViews("basic", "owner", "dos", "acl", "user")
            .setDefaultAttributeValue("owner:owner", USER)
            .build());
    private final FileSystem fat = Jimfs.newFileSystem(Configuration.windows());

    @TempDir
    private Path modes;

    @AfterEach
    void close() throws IOException {
        windows.close();
        fat.close();
    }

    private List<Path> folders() {
        return List.of(modes, windows.getPath("C:\\work"), fat.getPath("C:\\work"));
    }

    @Test
    void aFileIsMadeOnEveryFileSystemAndNeverTwice() throws IOException {
        for (Path folder : folders()) {
            Path file =
                    PrivateFile.createFolders(folder.resolve("a").resolve("b")).resolve("key");
            PrivateFile.create(file, "secret");

            assertThat(file).hasContent("secret");
            assertThat(PrivateFile.isOurs(file)).isTrue();
            assertThatThrownBy(() -> PrivateFile.create(file)).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(PrivateFile.createTemporary(folder, "new", ".part")).isEmptyFile();
            PrivateFile.keepOthersFromWriting(folder);
        }
    }

    @Test
    void withModesOnlyItsOwnerCanReadIt() throws IOException {
        Path file = PrivateFile.create(
                PrivateFile.createFolders(modes.resolve("a/b")).resolve("key"));

        assertThat(Stream.of(modes.resolve("a"), modes.resolve("a/b"), file).map(PrivateFileTest::mode))
                .containsExactly("rwx------", "rwx------", "rw-------");
        assertThat(PrivateFile.exposure(file)).isEmpty();
        for (String open : List.of("rw-r-----", "rw-----w-", "rw--w----", "rw----r--")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertThat(PrivateFile.exposure(file)).contains(new Exposure("others", "chmod 600 '" + file + "'"));
        }
    }

    @Test
    void withAccessListsOnlyItsOwnerCanReadIt() throws IOException {
        Path folder = PrivateFile.createFolders(windows.getPath("C:\\data\\ü (x)"));
        Path file = PrivateFile.create(folder.resolve("key"));

        for (Path made : List.of(folder, file)) {
            assertThat(list(made).getAcl()).isNotEmpty().allSatisfy(entry -> {
                assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
                assertThat(entry.permissions()).isEqualTo(EnumSet.allOf(AclEntryPermission.class));
                assertThat(entry.principal())
                        .isIn(
                                Files.getOwner(made),
                                windows.getUserPrincipalLookupService().lookupPrincipalByName(USER));
            });
            assertThat(PrivateFile.exposure(made)).isEmpty();
        }
        // What SQLite makes beside its file has the rights that the folder passes on.
        assertThat(list(folder).getAcl().getFirst().flags())
                .containsExactlyInAnyOrder(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
    }

    @Test
    void whoElseIsOnTheAccessListIsNamed() throws IOException {
        Path file = PrivateFile.create(windows.getPath("C:\\work\\key"));
        allow(file, "BUILTIN\\Users", Set.of(AclEntryPermission.READ_DATA), Set.of());

        assertThat(PrivateFile.exposure(file))
                .contains(new Exposure(
                        "others (BUILTIN\\Users)",
                        "icacls \"C:\\work\\key\" /inheritance:r /grant:r \"" + USER + ":F\""));
        assertThat(PrivateFile.isOurs(file)).isTrue();

        allow(file, "Guest", Set.of(AclEntryPermission.APPEND_DATA), Set.of());
        assertThat(PrivateFile.exposure(file).orElseThrow().who()).isEqualTo("others (BUILTIN\\Users, Guest)");
        assertThat(PrivateFile.isOurs(file)).isFalse();

        PrivateFile.keepOthersFromWriting(file);
        assertThat(PrivateFile.isOurs(file)).isTrue();
    }

    @Test
    void whatIsOnlyPassedOnOrDeniedIsNoRight() throws IOException {
        Path folder = PrivateFile.createFolders(windows.getPath("C:\\work\\folder"));
        allow(folder, "CREATOR OWNER", EnumSet.allOf(AclEntryPermission.class), Set.of(AclEntryFlag.INHERIT_ONLY));
        allow(folder, "Everyone", Set.of(AclEntryPermission.READ_ATTRIBUTES), Set.of());
        add(folder, AclEntryType.DENY, "Guest", EnumSet.allOf(AclEntryPermission.class), Set.of());

        assertThat(PrivateFile.exposure(folder)).isEmpty();
        assertThat(PrivateFile.isOurs(folder)).isTrue();
    }

    /// Their names are in the language of that Windows.
    @Test
    void theSystemIsKnownByTheRightsOnTheUsersFolder() throws IOException {
        Path home = PrivateFile.createFolders(windows.getPath("C:\\Users\\jane"));
        Path file = PrivateFile.create(windows.getPath("C:\\work\\key"));
        for (Path place : List.of(home, file)) {
            allow(place, "NT-AUTORITÄT\\SYSTEM", EnumSet.allOf(AclEntryPermission.class), Set.of());
            allow(place, "Jeder", Set.of(AclEntryPermission.READ_DATA), Set.of());
        }

        assertThat(new AccessLists(Optional.of(home))
                        .exposure(file)
                        .orElseThrow()
                        .who())
                .isEqualTo("others (Jeder)");
        assertThat(new AccessLists(Optional.empty())
                        .exposure(file)
                        .orElseThrow()
                        .who())
                .isEqualTo("others (NT-AUTORITÄT\\SYSTEM, Jeder)");
    }

    @Test
    void withoutAListOrRightsItIsEverybodys() throws IOException {
        Path without = Files.createFile(windows.getPath("C:\\work\\plain"));
        assertThat(list(without).getAcl()).isEmpty();
        assertThat(PrivateFile.exposure(without).orElseThrow().who()).isEqualTo("others");
        assertThat(PrivateFile.isOurs(without)).isFalse();
        PrivateFile.keepOthersFromWriting(without);
        assertThat(PrivateFile.exposure(without)).isEmpty();

        assertThat(PrivateFile.exposure(PrivateFile.create(fat.getPath("C:\\work\\key"))))
                .contains(NoRights.EXPOSURE);
    }

    @Test
    void somebodyElsesFileIsNotOurs() throws IOException {
        Path file = PrivateFile.create(windows.getPath("C:\\work\\key"));
        UserPrincipal mallory = windows.getUserPrincipalLookupService().lookupPrincipalByName("mallory");
        Files.setOwner(file, mallory);
        allow(file, "mallory", EnumSet.allOf(AclEntryPermission.class), Set.of());

        assertThat(PrivateFile.isOurs(file)).isFalse();
    }

    private void allow(Path file, String who, Set<AclEntryPermission> what, Set<AclEntryFlag> flags)
            throws IOException {
        add(file, AclEntryType.ALLOW, who, what, flags);
    }

    private void add(Path file, AclEntryType type, String who, Set<AclEntryPermission> what, Set<AclEntryFlag> flags)
            throws IOException {
        AclEntry entry = AclEntry.newBuilder()
                .setType(type)
                .setPrincipal(windows.getUserPrincipalLookupService().lookupPrincipalByName(who))
                .setPermissions(what)
                .setFlags(flags)
                .build();
        list(file)
                .setAcl(Stream.concat(list(file).getAcl().stream(), Stream.of(entry))
                        .toList());
    }

    private static AclFileAttributeView list(Path file) {
        return Optional.ofNullable(Files.getFileAttributeView(file, AclFileAttributeView.class))
                .orElseThrow();
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
