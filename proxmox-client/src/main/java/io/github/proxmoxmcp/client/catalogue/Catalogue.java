package io.github.proxmoxmcp.client.catalogue;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.endpoint.Parameters;
import io.github.proxmoxmcp.client.http.PercentEncoding;
import io.github.proxmoxmcp.client.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The whole API as the cluster itself describes it: to look methods up, to search them by words, and to see what is
/// wrong with a call before it is sent.
public final class Catalogue {

    /// Where every node has it, without login.
    public static final String PATH = "/pve-docs/api-viewer/apidoc.js";

    private final List<ApiMethod> methods;

    private Catalogue(List<ApiMethod> methods) {
        this.methods = methods;
    }

    /// Reads the script `apidoc.js`, without running it.
    public static Catalogue read(byte[] script) {
        Call call = new Call("GET", PATH);
        List<ApiMethod> methods = new ArrayList<>();
        ApiDocument.read(call, script).values().forEach(node -> collect(node, methods));
        if (methods.isEmpty()) {
            throw ApiDocument.problem(call, "has no methods");
        }
        methods.sort(Comparator.comparing(ApiMethod::path).thenComparing(ApiMethod::method));
        return new Catalogue(List.copyOf(methods));
    }

    /// Every method, by path.
    public List<ApiMethod> methods() {
        return methods;
    }

    /// The method behind a call; the path may have placeholders or values.
    public Optional<ApiMethod> find(String method, String path) {
        String[] segments = segments(path);
        return methods.stream()
                .filter(known -> known.method().equals(method) && fits(segments(known.path()), segments))
                // a word of the path is nearer than a placeholder for it
                .min(Comparator.comparingLong(
                        known -> known.path().chars().filter(c -> c == '{').count()));
    }

    /// The methods in which every word occurs, best first: in the path, then the name, then what is said about it.
    public List<ApiMethod> search(String words, int limit) {
        List<String> wanted = Arrays.stream(words.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        Map<ApiMethod, Integer> ranks = new HashMap<>();
        methods.forEach(method -> rank(method, wanted).ifPresent(rank -> ranks.put(method, rank)));
        return ranks.entrySet().stream()
                .sorted(Map.Entry.<ApiMethod, Integer>comparingByValue()
                        .reversed()
                        .thenComparingInt(entry -> entry.getKey().path().length())
                        .thenComparing(entry -> entry.getKey().toString()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What is wrong with a call, by parameter; empty when nothing is. `path` and `method` stand for themselves.
    public Map<String, String> problems(String method, String path, Map<String, ?> parameters) {
        Optional<ApiMethod> found = find(method, path);
        return found.isPresent() ? problems(found.get(), path, parameters) : noSuchMethod(method, path);
    }

    /// Throws what is wrong with a call that is about to be sent.
    public void check(String method, String path, Map<String, ?> parameters) {
        Map<String, String> problems = problems(method, path, parameters);
        if (!problems.isEmpty()) {
            throw ProxmoxException.InvalidParameters.notSent(new Call(method, path), problems);
        }
    }

    private static void collect(JsonNode node, List<ApiMethod> methods) {
        node.path("info")
                .properties()
                .forEach(info ->
                        methods.add(ApiMethod.of(node.path("path").asString(""), info.getKey(), info.getValue())));
        node.path("children").values().forEach(child -> collect(child, methods));
    }

    private static Map<String, String> problems(ApiMethod method, String path, Map<String, ?> given) {
        Map<String, List<String>> values = new TreeMap<>(inPath(method, path));
        List<String> placeholders = List.copyOf(values.keySet());
        for (Request.Parameter parameter : Parameters.ofMap(new Call(method.method(), path), given)) {
            values.computeIfAbsent(parameter.name(), _ -> new ArrayList<>()).add(parameter.value());
        }
        Map<String, String> problems = new TreeMap<>();
        values.forEach((name, texts) -> problem(method, name, texts).ifPresent(text -> problems.put(name, text)));
        method.parameters().stream()
                .filter(parameter ->
                        parameter.required() && values.keySet().stream().noneMatch(parameter::matches))
                .forEach(parameter -> problems.put(parameter.name(), "is required"));
        placeholders.stream()
                .filter(given::containsKey)
                .forEach(name -> problems.put(name, "is given by the path already"));
        return problems;
    }

    private static Optional<String> problem(ApiMethod method, String name, List<String> values) {
        Optional<ApiParameter> parameter = method.parameter(name);
        if (parameter.isPresent()) {
            return ValueCheck.problem(parameter.get(), values);
        }
        if (method.open()) {
            return Optional.empty();
        }
        List<String> known =
                method.parameters().stream().map(ApiParameter::name).toList();
        return Optional.of(NearestName.of(name, known)
                .map(nearest -> "is unknown; did you mean '" + nearest + "'?")
                .orElse("is unknown; this method has " + (known.isEmpty() ? "none" : String.join(", ", known))));
    }

    private static Map<String, List<String>> inPath(ApiMethod method, String path) {
        String[] names = segments(method.path());
        String[] values = segments(path);
        Map<String, List<String>> inPath = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            if (isPlaceholder(names[i]) && !isPlaceholder(values[i])) {
                String name = names[i].substring(1, names[i].length() - 1);
                inPath.put(name, new ArrayList<>(List.of(PercentEncoding.decode(values[i]))));
            }
        }
        return inPath;
    }

    private Map<String, String> noSuchMethod(String method, String path) {
        List<String> others = methods.stream()
                .filter(known -> fits(segments(known.path()), segments(path)))
                .map(ApiMethod::method)
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            return Map.of("method", "this path has " + String.join(", ", others) + ", not " + method);
        }
        List<String> paths = methods.stream().map(ApiMethod::path).distinct().toList();
        return Map.of(
                "path",
                NearestName.of(path, paths)
                        .map(nearest -> "there is no such path; did you mean " + nearest + "?")
                        .orElse("there is no such path"));
    }

    private static Optional<Integer> rank(ApiMethod method, List<String> words) {
        String path = method.path().toLowerCase(Locale.ROOT);
        String name = (method.name() + " " + method.method()).toLowerCase(Locale.ROOT);
        String description = method.description().toLowerCase(Locale.ROOT);
        int rank = 0;
        for (String word : words) {
            int best = List.of(segments(path)).contains(word)
                    ? 8
                    : path.contains(word)
                            ? 5
                            : name.contains(word)
                                    ? 4
                                    : description.contains(word)
                                            ? 2
                                            : parameterNames(method).contains(word) ? 1 : 0;
            if (best == 0) {
                return Optional.empty();
            }
            rank += best;
        }
        return Optional.of(rank);
    }

    private static String parameterNames(ApiMethod method) {
        return method.parameters().stream().map(ApiParameter::name).collect(Collectors.joining(" "));
    }

    private static boolean fits(String[] template, String[] path) {
        if (template.length != path.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            boolean fits = template[i].equals(path[i]) || (isPlaceholder(template[i]) && !path[i].isEmpty());
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static String[] segments(String path) {
        return path.replaceFirst("^/+", "").split("/", -1);
    }

    private static boolean isPlaceholder(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
