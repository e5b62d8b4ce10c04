package io.github.proxmoxmcp.server.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.tool.ToolDefinition.Call;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks every cluster where none is named, and makes one list of the answers, with the column `cluster`. A page has an
/// equal share of each, so that none hides another; it is as old as its oldest part, and says what a part is missing.
public final class Fleet {

    private static final String CLUSTER = "cluster";
    private static final String CURSOR = "cursor";
    private static final String LIMIT = "limit";

    /// So many clusters are asked side by side: a `fresh` answer of a fleet waits for the slowest cluster, and not for
    /// the sum of all; and the memory is left to others, too.
    public static final int MAX_AT_ONCE = 8;

    /// In a cursor, instead of a name: how many rows those have of which there is no more.
    private static final String ENDED = "";

    private final Supplier<List<String>> clusters;
    private final int usualLimit;

    /// @param clusters their names
    /// @param usualLimit how many rows a page has at the most where nobody says
    public Fleet(Supplier<List<String>> clusters, int usualLimit) {
        this.clusters = clusters;
        this.usualLimit = usualLimit;
    }

    /// What one cluster answered, or why it did not.
    private record Part(String cluster, Optional<Answer<?>> answer, Optional<ToolException> failure) {

        Listing listing() {
            return switch (answer.orElseThrow().body()) {
                case Listing listing -> listing;
                case Overview overview -> {
                    List<@Nullable Object> row =
                            new ArrayList<>(overview.overview().values());
                    yield Listing.whole(
                            new Table(List.copyOf(overview.overview().keySet()), List.of(row)));
                }
                default -> throw new IllegalStateException("no list and no overview");
            };
        }
    }

    /// The call of a tool, which asks all where no cluster is named.
    ///
    /// @param takes the names of the tool's arguments
    Call over(Set<String> takes, Call one) {
        return (arguments, caller) -> {
            if (arguments.get(CLUSTER) != null || clusters.get().size() < 2) {
                return one.apply(arguments, caller);
            }
            Map<String, Optional<String>> asked = asked(arguments.get(CURSOR));
            long ended = asked.containsKey(ENDED)
                    ? Long.parseLong(asked.remove(ENDED).orElseThrow())
                    : 0;
            List<Part> parts = Parallel.all(
                    asked.entrySet(),
                    MAX_AT_ONCE,
                    cluster -> part(one, share(arguments, takes, cluster, asked.size()), cluster.getKey(), caller));
            return together(parts, ended);
        };
    }

    /// The clusters of which there is more, each with where its page before ended.
    private Map<String, Optional<String>> asked(@Nullable Object cursor) {
        Map<String, Optional<String>> asked = new LinkedHashMap<>();
        if (cursor == null) {
            clusters.get().forEach(name -> asked.put(name, Optional.empty()));
            return asked;
        }
        for (String part : cursor.toString().split("&")) {
            String[] pair = part.split("=", 2);
            boolean known = pair.length == 2
                    && (pair[0].equals(ENDED)
                            ? pair[1].matches("[0-9]{1,12}")
                            : clusters.get().contains(pair[0]));
            if (!known) {
                throw new ToolException.BadArgument("cursor '" + UntrustedText.line(cursor.toString())
                        + "' is not a cursor: give next_cursor of the page before, or leave it out");
            }
            asked.put(pair[0], Optional.of(URLDecoder.decode(pair[1], UTF_8)));
        }
        return asked;
    }

    private Map<String, @Nullable Object> share(
            Map<String, ? extends @Nullable Object> arguments,
            Set<String> takes,
            Map.Entry<String, Optional<String>> cluster,
            int parts) {
        Map<String, @Nullable Object> share = new LinkedHashMap<>(arguments);
        share.put(CLUSTER, cluster.getKey());
        share.remove(CURSOR);
        cluster.getValue().ifPresent(cursor -> share.put(CURSOR, cursor));
        Object limit = arguments.get(LIMIT) == null ? Integer.valueOf(usualLimit) : arguments.get(LIMIT);
        // What is no number is refused by the tool itself.
        if (takes.contains(LIMIT) && String.valueOf(limit).matches("[1-9][0-9]{0,5}")) {
            int rows = Integer.parseInt(String.valueOf(limit));
            share.put(LIMIT, rows > 500 ? rows : Math.max(1, (rows + parts - 1) / parts));
        }
        return share;
    }

    private static Part part(
            Call one, Map<String, ? extends @Nullable Object> arguments, String cluster, Caller caller) {
        try {
            return new Part(cluster, Optional.of(one.apply(arguments, caller)), Optional.empty());
        } catch (ToolException.NotFound | ToolException.Unavailable e) {
            return new Part(cluster, Optional.empty(), Optional.of(e));
        }
    }

    /// @param ended rows of those that were whole on pages before
    private static Answer<Listing> together(List<Part> parts, long ended) {
        List<Part> answered =
                parts.stream().filter(part -> part.answer().isPresent()).toList();
        if (answered.isEmpty()) {
            throw parts.getFirst().failure().orElseThrow();
        }
        List<Answer<?>> answers = answered.stream()
                .<Answer<?>>map(part -> part.answer().orElseThrow())
                .toList();
        // Where something of that name is not there, nothing is missing of the others' answers.
        Stream<String> failed = parts.stream()
                .filter(part -> part.failure()
                        .filter(ToolException.Unavailable.class::isInstance)
                        .isPresent())
                .map(part ->
                        part.cluster() + ": " + part.failure().orElseThrow().getMessage());
        Stream<String> missing = answered.stream()
                .flatMap(part ->
                        part.answer().orElseThrow().incomplete().stream().map(text -> part.cluster() + ": " + text));
        return new Answer<>(
                listing(answered, ended),
                answers.stream().flatMap(answer -> answer.asOf().stream()).min(Instant::compareTo),
                answers.stream().flatMap(answer -> answer.age().stream()).max(Long::compareTo),
                Stream.concat(failed, missing).toList());
    }

    private static Listing listing(List<Part> parts, long ended) {
        Set<String> columns = new LinkedHashSet<>(List.of(CLUSTER));
        parts.forEach(part -> columns.addAll(part.listing().columns()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<String> cursors = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        long total = ended;
        long whole = ended;
        for (Part part : parts) {
            Listing listing = part.listing();
            for (List<@Nullable Object> row : listing.rows()) {
                rows.add(row(part.cluster(), columns, listing.columns(), row));
            }
            listing.nextCursor()
                    .ifPresent(cursor -> cursors.add(part.cluster() + "=" + URLEncoder.encode(cursor, UTF_8)));
            listing.note().ifPresent(note -> notes.add(part.cluster() + ": " + note));
            total += listing.total();
            whole += listing.nextCursor().isPresent() ? 0 : listing.total();
        }
        if (!cursors.isEmpty() && whole > 0) {
            cursors.add(ENDED + "=" + whole);
        }
        return new Listing(
                List.copyOf(columns),
                rows,
                total,
                Optional.of(String.join("&", cursors)).filter(text -> !text.isEmpty()),
                Optional.of(String.join("; ", notes)).filter(text -> !text.isEmpty()));
    }

    private static List<@Nullable Object> row(
            String cluster, Set<String> all, List<String> columns, List<@Nullable Object> values) {
        List<@Nullable Object> row = new ArrayList<>();
        for (String column : all) {
            int at = columns.indexOf(column);
            Object value = at >= 0 && at < values.size() ? values.get(at) : null;
            row.add(column.equals(CLUSTER) && at < 0 ? cluster : value);
        }
        while (row.getLast() == null) {
            row.removeLast();
        }
        return row;
    }
}
