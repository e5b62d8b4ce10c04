package io.github.proxmoxmcp.server.tools.api;

import static io.github.proxmoxmcp.server.tool.Effect.READ;

import io.github.proxmoxmcp.client.catalogue.ApiMethod;
import io.github.proxmoxmcp.client.catalogue.ApiParameter;
import io.github.proxmoxmcp.client.catalogue.Catalogue;
import io.github.proxmoxmcp.server.cluster.ApiRows;
import io.github.proxmoxmcp.server.cluster.Catalogues;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Cursor;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.guard.ReadCheck;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.LongAnswer;
import io.github.proxmoxmcp.server.tool.MaxLength;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.Untrusted;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The rest of Proxmox's API, as this very cluster describes it.
public final class ApiTools {

    private static final int MAX_METHODS = 1000;
    private static final int SHORTEST_WORD = 3;
    private static final int MAX_WORDS = 20;
    private static final int DEFAULT_METHODS = 15;
    private static final int MAX_PARAMETERS = 40;
    private static final int SENTENCE = 110;

    private static final List<Column<ApiMethod>> METHODS = List.of(
            Column.of("method", ApiMethod::method),
            Column.of("path", ApiMethod::path),
            Column.of("description", method -> new UntrustedText(sentence(method.description()))));

    private static final List<Column<ApiParameter>> PARAMETERS = List.of(
            Column.of("name", ApiParameter::name),
            Column.of("type", ApiParameter::type),
            Column.sparse("required", parameter -> Optional.of("yes").filter(_ -> parameter.required())),
            Column.sparse("default", parameter -> parameter.defaultValue().map(UntrustedText::new)),
            Column.sparse("values", parameter -> values(parameter).map(UntrustedText::new)),
            Column.of("description", parameter -> new UntrustedText(sentence(parameter.description()))));

    private final Readings readings;
    private final Catalogues catalogues;

    public ApiTools(Readings readings, Catalogues catalogues) {
        this.readings = readings;
        this.catalogues = catalogues;
    }

    /// Arguments of `search_api`.
    record SearchApi(
            Optional<ClusterName> cluster,
            @MaxLength(500) @Describe("words") String query,
            Optional<Limit> limit) {}

    @Tool(
            name = "search_api",
            title = "Search Proxmox's API",
            description =
                    "Methods of this cluster's own Proxmox API by words, best first; for what no other tool covers."
                            + " Then describe_api and read_api.",
            effect = READ,
            needs = {})
    Answer<Listing> searchApi(SearchApi request) {
        if (request.query().isBlank()) {
            throw new ToolException.BadArgument("search_api: 'query' must be some words, such as 'firewall rules'");
        }
        Reading reading = readings.now(request.cluster());
        Catalogue catalogue = catalogues.of(reading);
        List<ApiMethod> all = catalogue.search(request.query(), MAX_METHODS);
        List<ApiMethod> found = all.isEmpty() ? withMost(catalogue, request.query()) : all;
        int shown = request.limit().map(Limit::value).orElse(DEFAULT_METHODS);
        Listing listing =
                Listing.page(Table.of(found.stream().limit(shown).toList(), METHODS), found.size(), Optional.empty());
        if (all.isEmpty()) {
            return Answer.of(listing.withNote("no method has all of these words"
                    + (found.isEmpty() ? "; try others" : "; these have the most of them")));
        }
        return Answer.of(
                found.size() > shown
                        ? listing.withNote("further words narrow it, and limit shows more of them")
                        : listing);
    }

    /// People ask in sentences: the methods in which most of the words occur.
    private static List<ApiMethod> withMost(Catalogue catalogue, String sentence) {
        Map<ApiMethod, Long> counts = Arrays.stream(sentence.split("\\W+"))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .distinct()
                .limit(MAX_WORDS)
                .flatMap(word -> catalogue.search(word, Integer.MAX_VALUE).stream())
                .collect(Collectors.groupingBy(method -> method, LinkedHashMap::new, Collectors.counting()));
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .limit(MAX_METHODS)
                .toList();
    }

    /// Arguments of `describe_api`.
    record DescribeApi(
            Optional<ClusterName> cluster,
            @Describe("/nodes/{node}/qemu or with values") String path,
            @Describe("GET (default), POST, PUT or DELETE") Optional<String> method,

            @Describe("only parameters with this in their name")
            Optional<String> name) {}

    /// A method of the API.
    ///
    /// @param permissions what Proxmox wants the caller to have; absent: root only
    record ApiCard(
            String method,
            String path,
            UntrustedText description,
            @Untrusted Optional<String> permissions,
            @Untrusted String returns,
            Optional<String> note,
            Optional<String> otherMethods,
            int parametersTotal,
            Table parameters) {}

    @Tool(
            name = "describe_api",
            title = "One method of the API",
            description = "What a method of the Proxmox API does, takes and needs as permission.",
            effect = READ,
            needs = {})
    Answer<ApiCard> describeApi(DescribeApi request) {
        Reading reading = readings.now(request.cluster());
        Catalogue catalogue = catalogues.of(reading);
        String path = ApiPath.parse(request.path()).path();
        String verb = request.method().orElse("GET").toUpperCase(Locale.ROOT);
        ApiMethod method = catalogue.find(verb, path).orElseThrow(() -> noSuch("describe_api", catalogue, verb, path));
        List<ApiParameter> parameters = method.parameters().stream()
                .filter(parameter ->
                        request.name().map(parameter.name()::contains).orElse(true))
                .sorted(Comparator.comparing(ApiParameter::required).reversed())
                .toList();
        String others = catalogue.methods().stream()
                .filter(other ->
                        other.path().equals(method.path()) && !other.method().equals(method.method()))
                .map(ApiMethod::method)
                .collect(Collectors.joining(", "));
        return Answer.of(new ApiCard(
                method.method(),
                method.path(),
                new UntrustedText(method.description()),
                method.permissions(),
                method.returns(),
                Optional.of("refuses API tokens").filter(_ -> !method.allowsToken()),
                Optional.of(others).filter(text -> !text.isEmpty()),
                method.parameters().size(),
                Table.of(parameters.stream().limit(MAX_PARAMETERS).toList(), PARAMETERS)));
    }

    /// Arguments of `read_api`.
    record ReadApi(
            Optional<ClusterName> cluster,

            @Describe("with values or {node}, {vmid}, {storage} and parameters: /nodes/{node}/apt/update, …?type=vm")
            String path,

            @Describe("fills {node} and {vmid}") Optional<GuestRef> guest,
            Optional<String> node,
            Optional<String> storage,

            @Describe("only these") Optional<List<String>> fields,

            Optional<Limit> limit,
            Optional<Cursor> cursor) {}

    @LongAnswer
    @Tool(
            name = "read_api",
            title = "Read anything of the API",
            description =
                    "A GET of the Proxmox API, live: lists as rows, objects as key and value. Credentials are struck"
                            + " out. Prefer the other tools.",
            effect = READ,
            needs = {})
    Answer<Listing> readApi(ReadApi request) {
        Reading reading = readings.now(request.cluster());
        Catalogue catalogue = catalogues.of(reading);
        ApiPath path =
                ApiPath.parse(request.path()).filled(reading, request.guest(), request.node(), request.storage());
        ApiMethod method =
                catalogue.find("GET", path.path()).orElseThrow(() -> noSuch("read_api", catalogue, "GET", path.path()));
        ReadCheck.refusal(method).ifPresent(why -> {
            throw new ToolException.BadArgument("read_api: " + method.path() + " does more than read: " + why);
        });
        path.requirePlain(method);
        catalogue.check("GET", path.path(), path.parameters());
        Listing listing = ApiRows.read(
                reading.cluster(),
                path.path(),
                path.parameters(),
                request.fields().orElse(List.of()),
                request.cursor().map(ApiTools::offset).orElse(0),
                request.limit().orElse(Limit.DEFAULT).value());
        return new Answer<>(listing, Optional.of(reading.now()), Optional.of(0L), List.of());
    }

    private static int offset(Cursor cursor) {
        if (!cursor.value().matches("[0-9]{1,8}")) {
            throw new ToolException.BadArgument("read_api: 'cursor' is '" + UntrustedText.line(cursor.value())
                    + "', but must be the next_cursor of the page before");
        }
        return Integer.parseInt(cursor.value());
    }

    private static ToolException noSuch(String tool, Catalogue catalogue, String method, String path) {
        Map<String, String> problems = catalogue.problems(method, path, Map.of());
        return new ToolException.NotFound(tool + ": " + method + " " + UntrustedText.line(path) + ": "
                + String.join("; ", problems.values()) + ". search_api finds paths by words.");
    }

    private static Optional<String> values(ApiParameter parameter) {
        if (!parameter.allowed().isEmpty()) {
            return Optional.of(String.join(" ", parameter.allowed()));
        }
        if (!parameter.parts().isEmpty()) {
            return Optional.of(
                    parameter.parts().stream().map(part -> part.name() + "=").collect(Collectors.joining(",")));
        }
        if (parameter.minimum().isPresent() || parameter.maximum().isPresent()) {
            return Optional.of(bound(parameter.minimum()) + ".." + bound(parameter.maximum()));
        }
        return parameter.format();
    }

    private static String bound(Optional<Double> bound) {
        return bound.map(number -> number == Math.rint(number) ? String.valueOf(number.longValue()) : number.toString())
                .orElse("");
    }

    private static String sentence(String text) {
        return UntrustedText.line(UntrustedText.line(text).replaceFirst("(?<=\\w\\.) .*", ""), SENTENCE);
    }
}
