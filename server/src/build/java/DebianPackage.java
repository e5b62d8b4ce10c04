import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A Debian package: an `ar` archive of a version, what dpkg wants to know, and the files. See deb(5).
final class DebianPackage {

    private static final String PROGRAM = "./usr/lib/proxmox-mcp";

    private final Path home;
    private final Path sources;
    private final String version;
    private final String architecture;
    private final Instant time;

    DebianPackage(Path home, Path sources, String version, String architecture, Instant time) {
        this.home = home;
        this.sources = sources;
        this.version = version;
        this.architecture = architecture;
        this.time = time;
    }

    /// To Debian `0.1.0~snapshot` is before `0.1.0`.
    static String version(String maven) {
        return maven.toLowerCase(Locale.ROOT).replace('-', '~');
    }

    Path write(Path file) throws IOException {
        Tar data = data();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
        member(out, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
        member(out, "control.tar.gz", control().zipped());
        member(out, "data.tar.gz", data.zipped());
        return Files.write(file, out.toByteArray());
    }

    private Tar data() throws IOException {
        Tar data = new Tar(time);
        data.folder(home, PROGRAM);
        data.link("./usr/bin/proxmox-mcp", "../lib/proxmox-mcp/bin/proxmox-mcp");
        data.file("./usr/lib/systemd/system/proxmox-mcp.service", read("proxmox-mcp.service"), false);
        data.file("./etc/proxmox-mcp/config.yaml", read("config.yaml"), false);
        data.file("./usr/share/doc/proxmox-mcp/copyright", read("copyright"), false);
        data.link("./usr/share/man/man1/proxmox-mcp.1", "../../../lib/proxmox-mcp/share/man/proxmox-mcp.1");
        data.link(
                "./usr/share/bash-completion/completions/proxmox-mcp",
                "../../../lib/proxmox-mcp/share/completion/proxmox-mcp.bash");
        data.link(
                "./usr/share/zsh/vendor-completions/_proxmox-mcp",
                "../../../lib/proxmox-mcp/share/completion/_proxmox-mcp");
        data.link(
                "./usr/share/fish/vendor_completions.d/proxmox-mcp.fish",
                "../../../lib/proxmox-mcp/share/completion/proxmox-mcp.fish");
        return data;
    }

    private Tar control() throws IOException {
        Tar control = new Tar(time);
        control.file(
                "./control",
                read("control")
                        .replace("${version}", version(version))
                        .replace("${architecture}", architecture)
                        .replace("${size}", String.valueOf(kibibytes())),
                false);
        control.file("./conffiles", "/etc/proxmox-mcp/config.yaml\n", false);
        for (String script : List.of("postinst", "prerm", "postrm")) {
            control.file("./" + script, read(script), true);
        }
        return control;
    }

    private long kibibytes() throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length() / 1024 + 1)
                    .sum();
        }
    }

    private String read(String file) throws IOException {
        return Files.readString(sources.resolve(file));
    }

    private void member(ByteArrayOutputStream out, String name, byte[] content) throws IOException {
        out.write("%-16s%-12d%-6d%-6d%-8s%-10d`\n"
                .formatted(name, time.getEpochSecond(), 0, 0, "100644", content.length)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(content);
        if (content.length % 2 == 1) {
            out.write('\n');
        }
    }
}
