import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Makes `target/proxmox-mcp`: a Java runtime with just the modules that are needed, the jars, SQLite's native library,
/// the launcher, and an AOT cache from a training run. Run by the build on the selected JDK.
///
/// The cache is accepted only while the jars have the very times they had when it was made, so their times are set to
/// whole seconds first: archives keep no more.
public final class BuildDistribution {

    /// Found by running the program: JDBC wants java.sql and java.naming, HikariCP java.management, Reactor
    /// jdk.unsupported, the PostgreSQL driver java.security.jgss.
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,"
                    + "java.sql,java.xml,jdk.unsupported,jdk.zipfs";

    private final Path home;
    private final Path sources;
    private final FileTime time;
    private final Path launcher;

    private BuildDistribution(Path home, Path sources, FileTime time) {
        this.home = home;
        this.sources = sources;
        this.time = time;
        this.launcher = home.resolve("bin").resolve(windows() ? "proxmox-mcp.cmd" : "proxmox-mcp");
    }

    /// `HOME SOURCES MAIN-JAR JARS TIMESTAMP`
    public static void main(String[] arguments) throws Exception {
        BuildDistribution build = new BuildDistribution(
                Path.of(arguments[0]), Path.of(arguments[1]), FileTime.from(Instant.parse(arguments[4])));
        build.delete();
        build.runtime();
        build.jars(Path.of(arguments[2]), Path.of(arguments[3]));
        build.nativeLibrary();
        build.launcher();
        build.identity();
        build.lists();
        build.train();
        build.inputs();
        build.share("bash", "completion/proxmox-mcp.bash");
        build.share("zsh", "completion/_proxmox-mcp");
        build.share("fish", "completion/proxmox-mcp.fish");
        build.share("man", "man/proxmox-mcp.1");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void delete() throws IOException {
        if (Files.exists(home)) {
            delete(home);
        }
        Files.createDirectories(home.resolve("lib/native"));
        Files.createDirectories(home.resolve("bin"));
    }

    private void runtime() throws Exception {
        run(new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-6",
                "--output",
                home.resolve("runtime").toString()));
    }

    private void jars(Path main, Path others) throws IOException {
        copy(main, home.resolve("lib/proxmox-mcp.jar"));
        try (Stream<Path> jars = Files.list(others)) {
            for (Path jar : jars.toList()) {
                copy(jar, home.resolve("lib").resolve(jar.getFileName()));
            }
        }
    }

    private void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(to, time);
    }

    /// Unpacked once here instead of into a temporary folder at every start.
    private void nativeLibrary() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String folder = os.contains("mac") ? "Mac" : os.contains("windows") ? "Windows" : "Linux";
        String arch = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case String other -> other;
        };
        Path jar;
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            jar = jars.filter(file -> file.getFileName().toString().startsWith("sqlite-jdbc"))
                    .findFirst()
                    .orElseThrow();
        }
        try (FileSystem inside = FileSystems.newFileSystem(jar);
                Stream<Path> libraries = Files.list(inside.getPath("org/sqlite/native", folder, arch))) {
            for (Path library : libraries.toList()) {
                copy(
                        library,
                        home.resolve("lib/native").resolve(library.getFileName().toString()));
            }
        }
    }

    private void launcher() throws IOException {
        copy(sources.resolve("bin").resolve(launcher.getFileName()), launcher);
        if (!windows()) {
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /// What the program is made of, by which it knows what an earlier process of the same program wrote.
    private void identity() throws Exception {
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        for (Path jar : jars()) {
            all.update(Files.readAllBytes(jar));
        }
        Files.writeString(home.resolve("lib/proxmox-mcp.build"), HexFormat.of().formatHex(all.digest()));
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return jars.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /// The lists of tools, prompts and templates of each access level where one cluster is followed, as the program
    /// itself writes them for its next start.
    private void lists() throws Exception {
        Path folder = Files.createTempDirectory("proxmox-mcp-lists");
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=1,guests=1,pace=0"))) {
            for (String access : List.of("read", "operate", "admin")) {
                ProcessBuilder start = program(folder, demo, "serve", "--access", access);
                start.environment().put("XDG_CACHE_HOME", folder.toString());
                Process server =
                        start.redirectError(folder.resolve("log").toFile()).start();
                try (OutputStream in = server.getOutputStream()) {
                    in.write((requests().getFirst() + "\n").getBytes(StandardCharsets.UTF_8));
                    in.flush();
                    await(folder.resolve("proxmox-mcp"), access);
                }
                server.waitFor();
            }
            Files.createDirectories(home.resolve("lib/lists"));
            try (Stream<Path> written = Files.list(folder.resolve("proxmox-mcp"))) {
                for (Path file : written.toList()) {
                    copy(file, home.resolve("lib/lists").resolve(file.getFileName()));
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static void await(Path folder, String access) throws Exception {
        int wanted = List.of("read", "operate", "admin").indexOf(access) + 1;
        for (int tries = 0; tries < 1_200; tries++) {
            try (Stream<Path> written = Files.exists(folder) ? Files.list(folder) : Stream.<Path>empty()) {
                if (written.filter(file -> file.toString().endsWith(".lists")).count() == wanted) {
                    return;
                }
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the lists of access " + access + " were not written");
    }

    /// By the program itself, on its own runtime.
    private void train() throws Exception {
        ProcessBuilder training = new ProcessBuilder(
                launcher.toString(),
                "generate",
                "cache",
                home.resolve("lib/proxmox-mcp.aot").toString());
        training.environment().put("PROXMOX_MCP_AOT", "off");
        run(training.inheritIO());
    }

    /// What the cache was made of, and when that was changed last: the runtime takes the cache only while these times
    /// are the same, and many who unpack or copy a program lose them. The program puts them right by this list.
    private void inputs() throws Exception {
        List<Path> files = new ArrayList<>(List.of(home.resolve("runtime/lib/modules")));
        files.addAll(jars());
        StringBuilder list = new StringBuilder();
        for (Path file : files) {
            list.append(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))))
                    .append(' ')
                    .append(Files.getLastModifiedTime(file).to(TimeUnit.SECONDS))
                    .append(' ')
                    .append(home.relativize(file).toString().replace('\\', '/'))
                    .append('\n');
        }
        Files.writeString(home.resolve("lib/proxmox-mcp.aot.inputs"), list);
    }

    /// What the program itself writes about its command line.
    private void share(String kind, String file) throws Exception {
        Path target = home.resolve("share").resolve(file);
        Files.createDirectories(target.getParent());
        run(new ProcessBuilder(launcher.toString(), "generate", kind).redirectOutput(target.toFile()));
    }

    private ProcessBuilder program(Path folder, DemoCluster demo, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--state", folder.resolve("state.db").toString()));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("PROXMOX_MCP_AOT", "off");
        process.environment().put("PROXMOX_URL", demo.url().toString());
        process.environment().put("PROXMOX_TOKEN", demo.token(TokenLevel.FULL));
        process.environment().put("PROXMOX_FINGERPRINT", demo.fingerprint());
        return process;
    }

    private List<String> requests() throws IOException {
        try (InputStream lines = Files.newInputStream(sources.resolveSibling("resources/training.jsonl"))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static boolean windows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static void run(ProcessBuilder process) throws Exception {
        int status =
                process.redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(process.command() + " ended with " + status);
        }
    }
}
