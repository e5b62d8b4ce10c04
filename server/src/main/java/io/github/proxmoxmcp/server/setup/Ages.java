package io.github.proxmoxmcp.server.setup;

import java.time.Duration;

/// How long something is, in the words of a person.
final class Ages {

    private Ages() {}

    static String words(Duration duration) {
        if (duration.toDays() > 1) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() > 1) {
            return duration.toHours() + " hours";
        }
        return duration.toMinutes() > 1 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " s";
    }
}
