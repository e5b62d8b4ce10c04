package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.List;
import java.util.TreeSet;

/// Tags as a caller gives them: all of them, or what is added and removed.
public final class GuestTags {

    private GuestTags() {}

    /// `+web,-old` leaves the other tags as they are; `web,prod` replaces all.
    static String after(List<String> present, String wanted) {
        List<String> words = Tags.parse(wanted).names();
        boolean relative = words.stream().anyMatch(GuestTags::isSigned);
        if (relative && !words.stream().allMatch(GuestTags::isSigned)) {
            throw new ToolException.BadArgument(
                    "'tags' is either all tags (tags=web,prod) or changes with a sign each (tags=+web,-old), not both");
        }
        TreeSet<String> tags = new TreeSet<>(relative ? present : words);
        if (relative) {
            words.forEach(word -> {
                String tag = word.substring(1);
                if (word.startsWith("+")) {
                    tags.add(tag);
                } else {
                    tags.remove(tag);
                }
            });
        }
        return String.join(";", tags);
    }

    private static boolean isSigned(String word) {
        return word.length() > 1 && (word.startsWith("+") || word.startsWith("-"));
    }
}
