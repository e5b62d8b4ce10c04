package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.yaml.Place;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Entry;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A rule of a firewall: one line as Proxmox's file has it (`|IN SSH(ACCEPT) -source 10.0.0.0/8 # admins`, a bar before
/// what is not in force), the parameters of a call, or a mapping of a manifest.
///
/// @param options by Proxmox's names; `log: nolog` is what holds without it
public record FirewallRule(SortedMap<String, String> options) {

    /// Proxmox's names to those of a manifest, in the order of a line.
    static final Map<String, String> NAMES = names();

    private static final Pattern MACRO = Pattern.compile("([A-Za-z0-9_-]+)\\(([A-Z]+)\\)");

    public FirewallRule {
        options = new TreeMap<>(options);
        options.remove("log", "nolog");
        options.values().removeIf(String::isEmpty);
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("type", "direction");
        names.put("macro", "macro");
        names.put("action", "action");
        names.put("iface", "iface");
        names.put("source", "source");
        names.put("dest", "dest");
        names.put("proto", "proto");
        names.put("dport", "dport");
        names.put("sport", "sport");
        names.put("icmp-type", "icmpType");
        names.put("log", "log");
        return names;
    }

    private static String flag(String option) {
        return switch (option) {
            case "iface" -> "-i";
            case "proto" -> "-p";
            default -> "-" + option;
        };
    }

    /// Reads a line.
    public static FirewallRule parse(String line) {
        SortedMap<String, String> options = new TreeMap<>();
        String rest = line;
        options.put("enable", rest.startsWith("|") ? "0" : "1");
        rest = rest.replaceFirst("^\\|", "");
        int comment = rest.indexOf(" # ");
        if (comment >= 0) {
            options.put("comment", rest.substring(comment + " # ".length()));
            rest = rest.substring(0, comment);
        }
        String[] words = rest.split(" ");
        options.put("type", words[0].toLowerCase(Locale.ROOT));
        if (words.length > 1) {
            Matcher macro = MACRO.matcher(words[1]);
            if (macro.matches()) {
                options.put("macro", macro.group(1));
                options.put("action", macro.group(2));
            } else {
                options.put("action", words[1]);
            }
        }
        String option = "";
        for (int at = 2; at < words.length; at++) {
            String word = words[at];
            Optional<String> named = NAMES.keySet().stream()
                    .filter(name -> flag(name).equals(word))
                    .findFirst();
            if (named.isPresent()) {
                option = named.get();
            } else if (!option.isEmpty()) {
                options.merge(option, word, (before, more) -> before + " " + more);
            }
        }
        return new FirewallRule(options);
    }

    /// As one line.
    public String line() {
        StringBuilder line = new StringBuilder(isInForce() ? "" : "|");
        line.append(options.getOrDefault("type", "").toUpperCase(Locale.ROOT)).append(' ');
        String action = options.getOrDefault("action", "");
        line.append(Optional.ofNullable(options.get("macro"))
                .map(macro -> macro + "(" + action + ")")
                .orElse(action));
        NAMES.keySet().stream()
                .filter(name -> !name.matches("type|macro|action") && options.containsKey(name))
                .forEach(name -> line.append(' ').append(flag(name)).append(' ').append(options.get(name)));
        Optional.ofNullable(options.get("comment"))
                .ifPresent(text -> line.append(" # ").append(text));
        return line.toString();
    }

    private boolean isInForce() {
        return !"0".equals(options.get("enable"));
    }

    /// The other names of a call for a rule that is written over another: what it does not have is to go.
    public List<String> absent() {
        List<String> absent = new ArrayList<>(NAMES.keySet());
        absent.removeAll(List.of("type", "action"));
        absent.add("comment");
        absent.removeAll(options.keySet());
        return absent;
    }

    /// As a manifest writes it.
    public YamlTree tree(Place place) {
        List<Entry> entries = new ArrayList<>();
        if ("group".equals(options.get("type"))) {
            entries.add(entry(place, "group", options.getOrDefault("action", "")));
        }
        NAMES.forEach((option, name) -> {
            if (options.containsKey(option) && (entries.isEmpty() || !option.matches("type|action") || !isGroup())) {
                entries.add(entry(place, name, options.get(option)));
            }
        });
        if (!isInForce()) {
            entries.add(new Entry(place, "enable", new Scalar(place, "false", false)));
        }
        Optional.ofNullable(options.get("comment")).ifPresent(text -> entries.add(entry(place, "comment", text)));
        return new Mapping(place, entries);
    }

    private boolean isGroup() {
        return "group".equals(options.get("type"));
    }

    private static Entry entry(Place place, String name, String text) {
        return new Entry(place, name, new Scalar(place, text, true));
    }
}
