package io.github.proxmoxmcp.persistence.sql.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of the cluster's log such as `update VM 100: -memory 768 -delete tags,onboot`: parameters as they were sent,
/// values without quotes.
public final class UpdateLine {

    private static final Pattern HEAD = Pattern.compile("update (?:VM|CT|container) [0-9]+:\\s*");
    private static final Pattern OPTION = Pattern.compile("(?:^|\\s)--?([a-z][a-z0-9_]*)(?=[\\s=]|$)");
    private static final Pattern DISK = Pattern.compile("(?:ide|sata|scsi|virtio|efidisk|tpmstate|mp|unused)[0-9]+");

    /// Values that the configuration keeps as they were sent.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+");

    /// Options whose values may hold anything, and so what looks like further options: behind them nothing is told.
    private static final Set<String> FREE_TEXT = Set.of("description", "args", "ciuser", "entrypoint", "env");

    /// `update VM 100: resize --disk scsi0 --size +1G`
    private static final Pattern RESIZE = Pattern.compile("resize --disk ([a-z]+[0-9]+) --size (.*)");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> deleted = new ArrayList<>();

    public UpdateLine(String text) {
        Matcher head = HEAD.matcher(text);
        String parameters = head.lookingAt() ? text.substring(head.end()) : "";
        Matcher resize = RESIZE.matcher(parameters);
        if (resize.matches()) {
            values.put(resize.group(1), "size=" + resize.group(2));
            return;
        }
        List<MatchResult> options = OPTION.matcher(parameters).results().toList();
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i).group(1);
            boolean isLast = i + 1 == options.size() || FREE_TEXT.contains(option);
            int end = !isLast ? options.get(i + 1).start() : parameters.length();
            String value = parameters.substring(options.get(i).end(), end).replaceFirst("^[\\s=]", "");
            if (option.equals("delete") || option.equals("revert")) {
                deleted.addAll(Arrays.asList(value.split("[,; ]+")));
            } else {
                values.put(option, value);
            }
            if (isLast) {
                return;
            }
        }
    }

    /// Whether it tells of this key of a configuration.
    public boolean names(String key) {
        return values.containsKey(key)
                || deleted.contains(key)
                // A disk that is taken away becomes an unused one.
                || (key.startsWith("unused")
                        && deleted.stream().anyMatch(one -> DISK.matcher(one).matches()));
    }

    /// Whether it tells of a fact of a guest as changes name it: `config`, `config.cores`, `memory_bytes`.
    public boolean tells(String field) {
        return field.equals("config")
                || names(field.replaceFirst("^config\\.", ""))
                || TaskEffects.keys(field).stream().anyMatch(this::names);
    }

    /// Whether it set the key to what it was already.
    public boolean repeats(String key, Optional<String> current) {
        return names(key) && wanted(key).equals(current.map(value -> normal(key, value))) && isCertain(key);
    }

    /// Whether the key cannot have become this by it.
    public boolean contradicts(String key, Optional<String> after) {
        return isCertain(key) && !wanted(key).equals(after.map(value -> normal(key, value)));
    }

    /// The value that the key was asked to have; absent: to be deleted.
    public Optional<String> wanted(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> normal(key, value));
    }

    /// Whether what it says is what the configuration shows then.
    private boolean isCertain(String key) {
        return values.containsKey(key)
                ? key.equals("tags")
                        || PLAIN.matcher(values.getOrDefault(key, "")).matches()
                : deleted.contains(key) && !key.startsWith("unused");
    }

    private static String normal(String key, String value) {
        return key.equals("tags")
                ? Arrays.stream(value.split("[,; ]+"))
                        .filter(tag -> !tag.isEmpty())
                        .sorted()
                        .distinct()
                        .reduce((one, other) -> one + ";" + other)
                        .orElse("")
                : value;
    }
}
