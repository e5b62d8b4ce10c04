import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Makes of the built program what people install: an archive, a Debian package, a bundle for Claude Desktop, what
/// Docker and the MCP registry want, and the checksums of it all. Needs nothing but Java.
///
/// Times are those of the release and entries are sorted, so one program always gives the same packages.
public final class BuildPackages {

    private final Path home;
    private final Path sources;
    private final Path out;
    private final String version;
    private final Instant time;

    private BuildPackages(Path home, Path sources, Path out, String version, Instant time) {
        this.home = home;
        this.sources = sources;
        this.out = out;
        this.version = version;
        this.time = time;
    }

    /// `HOME SOURCES OUT VERSION TIMESTAMP`
    public static void main(String[] arguments) throws Exception {
        new BuildPackages(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        arguments[3],
                        Instant.parse(arguments[4]))
                .run();
    }

    private void run() throws Exception {
        Map<String, Path> packages = new TreeMap<>();
        Path archive = archive();
        packages.put(archive.getFileName().toString(), archive);
        Path portable = out.resolve(name("-any.zip"));
        packages.put(portable.getFileName().toString(), portable);
        if (os().equals("linux")) {
            Path debian =
                    out.resolve("proxmox-mcp_" + DebianPackage.version(version) + "_" + debianArchitecture() + ".deb");
            packages.put(
                    debian.getFileName().toString(),
                    new DebianPackage(home, sources.resolve("deb"), version, debianArchitecture(), time).write(debian));
            docker(archive);
        }
        Path bundle = new ZipArchive(time)
                .text("manifest.json", manifest())
                .zip(portable, "proxmox-mcp", "server")
                .folder(home.resolve("runtime"), "server/runtimes/" + platform())
                .write(out.resolve(name("-" + platform() + ".mcpb")));
        packages.put(bundle.getFileName().toString(), bundle);
        Files.writeString(out.resolve("server.json"), filled("server.json").replace("${sha256}", sha256(bundle)));
        Path parts = out.resolve(name(".cdx.json"));
        if (Files.exists(parts)) {
            packages.put(parts.getFileName().toString(), parts);
        }
        StringBuilder sums = new StringBuilder();
        for (Map.Entry<String, Path> entry : packages.entrySet()) {
            sums.append(sha256(entry.getValue()))
                    .append("  ")
                    .append(entry.getKey())
                    .append('\n');
        }
        Files.writeString(out.resolve("SHA256SUMS"), sums);
    }

    private String name(String rest) {
        return "proxmox-mcp-" + version + rest;
    }

    /// As people of the platform expect it.
    private Path archive() throws IOException {
        if (os().equals("win32")) {
            return new ZipArchive(time).folder(home, "proxmox-mcp").write(out.resolve(name("-" + platform() + ".zip")));
        }
        Tar tar = new Tar(time);
        tar.folder(home, "proxmox-mcp");
        return Files.write(out.resolve(name("-" + platform() + ".tar.gz")), tar.zipped());
    }

    private String manifest() throws IOException {
        return filled("mcpb/manifest.json");
    }

    /// A folder from which an image can be built as it is: `docker build server/target/docker`.
    private void docker(Path archive) throws IOException {
        Path folder = out.resolve("docker");
        Files.createDirectories(folder);
        for (String file : List.of("Dockerfile", "compose.yaml", "config.yaml", "health")) {
            Files.copy(
                    sources.resolve("docker").resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.copy(archive, folder.resolve("proxmox-mcp.tar.gz"), StandardCopyOption.REPLACE_EXISTING);
    }

    private String filled(String template) throws IOException {
        return Files.readString(sources.resolve(template))
                .replace("${version}", semantic(version))
                .replace("${platform}", platform())
                .replace("${os}", os());
    }

    /// `0.1.0-SNAPSHOT` is a version before `0.1.0` for everybody.
    private static String semantic(String version) {
        return version.toLowerCase(Locale.ROOT);
    }

    private static String os() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "darwin" : name.contains("windows") ? "win32" : "linux";
    }

    private static String platform() {
        return os() + "-" + (debianArchitecture().equals("amd64") ? "x64" : debianArchitecture());
    }

    private static String debianArchitecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
