package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {

    @TempDir
    private Path folder;

    @Override
    protected StoreLocation location() {
        return StoreLocation.parse(folder.resolve("deep/er/state.db").toString());
    }

    private static Store open(Path file) {
        return Stores.open(new StoreLocation.File(file), InstantSource.system());
    }

    @Test
    void makesAFileThatOnlyItsOwnerCanRead() throws Exception {
        Path file = folder.resolve("deep/er/state.db");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void remembersAfterItWasClosed() {
        store.recorder().record(Observation.of(LAB, cycle(0)).withGuests(List.of(vm(100, "web01")), List.of()));
        store.close();

        store = another();

        assertThat(store.guests().get(LAB, 100, Moment.now())).isPresent();
    }

    @Test
    void refusesAFileThatIsNoDatabaseAndLeavesItAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.txt"), "Dear Sir or Madam, this is no database at all.");

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.Unusable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not a SQLite database");
        assertThat(file).hasContent("Dear Sir or Madam, this is no database at all.");
    }

    @Test
    void refusesADatabaseOfSomethingElse() throws Exception {
        Path file = folder.resolve("else.db");
        execute(file, "create table recipe (name text)");
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.Unusable.class)
                .hasMessageContaining("another program");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void refusesAStoreOfANewerVersion() throws Exception {
        Path file = folder.resolve("newer.db");
        open(file).close();
        execute(file, "update flyway_schema_history set version = '999'");
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.Unusable.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("999");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void refusesAPlaceThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> open(file.resolve("state.db")))
                .isInstanceOf(StoreException.Unusable.class)
                .hasMessageContaining("state.db");
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(StoreException.Unusable.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void refusesAUrlOfAnotherDatabase() {
        assertThatThrownBy(() -> StoreLocation.parse("jdbc:mysql://localhost/x"))
                .isInstanceOf(StoreException.Unusable.class)
                .hasMessageContaining("jdbc:postgresql:");
    }

    private static void execute(Path file, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            statement.execute("pragma journal_mode = delete");
        }
    }
}
