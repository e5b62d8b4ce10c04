import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A bundle for Claude Desktop and other hosts: a zip archive of a manifest and the program, with its permissions. It
/// has no entries of folders: the official unpacker would write them as files.
final class McpBundle {

    private static final int REGULAR_FILE = 0100000;
    private static final int END_LENGTH = 22;
    private static final int ENTRY_LENGTH = 46;
    private static final byte MADE_ON_UNIX = 3;

    private McpBundle() {}

    static Path write(Path home, String manifest, Path file, Instant time) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(home)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Set<String> programs = new HashSet<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            add(zip, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8), time);
            for (Path from : files) {
                String name = "server/" + home.relativize(from).toString().replace('\\', '/');
                add(zip, name, Files.readAllBytes(from), time);
                if (Files.isExecutable(from)) {
                    programs.add(name);
                }
            }
        }
        byte[] archive = out.toByteArray();
        permit(ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN), programs);
        return Files.write(file, archive);
    }

    private static void add(ZipOutputStream zip, String name, byte[] content, Instant time) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /// Java's own writer leaves permissions out: puts them into the central directory. See APPNOTE.TXT, 4.3.12.
    private static void permit(ByteBuffer zip, Set<String> programs) {
        int end = zip.capacity() - END_LENGTH;
        int at = zip.getInt(end + 16);
        for (int left = zip.getShort(end + 10); left > 0; left--) {
            byte[] name = new byte[zip.getShort(at + 28)];
            zip.get(at + ENTRY_LENGTH, name);
            int mode = programs.contains(new String(name, StandardCharsets.UTF_8)) ? 0755 : 0644;
            zip.put(at + 5, MADE_ON_UNIX);
            zip.putInt(at + 38, (REGULAR_FILE | mode) << 16);
            at += ENTRY_LENGTH + name.length + zip.getShort(at + 30) + zip.getShort(at + 32);
        }
    }
}
