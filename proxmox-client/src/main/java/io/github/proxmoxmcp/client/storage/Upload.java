package io.github.proxmoxmcp.client.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Optional;

/// A file of this machine for a storage.
///
/// @param content `iso`, `vztmpl` or `import`
/// @param file what is sent
/// @param filename what it is to be called there
/// @param checksum what the storage is to verify, together with its algorithm (`sha256`, …)
public record Upload(
        String content,
        Path file,
        String filename,
        Optional<String> checksum,
        @JsonProperty("checksum-algorithm") Optional<String> checksumAlgorithm) {

    /// An upload without a checksum, under the file's own name.
    public static Upload of(String content, Path file) {
        return new Upload(content, file, String.valueOf(file.getFileName()), Optional.empty(), Optional.empty());
    }
}
