package io.github.proxmoxmcp.server.audit;

import io.github.proxmoxmcp.persistence.file.Exposure;
import io.github.proxmoxmcp.persistence.file.PrivateFile;
import io.github.proxmoxmcp.server.approval.OperatorKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The key with which servers sign checkpoints of the audit by themselves: a file that only their user can read.
///
/// @param publicKey base64
public record ServerKey(OperatorKey key, String publicKey) {

    /// The key of a file, which is made if there is none; absent while another process is just making it.
    ///
    /// @throws UncheckedIOException when it cannot be read or made
    static Optional<ServerKey> at(Path file) {
        try {
            if (!Files.exists(file)) {
                PrivateFile.create(file, OperatorKey.makePlain().file());
            }
        } catch (FileAlreadyExistsException _) {
            // Another process was faster.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(file);
    }

    /// Who else can read it.
    static Optional<Exposure> exposure(Path file) {
        try {
            return Files.exists(file) ? PrivateFile.exposure(file) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Absent when there is none, or it is for another user's eyes only.
    public static Optional<ServerKey> read(Path file) {
        try {
            if (!Files.isReadable(file)) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            return OperatorKey.openPlain(text)
                    .flatMap(key -> OperatorKey.publicKey(text).map(publicKey -> new ServerKey(key, publicKey)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
