package io.github.proxmoxmcp.persistence.sql.database;

import io.github.proxmoxmcp.persistence.value.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Where a page ended: the sort value and the id of its last row, bound to the list that it is of.
///
/// @param value the sort value as text; empty where the row has none
public record RowCursor(String value, String id) {

    private static final String SEPARATOR = "\n";

    /// @param list a text that is equal for all pages of one list
    public static RowCursor decode(String text, String list) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> parts = List.of(plain.split(SEPARATOR, -1));
            if (parts.size() == 3 && parts.getFirst().equals(mark(list))) {
                return new RowCursor(parts.get(1), parts.get(2));
            }
        } catch (IllegalArgumentException e) {
            throw bad(text);
        }
        throw bad(text);
    }

    public String encode(String list) {
        String plain = String.join(SEPARATOR, mark(list), value, id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    public static StoreException.BadCursor bad(String text) {
        return new StoreException.BadCursor("The cursor '" + text
                + "' is not one that this list gave out: ask again without a cursor, or with the same filters"
                + " and sort");
    }

    private static String mark(String list) {
        return Integer.toHexString(list.hashCode());
    }
}
