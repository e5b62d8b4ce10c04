package io.github.proxmoxmcp.client.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a task, `UPID:node:pid:pstart:starttime:type:id:user:`, kept as it is written.
public record Upid(@JsonValue String text) {

    private static final Pattern FORM = Pattern.compile("UPID:(?<node>[A-Za-z0-9][A-Za-z0-9-]*)"
            + ":(?<pid>[0-9A-Fa-f]{8,})"
            + ":(?<pstart>[0-9A-Fa-f]{8,})"
            + ":(?<starttime>[0-9A-Fa-f]{8,15})"
            + ":(?<type>[^:\\s]+)"
            + ":(?<id>[^:\\s]*)"
            + ":(?<user>[^:\\s]+):?");

    public Upid {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a task: '" + text + "' (expected UPID:NODE:PID:PSTART:STARTTIME:TYPE:ID:USER:)");
        }
    }

    /// Reads a UPID as Proxmox writes it; a missing last colon and blanks around it are forgiven.
    @JsonCreator
    public static Upid parse(String text) {
        String stripped = text.strip();
        return new Upid(stripped.endsWith(":") ? stripped : stripped + ":");
    }

    /// Whether a text can be read as one.
    public static boolean isOne(String text) {
        String stripped = text.strip();
        return FORM.matcher(stripped.endsWith(":") ? stripped : stripped + ":").matches();
    }

    /// The node that runs it, which is the one to ask about it.
    public String node() {
        return part("node");
    }

    /// When it began.
    public Instant starttime() {
        return Instant.ofEpochSecond(Long.parseLong(part("starttime"), 16));
    }

    /// What it does: `qmstart`, `vzdump`, …
    public String type() {
        return part("type");
    }

    /// What it does it to, often a vmid; may be empty.
    public String id() {
        return part("id");
    }

    /// Who started it, with the token if it was one: `joe@pve!mcp`.
    public String user() {
        return part("user");
    }

    @Override
    public String toString() {
        return text;
    }

    private String part(String name) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException(text);
        }
        return matcher.group(name);
    }
}
