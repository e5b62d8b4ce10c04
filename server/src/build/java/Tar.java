import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Writes a tar archive of root's files, all of one time: what distributions unpack.
final class Tar {

    private static final int BLOCK = 512;
    private static final int NAME = 100;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TreeSet<String> folders = new TreeSet<>();
    private final long time;

    Tar(Instant time) {
        this.time = time.getEpochSecond();
    }

    /// Everything below a folder, under another name, in the order of names.
    void folder(Path folder, String as) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            String name = file.equals(folder)
                    ? as
                    : as + "/" + folder.relativize(file).toString().replace('\\', '/');
            if (Files.isSymbolicLink(file)) {
                link(name, Files.readSymbolicLink(file).toString());
            } else if (Files.isDirectory(file)) {
                directory(name);
            } else {
                file(name, Files.readAllBytes(file), executable(file));
            }
        }
    }

    void file(String name, String text, boolean executable) throws IOException {
        file(name, text.getBytes(StandardCharsets.UTF_8), executable);
    }

    void file(String name, byte[] content, boolean executable) throws IOException {
        parents(name);
        entry(name, '0', executable ? 0755 : 0644, content, "");
    }

    void link(String name, String target) throws IOException {
        parents(name);
        entry(name, '2', 0777, new byte[0], target);
    }

    private void directory(String name) throws IOException {
        parents(name);
        if (folders.add(name)) {
            entry(name + "/", '5', 0755, new byte[0], "");
        }
    }

    private void parents(String name) throws IOException {
        int slash = name.lastIndexOf('/');
        if (slash > 0) {
            directory(name.substring(0, slash));
        }
    }

    /// The archive, compressed; the same bytes for the same entries.
    byte[] zipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            out.writeTo(gzip);
            gzip.write(new byte[2 * BLOCK]);
        }
        return zipped.toByteArray();
    }

    private static boolean executable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private void entry(String name, char type, int mode, byte[] content, String target) throws IOException {
        byte[] header = new byte[BLOCK];
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length > NAME) {
            int cut = name.lastIndexOf('/', 154);
            put(header, 345, name.substring(0, cut));
            path = name.substring(cut + 1).getBytes(StandardCharsets.UTF_8);
            if (path.length > NAME) {
                throw new IOException("too long a name for tar: " + name);
            }
        }
        System.arraycopy(path, 0, header, 0, path.length);
        put(header, 100, "%07o".formatted(mode));
        put(header, 108, "%07o".formatted(0));
        put(header, 116, "%07o".formatted(0));
        put(header, 124, "%011o".formatted(content.length));
        put(header, 136, "%011o".formatted(time));
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar");
        put(header, 263, "00");
        put(header, 265, "root");
        put(header, 297, "root");
        put(header, 148, "        ");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, "%06o".formatted(sum));
        header[154] = 0;
        header[155] = ' ';
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
