import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jooq.Log;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;
import org.jooq.tools.JooqLogger;
import org.slf4j.LoggerFactory;

/// Writes jOOQ's table classes from the migrations: `java GenerateTables.java <resources> <target>`.
///
/// It migrates a fresh SQLite file and reads that, so the migrations are the only source of the schema. Nothing is done
/// while the migrations are those of the last run.
public final class GenerateTables {

    private static final String MIGRATIONS = "io/github/proxmoxmcp/persistence/migration";

    public static void main(String[] args) throws Exception {
        // Its debugging is 20,000 lines a build, and without a configuration Logback prints all of it.
        JooqLogger.globalThreshold(Log.Level.WARN);
        Path migrations = Path.of(args[0]).resolve(MIGRATIONS);
        Path output = Path.of(args[1]).resolve("generated-sources/jooq");
        Path stamp = output.resolveSibling("jooq.stamp");
        String fingerprint = fingerprint(migrations);
        if (Files.exists(stamp) && Files.readString(stamp).equals(fingerprint)) {
            return;
        }
        Files.createDirectories(output);
        Path file = Files.createTempFile("schema", ".db");
        try {
            generate("jdbc:sqlite:" + file, migrations, output);
        } finally {
            Files.deleteIfExists(file);
        }
        Files.writeString(stamp, fingerprint);
    }

    private static void generate(String url, Path migrations, Path output) throws Exception {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        // Logback comes with the tests; its default would print every step of both tools.
        System.setProperty("logback.configurationFile", "none");
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + migrations)
                .placeholders(Map.of(
                        "identity", "integer primary key autoincrement not null", "clustered", "", "started_hex", "''"))
                .load()
                .migrate();
        GenerationTool.generate(new Configuration()
                .withJdbc(new Jdbc().withDriver("org.sqlite.JDBC").withUrl(url))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.sqlite.SQLiteDatabase")
                                .withExcludes("flyway_schema_history|sqlite_.*")
                                .withOutputSchemaToDefault(true))
                        .withGenerate(new Generate()
                                .withRecords(false)
                                .withKeys(false)
                                .withIndexes(false)
                                .withRelations(false)
                                .withImplicitJoinPathsToOne(false))
                        .withTarget(new Target()
                                .withPackageName("io.github.proxmoxmcp.persistence.sql.tables")
                                .withDirectory(output.toString()))));
    }

    private static String fingerprint(Path migrations) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : sqlFiles(migrations)) {
            digest.update(file.getFileName().toString().getBytes());
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> sqlFiles(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted(Comparator.comparing(Path::toString)).toList();
        }
    }
}
