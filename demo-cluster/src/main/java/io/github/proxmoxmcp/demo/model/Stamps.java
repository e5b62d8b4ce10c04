package io.github.proxmoxmcp.demo.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as Proxmox spells them in logs and file names, in UTC.
public final class Stamps {
    private static final DateTimeFormatter READABLE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FILE =
            DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter UNIX = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Stamps() {}

    /// `2026-11-23 07:21:33`
    public static String readable(Instant time) {
        return READABLE.format(time);
    }

    /// `2026_11_23-07_21_33`, in the names of backups.
    public static String file(Instant time) {
        return FILE.format(time);
    }

    /// `Mon Nov 23 07:21:33 2026`
    public static String unix(Instant time) {
        return UNIX.format(time);
    }
}
