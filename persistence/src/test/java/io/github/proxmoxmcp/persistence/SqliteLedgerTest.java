package io.github.proxmoxmcp.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteLedgerTest extends LedgerContract {

    @TempDir
    private Path folder;

    @Override
    protected StoreLocation location() {
        return new StoreLocation.File(folder.resolve("state.db"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set body = '{1}' where seq = 2",
                "update audit_entry set plan = null where seq = 2",
                "delete from audit_entry where seq = 2",
                "delete from audit_entry where seq = 1",
                "update audit_entry set seq = seq + 100"
            })
    void findsEveryEditOfTheAuditLog(String edit) throws Exception {
        for (int i = 0; i < 3; i++) {
            store.audit().append(Examples.cycle(i), Examples.LAB, "me", "start", "done", Optional.of("p"), "{}");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(edit);
        }

        assertThat(store.audit().verify()).isPresent();
    }
}
