package io.github.proxmoxmcp.client.storage;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.List;

/// What a storage may hold (`images`, `backup`, …), sorted; Proxmox sends it comma-separated in random order.
public record ContentTypes(List<String> names) {

    public ContentTypes {
        names = names.stream().sorted().distinct().toList();
    }

    /// Reads `iso,backup`.
    @JsonCreator
    public static ContentTypes parse(String text) {
        return new ContentTypes(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    }

    @Override
    public String toString() {
        return String.join(",", names);
    }
}
