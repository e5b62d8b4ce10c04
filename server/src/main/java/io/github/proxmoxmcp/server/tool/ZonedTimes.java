package io.github.proxmoxmcp.server.tool;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes the times of an answer as they are in a zone, with its offset: the same moment, and still ISO 8601. What
/// others wrote is left as it is.
final class ZonedTimes {

    private static final Pattern TIME = Pattern.compile("«[^»]*»|(?<!\\d)(?<utc>[0-9]{4}-[0-9]{2}-[0-9]{2}"
            + "T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z)(?![\\w])");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    private final ZoneId zone;

    ZonedTimes(ZoneId zone) {
        this.zone = zone;
    }

    String in(String text) {
        return TIME.matcher(text).replaceAll(time -> Matcher.quoteReplacement(shown(time.group("utc"), time.group())));
    }

    private String shown(@Nullable String utc, String all) {
        if (utc == null) {
            return all;
        }
        OffsetDateTime local = Instant.parse(utc).atZone(zone).toOffsetDateTime();
        return (utc.contains(".") ? MILLIS : SECONDS).format(local);
    }

    /// As [#in(String)], in all texts of a plain value.
    @Nullable
    Object in(@Nullable Object value) {
        return switch (value) {
            case String text -> in(text);
            case List<?> list -> {
                List<@Nullable Object> shown = new ArrayList<>(list.size());
                list.forEach(one -> shown.add(in(one)));
                yield shown;
            }
            case Map<?, ?> map when map.containsKey("untrusted_text") -> map;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                map.forEach((key, one) -> shown.put(key.toString(), in(one)));
                yield shown;
            }
            case null, default -> value;
        };
    }
}
