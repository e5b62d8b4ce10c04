import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A bundle for Claude Desktop and other hosts: a zip archive of a manifest and the program, with its permissions.
final class McpBundle {

    private McpBundle() {}

    static Path write(Path home, String manifest, Path file, Instant time) throws IOException {
        Files.deleteIfExists(file);
        List<Path> files;
        try (Stream<Path> all = Files.walk(home)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        FileTime at = FileTime.from(time);
        try (FileSystem zip =
                FileSystems.newFileSystem(file, Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            Path described = Files.writeString(zip.getPath("manifest.json"), manifest);
            Files.setLastModifiedTime(described, at);
            for (Path from : files) {
                Path to = zip.getPath("server", home.relativize(from).toString());
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
                Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
                Files.setLastModifiedTime(to, at);
            }
            try (Stream<Path> folders = Files.walk(zip.getPath("server"))) {
                for (Path folder : folders.filter(Files::isDirectory).toList()) {
                    Files.setLastModifiedTime(folder, at);
                }
            }
        }
        return file;
    }
}
