package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.yaml.Place;
import java.util.Optional;

/// What a manifest says of one field.
///
/// @param value in the canonical form; absent: it is to be removed
/// @param including of a list: only these are owned, others may be there, too
public record Wanted(Field field, Optional<String> value, boolean including, Place place) {

    public String path() {
        return field.path();
    }

    /// As a person reads it.
    public String shown() {
        return value.map(field.type()::shown).orElse("(removed)");
    }

    /// Whether a value is what is wanted.
    public boolean isMetBy(Optional<String> now) {
        if (value.isEmpty()) {
            return now.isEmpty() || now.equals(field.absent());
        }
        return including
                ? field.type().items(now.orElse("")).containsAll(field.type().items(value.get()))
                : now.or(field::absent)
                        .or(() -> field.type().isList() ? Optional.of("") : Optional.empty())
                        .filter(known -> field.type().same(known, value.get()))
                        .isPresent();
    }
}
