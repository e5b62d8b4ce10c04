package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The copy of SQLite's native part, which is loaded as code.
class SqliteLibraryTest {

    private static final String WHERE = "org.sqlite.lib.path";

    @TempDir
    private Path folder;

    @BeforeEach
    @AfterEach
    void forget() {
        System.clearProperty(WHERE);
    }

    @Test
    void aCopyThatOthersCanHaveWrittenIsMadeAnew() throws IOException {
        byte[] library = Files.readAllBytes(kept());

        Files.writeString(kept(), "planted");
        Files.setPosixFilePermissions(kept(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(kept()).hasBinaryContent(library);

        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "planted");
        Path copy = kept();
        Files.delete(copy);
        Files.createSymbolicLink(copy, elsewhere);
        assertThat(kept()).hasBinaryContent(library);
    }

    @Test
    void aCopyOfOursIsTakenAsItIs() throws IOException {
        Path copy = kept();
        Files.writeString(copy, "ours");

        assertThat(kept()).hasContent("ours");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolveSibling("."))))
                .isEqualTo("rwx------");
    }

    /// The only file where the driver is told to look.
    private Path kept() throws IOException {
        System.clearProperty(WHERE);
        SqliteLibrary.keepIn(folder.resolve("cache"));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty(WHERE, "")))) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }
}
