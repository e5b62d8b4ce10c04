package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.persistence.file.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// Lists that an earlier process wrote, of the same program and of whatever else decides what is in them: read in a
/// millisecond, where to write them anew takes most of the start-up.
///
/// A file has what it was made of in its first line, then a method and its result a line, and a checksum in the last.
/// What it says becomes what tools are said to do, so one in the cache folder is taken only if nobody else can have put
/// it there.
public final class PreparedLists {

    private static final String SUFFIX = ".lists";
    private static final String END = "end ";
    private static final int MAX_FILES = 20;
    private static final int MAX_BYTES = 2_000_000;

    private final Optional<Path> file;
    private final String madeOf;
    private final Map<String, String> lists;

    private PreparedLists(Optional<Path> file, String madeOf, Map<String, String> lists) {
        this.file = file;
        this.madeOf = madeOf;
        this.lists = lists;
    }

    /// None, and none will be kept.
    public static PreparedLists none() {
        return new PreparedLists(Optional.empty(), "", Map.of());
    }

    /// Those made of the same, from the first of these folders that has them; where none has, they are kept in the
    /// last, which is this user's. The others are of the program, and as trusted.
    ///
    /// @param madeOf the program and the part of its configuration that decides, in one line
    public static PreparedLists of(String madeOf, List<Path> folders) {
        String line = madeOf.replace('\n', ' ');
        String name = Integer.toHexString(line.hashCode()) + SUFFIX;
        for (Path folder : folders) {
            Optional<Map<String, String>> found = read(folder.resolve(name), line, folder.equals(folders.getLast()));
            if (found.isPresent()) {
                return new PreparedLists(Optional.empty(), line, found.get());
            }
        }
        return new PreparedLists(
                folders.isEmpty()
                        ? Optional.empty()
                        : Optional.of(folders.getLast().resolve(name)),
                line,
                Map.of());
    }

    private static Optional<Map<String, String>> read(Path file, String madeOf, boolean ofUser) {
        try {
            if (!Files.exists(file)
                    || Files.size(file) > MAX_BYTES
                    || (ofUser && !(PrivateFile.isOurs(file) && PrivateFile.isOurs(file.resolveSibling("."))))) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            int end = text.lastIndexOf("\n" + END) + 1;
            String written = text.substring(0, end);
            if (!written.startsWith(madeOf + "\n") || !text.substring(end).equals(end(written))) {
                return Optional.empty();
            }
            Map<String, String> lists = new HashMap<>();
            for (String line : written.lines().skip(1).toList()) {
                int tab = line.indexOf('\t');
                lists.put(line.substring(0, tab), line.substring(tab + 1));
            }
            return Optional.of(lists);
        } catch (IOException | RuntimeException _) {
            // They are made anew.
            return Optional.empty();
        }
    }

    /// The last line: a file that was cut, or written over in part, has another.
    private static String end(String written) {
        CRC32 sum = new CRC32();
        sum.update(written.getBytes(StandardCharsets.UTF_8));
        return END + sum.getValue() + "\n";
    }

    Optional<String> get(String method) {
        return Optional.ofNullable(lists.get(method));
    }

    /// Whether there are none, and a place to keep them for the next process.
    boolean areMissing() {
        return file.isPresent();
    }

    /// Keeps these for the next process. That they cannot be kept only makes its start slower.
    void keep(Map<String, String> made) {
        file.ifPresent(path -> {
            try {
                Path folder = PrivateFile.createFolders(
                        path.toAbsolutePath().resolveSibling(".").normalize());
                PrivateFile.keepOthersFromWriting(folder);
                Path part = PrivateFile.createTemporary(folder, "lists", ".part");
                StringBuilder text = new StringBuilder(madeOf).append('\n');
                // JSON has no line break in it, and the name of a method no tab.
                made.forEach((method, json) ->
                        text.append(method).append('\t').append(json).append('\n'));
                Files.writeString(part, text.append(end(text.toString())));
                Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                forgetOldest(folder);
            } catch (IOException | RuntimeException _) {
                // A folder that cannot be written to.
            }
        });
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            // Another process has forgotten it.
            return FileTime.fromMillis(0);
        }
    }

    private static void forgetOldest(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            List<Path> kept = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(PreparedLists::written).reversed())
                    .toList();
            for (Path old : kept.subList(Math.min(kept.size(), MAX_FILES), kept.size())) {
                Files.deleteIfExists(old);
            }
        }
    }
}
