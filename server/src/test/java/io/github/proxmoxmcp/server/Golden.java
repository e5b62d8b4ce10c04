package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that hold what is expected: compared, or rewritten when the build runs with `-Dgolden=write`.
public final class Golden {

    private Golden() {}

    /// The folder of this module's golden files.
    public static final Path FOLDER =
            Path.of(System.getProperty("repository.root"), "server", "src", "test", "resources", "golden");

    /// Whether they are being rewritten.
    public static boolean writing() {
        return System.getProperty("golden", "check").equals("write");
    }

    /// Fails when the file is missing or holds something else.
    public static void check(Path file, String actual) {
        try {
            if (writing()) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            assertThat(file)
                    .withFailMessage("%s is missing; run: ./mvnw verify -Dgolden=write", file)
                    .exists();
            assertThat(actual)
                    .describedAs("%s; if the change is meant, run: ./mvnw verify -Dgolden=write", file.getFileName())
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
