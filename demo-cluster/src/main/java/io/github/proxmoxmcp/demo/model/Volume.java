package io.github.proxmoxmcp.demo.model;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Something that lies on a storage: a disk, a backup, an image, a template.
///
/// @param content `images`, `rootdir`, `backup`, `iso`, `vztmpl` or `snippets`
/// @param node where it lies, when its storage is not shared
public record Volume(
        String storage,
        Optional<String> node,
        String id,
        String content,
        String format,
        long size,
        Instant created,
        OptionalInt vmid,
        Optional<String> notes,
        boolean protectedFromPruning) {

    public boolean reachableFrom(String asked) {
        return node.isEmpty() || node.equals(Optional.of(asked));
    }
}
