package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.file.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native part. It is in the driver's jar for every platform; by itself the driver unpacks it into the
/// temporary folder at every start, and leaves it there when the process is ended by a signal.
public final class SqliteLibrary {

    private static final String WHERE = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /// Has the driver use one copy in this folder, which is made if it is not there yet, or if somebody else can have
    /// put it there. Where it cannot be made, the driver does as it does by itself.
    public static void keepIn(Path folder) {
        if (System.getProperty(WHERE) != null) {
            return;
        }
        String inside = LibraryLoaderUtil.getNativeLibResourcePath();
        String name = LibraryLoaderUtil.getNativeLibName();
        Path copy = folder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion())
                .resolve(inside.substring(inside.indexOf("/native/") + "/native/".length()));
        try (InputStream library = SqliteLibrary.class.getResourceAsStream(inside + "/" + name)) {
            if (library == null) {
                return;
            }
            PrivateFile.createFolders(copy);
            PrivateFile.keepOthersFromWriting(copy);
            if (!PrivateFile.isOurs(copy)) {
                return;
            }
            if (Files.notExists(copy.resolve(name)) || !PrivateFile.isOurs(copy.resolve(name))) {
                Path whole = PrivateFile.createTemporary(copy, name, ".new");
                Files.copy(library, whole, StandardCopyOption.REPLACE_EXISTING);
                Files.move(whole, copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            System.setProperty(WHERE, copy.toString());
        } catch (IOException _) {
            // A folder that cannot be written to, or another process that was faster and has the file open.
        }
    }
}
