package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.StoreException;
import java.nio.file.Path;

/// Where a memory is kept.
public sealed interface StoreLocation {

    /// One SQLite file.
    record File(Path path) implements StoreLocation {

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// A PostgreSQL database, as a JDBC URL.
    record Postgres(String url) implements StoreLocation {

        /// Without what follows the `?`: a password may stand there.
        @Override
        public String toString() {
            return shown(url);
        }
    }

    /// Reads a file's path or a `jdbc:postgresql:…` URL.
    ///
    /// @throws StoreException.Unusable for a URL of another kind
    static StoreLocation parse(String text) {
        if (text.startsWith("jdbc:postgresql:")) {
            return new Postgres(text);
        }
        if (text.startsWith("postgresql:") || text.startsWith("postgres:")) {
            throw new StoreException.Unusable("Cannot keep state in '" + shown(text)
                    + "': write a PostgreSQL database as jdbc:postgresql://HOST/DATABASE?user=USER&password=PASSWORD");
        }
        if (text.isBlank() || text.startsWith("jdbc:") || text.contains("://")) {
            throw new StoreException.Unusable("Cannot keep state in '" + shown(text)
                    + "': give a file's path (SQLite) or a URL that begins with jdbc:postgresql:");
        }
        return new File(Path.of(text));
    }

    /// The location without secrets: a user, a password and what follows the `?` of a URL are left out.
    static String shown(String text) {
        return text.startsWith("jdbc:") || text.contains("://")
                ? text.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//")
                : text;
    }
}
