package io.github.proxmoxmcp.server.cli.screen;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// A moment of today, as the clock on the wall of a person at the terminal shows it.
public final class TimeOfDay {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("HH:mm");

    private TimeOfDay() {}

    public static String of(Instant moment) {
        return FORM.format(moment.atZone(ZoneId.systemDefault()));
    }
}
