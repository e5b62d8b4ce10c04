package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// As many whole files of an export as an answer holds.
///
/// @param files how many they are
/// @param cursor for those that come after them
record ExportPage(String text, int files, Optional<String> cursor) {

    /// @param from the cursor of the page before
    /// @throws BadArgument when a file alone is too long, or the cursor is none
    static ExportPage of(SortedMap<String, String> all, Optional<String> from, int maxCharacters) {
        from.filter(name -> !all.containsKey(name)).ifPresent(name -> {
            throw new BadArgument(
                    "'" + UntrustedText.line(name) + "' is no cursor of this export; begin anew without one");
        });
        // Just behind the last file that was shown.
        SortedMap<String, String> left =
                from.map(name -> all.tailMap(name + "\0")).orElse(all);
        StringBuilder text = new StringBuilder();
        int files = 0;
        String last = "";
        for (Map.Entry<String, String> file : left.entrySet()) {
            int length = file.getValue().length();
            if (length > maxCharacters) {
                throw new BadArgument("the file " + file.getKey() + " has " + length
                        + " characters, more than an answer holds; select fewer guests, or run 'proxmox-mcp export"
                        + " --out DIR', which writes files");
            }
            if (text.length() + length > maxCharacters) {
                break;
            }
            text.append(file.getValue());
            last = file.getKey();
            files++;
        }
        return new ExportPage(text.toString(), files, files < left.size() ? Optional.of(last) : Optional.empty());
    }
}
