import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A zip archive with permissions, as hosts of MCP bundles and Windows' users want it: the entries sorted, all of one
/// time. It has no entries of folders: the bundles' official unpacker would write them as files.
final class ZipArchive {

    private static final int REGULAR_FILE = 0100000;
    private static final int END_LENGTH = 22;
    private static final int ENTRY_LENGTH = 46;
    private static final byte MADE_ON_UNIX = 3;

    private final Instant time;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final Set<String> programs = new HashSet<>();

    ZipArchive(Instant time) {
        this.time = time;
    }

    ZipArchive text(String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// Everything below a folder, under another name.
    ZipArchive folder(Path folder, String as) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = as + "/" + folder.relativize(file).toString().replace('\\', '/');
                files.put(name, Files.readAllBytes(file));
                if (Files.isExecutable(file)) {
                    programs.add(name);
                }
            }
        }
        return this;
    }

    /// Everything below a folder of another archive, where what lies in `bin` is a program.
    ZipArchive zip(Path archive, String folder, String as) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(archive);
                Stream<Path> all = Files.walk(inside.getPath(folder))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = as + "/" + inside.getPath(folder).relativize(file);
                files.put(name, Files.readAllBytes(file));
                if (name.startsWith(as + "/bin/")) {
                    programs.add(name);
                }
            }
        }
        return this;
    }

    Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                add(zip, entry.getKey(), entry.getValue());
            }
        }
        byte[] archive = out.toByteArray();
        permit(ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN));
        return Files.write(file, archive);
    }

    private void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /// Java's own writer leaves permissions out: puts them into the central directory. See APPNOTE.TXT, 4.3.12.
    private void permit(ByteBuffer zip) {
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
