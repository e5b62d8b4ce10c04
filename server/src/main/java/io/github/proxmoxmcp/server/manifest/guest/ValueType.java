package io.github.proxmoxmcp.server.manifest.guest;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a field holds: how Proxmox writes it, how a manifest writes it, and when two spellings are the same value.
///
/// Between the two stands the canonical text, which every spelling of a value becomes: Proxmox rewrites what it is
/// sent, and what is only written differently must not be told as a difference.
public enum ValueType {
    TEXT("text"),
    /// Notes: Proxmox cuts what is blank at their end, or adds a line break.
    NOTE("text"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    /// `on` or `ignore`.
    DISCARD("true or false"),
    /// Counted in MiB by Proxmox.
    MEMORY("a size such as 4GiB"),
    DISK_SIZE("a size such as 32GiB"),
    TAGS("a list of tags"),
    /// Separated by blanks.
    WORDS("a list"),
    /// In no order, separated by commas.
    SET("a list"),
    /// In their order, a line each.
    LINES("a list"),
    /// Seconds since 1970 to Proxmox, 0 for never.
    INSTANT("a time such as 2027-01-31T00:00:00Z"),
    /// Public keys, percent-encoded by Proxmox.
    KEYS("a list of public keys"),
    MAC("a MAC address such as BC:24:11:00:00:01"),
    /// Any option of Proxmox by its own name.
    RAW("text, a number, or true or false");

    private static final List<String> TRUE = List.of("1", "on", "yes", "true");
    private static final List<String> FALSE = List.of("0", "off", "no", "false");

    private final String described;

    ValueType(String described) {
        this.described = described;
    }

    /// What to write, for an error.
    public String described() {
        return described;
    }

    public boolean isList() {
        return this == TAGS || this == WORDS || this == SET || this == LINES || this == KEYS;
    }

    /// Whether any text can be one.
    public boolean isText() {
        return this == TEXT || this == NOTE || this == MAC || this == INSTANT || this == RAW;
    }

    /// What Proxmox says, in the canonical form; a text that is none of this type stays as it is.
    public String ofProxmox(String text) {
        return switch (this) {
            case TEXT, LINES, RAW -> text;
            case MAC -> text.toUpperCase(Locale.ROOT);
            case NOTE -> text.replace("\r\n", "\n").stripTrailing();
            case INTEGER, NUMBER, INSTANT -> number(text).orElse(text);
            case BOOLEAN -> TRUE.contains(text) ? "1" : FALSE.contains(text) ? "0" : text;
            case DISCARD -> text.equals("on") ? "1" : text.equals("ignore") ? "0" : text;
            case MEMORY ->
                number(text)
                        .map(mib -> mib + "M")
                        .flatMap(ByteSize::ofProxmox)
                        .map(String::valueOf)
                        .orElse(text);
            case DISK_SIZE -> ByteSize.ofProxmox(text).map(String::valueOf).orElse(text);
            case TAGS -> list(words(text, "[;,\\s]+").sorted().distinct());
            case WORDS -> list(words(text, "[;,\\s]+"));
            case SET -> list(words(text, "[;,\\s]+").sorted().distinct());
            case KEYS -> list(decoded(text).lines().map(String::strip).filter(line -> !line.isEmpty()));
        };
    }

    /// What a manifest says, in the canonical form; absent when it is none of this type.
    ///
    /// @param quoted whether it stands in quotes
    public Optional<String> written(String text, boolean quoted) {
        return switch (this) {
            case TEXT -> Optional.of(text).filter(one -> !one.contains("\n"));
            case NOTE -> Optional.of(ofProxmox(text));
            case RAW ->
                Optional.of(!quoted && text.equals("true") ? "1" : !quoted && text.equals("false") ? "0" : text);
            case MAC -> Optional.of(ofProxmox(text)).filter(mac -> mac.matches("([0-9A-F]{2}:){5}[0-9A-F]{2}"));
            case INTEGER ->
                Optional.of(text).filter(one -> one.matches("-?[0-9]{1,15}")).flatMap(ValueType::number);
            case NUMBER -> number(text);
            case BOOLEAN, DISCARD ->
                quoted
                        ? Optional.empty()
                        : text.equals("true")
                                ? Optional.of("1")
                                : text.equals("false") ? Optional.of("0") : Optional.empty();
            case MEMORY ->
                ByteSize.written(text)
                        .or(() -> zero(text))
                        .filter(bytes -> bytes % (1 << 20) == 0)
                        .map(String::valueOf);
            case DISK_SIZE -> ByteSize.written(text).filter(bytes -> bytes > 0).map(String::valueOf);
            case INSTANT -> instant(text);
            case TAGS, WORDS, SET, LINES, KEYS -> Optional.empty();
        };
    }

    /// A list of a manifest in the canonical form; absent when one of its texts cannot be in it.
    public Optional<String> written(List<String> texts) {
        return switch (this) {
            case TAGS ->
                texts.stream().allMatch(tag -> tag.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*"))
                        ? Optional.of(list(texts.stream().sorted().distinct()))
                        : Optional.empty();
            case WORDS, SET ->
                texts.stream().anyMatch(word -> word.matches(".*[;,\\s].*") || word.isEmpty())
                        ? Optional.empty()
                        : Optional.of(list(this == SET ? texts.stream().sorted().distinct() : texts.stream()));
            case LINES ->
                Optional.of(list(texts.stream())).filter(_ -> texts.stream().noneMatch(text -> text.contains("\n")));
            case KEYS ->
                texts.stream().anyMatch(key -> key.isBlank() || key.contains("\n"))
                        ? Optional.empty()
                        : Optional.of(list(texts.stream().map(String::strip)));
            default -> Optional.empty();
        };
    }

    /// As it is sent to Proxmox.
    public String forProxmox(String canonical) {
        return switch (this) {
            case DISCARD -> canonical.equals("1") ? "on" : "ignore";
            case MEMORY -> String.valueOf(Long.parseLong(canonical) >> 20);
            case DISK_SIZE -> ByteSize.forProxmox(Long.parseLong(canonical));
            case TAGS -> canonical.replace('\n', ';');
            case WORDS -> canonical.replace('\n', ' ');
            case SET -> canonical.replace('\n', ',');
            // A `+` in a key is no blank.
            case KEYS ->
                URLEncoder.encode(canonical + "\n", StandardCharsets.UTF_8).replace("+", "%20");
            default -> canonical;
        };
    }

    /// As a manifest writes a single value, and a plan shows it.
    public String shown(String canonical) {
        return switch (this) {
            case BOOLEAN, DISCARD -> canonical.equals("1") ? "true" : canonical.equals("0") ? "false" : canonical;
            case MEMORY, DISK_SIZE ->
                number(canonical).map(Long::valueOf).map(ByteSize::shown).orElse(canonical);
            case INSTANT ->
                number(canonical)
                        .map(Long::valueOf)
                        .map(at -> Instant.ofEpochSecond(at).toString())
                        .orElse(canonical);
            case LINES -> String.join("; ", items(canonical));
            case TAGS, WORDS, SET, KEYS -> "[" + String.join(", ", items(canonical)) + "]";
            default -> canonical;
        };
    }

    /// The texts of a list.
    public List<String> items(String canonical) {
        return canonical.isEmpty() ? List.of() : List.of(canonical.split("\n"));
    }

    /// Whether two canonical texts are the same value.
    public boolean same(String one, String other) {
        return folded(one).equals(folded(other));
    }

    private String folded(String canonical) {
        return switch (this) {
            // Proxmox keeps their case only where the cluster says so, and their order, too.
            case TAGS ->
                list(items(canonical).stream()
                        .map(tag -> tag.toLowerCase(Locale.ROOT))
                        .sorted()
                        .distinct());
            case KEYS -> list(items(canonical).stream().sorted());
            case RAW -> raw(canonical);
            default -> canonical;
        };
    }

    /// Parts in any order, and every word for yes.
    private static String raw(String text) {
        String clean = text.replace("\r\n", "\n").stripTrailing();
        return clean.contains("=") || clean.contains(",")
                ? Arrays.stream(clean.split(",", -1))
                        .map(part -> part.contains("=")
                                ? part.substring(0, part.indexOf('=') + 1)
                                        + truth(part.substring(part.indexOf('=') + 1))
                                : part)
                        .sorted()
                        .collect(Collectors.joining(","))
                : truth(clean);
    }

    private static String truth(String text) {
        return TRUE.contains(text) ? "1" : FALSE.contains(text) ? "0" : text;
    }

    private static Optional<String> number(String text) {
        return text.matches("-?[0-9]{1,15}(\\.[0-9]{1,9})?")
                ? Optional.of(new BigDecimal(text).stripTrailingZeros().toPlainString())
                : Optional.empty();
    }

    private static Optional<String> instant(String text) {
        try {
            return Optional.of(text.matches("\\d{4}-\\d{2}-\\d{2}") ? text + "T00:00:00Z" : text)
                    .map(Instant::parse)
                    .map(at -> String.valueOf(at.getEpochSecond()));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Optional<Long> zero(String text) {
        return text.equals("0") ? Optional.of(0L) : Optional.empty();
    }

    private static Stream<String> words(String text, String separators) {
        return Arrays.stream(text.split(separators)).filter(word -> !word.isEmpty());
    }

    private static String list(Stream<String> texts) {
        return texts.collect(Collectors.joining("\n"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
