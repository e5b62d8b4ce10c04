package io.github.proxmoxmcp.client.guest;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.List;

/// The tags of a guest, sorted; Proxmox sends them as one text separated by semicolons.
public record Tags(List<String> names) {

    public Tags {
        names = names.stream().sorted().distinct().toList();
    }

    /// Reads `prod;web`.
    @JsonCreator
    public static Tags parse(String text) {
        return new Tags(Arrays.stream(text.split("[;,\\s]+"))
                .filter(name -> !name.isEmpty())
                .toList());
    }

    @Override
    public String toString() {
        return String.join(";", names);
    }
}
