package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.config.PolicySettings.Graveness;
import io.github.proxmoxmcp.server.config.PolicySettings.Need;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.Scope.Rules;
import io.github.proxmoxmcp.server.tool.Scope.VmidRange;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `approval`, `scope`, `run_in_guest` and `download_from`.
final class PolicyReader {

    private static final int MAX_PLAN_MINUTES = 24 * 60;

    /// The host in small letters, as URLs are compared.
    private static final Pattern PREFIX =
            Pattern.compile("(?:https?://)?[a-z0-9.-]+(?::[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?");

    private PolicyReader() {}

    static PolicySettings read(YamlFile file) {
        YamlFile approval = file.section("approval")
                .only(List.of("operate", "destructive", "two_people", "operators", "plan_minutes", "undoable_only"));
        PolicySettings usual = PolicySettings.usual();
        Map<String, Scope> scopes = new LinkedHashMap<>();
        file.section("clusters").sections().forEach((name, cluster) -> {
            if (cluster.has("scope")) {
                scopes.put(name, scope(cluster.section("scope")));
            }
        });
        return new PolicySettings(
                need(approval, "operate", usual.operate()),
                need(approval, "destructive", usual.destructive()),
                twoPeople(approval),
                approval.flag("undoable_only"),
                approval.section("operators").allTexts(),
                approval.number("plan_minutes")
                        .map(minutes -> life(approval, minutes))
                        .orElse(usual.planLife()),
                scope(file.section("scope")),
                scopes,
                RunSettings.read(file.section("run_in_guest")),
                file.texts("download_from").stream()
                        .map(text -> prefix(file, text))
                        .toList());
    }

    private static Set<Graveness> twoPeople(YamlFile file) {
        Set<Graveness> two = EnumSet.noneOf(Graveness.class);
        for (String text : file.texts("two_people")) {
            two.add(Arrays.stream(Graveness.values())
                    .filter(grave -> grave.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new ConfigurationException(file.where()
                            + ": 'two_people' takes operate, destructive and irreversible, not '" + text + "'")));
        }
        if (!two.isEmpty() && file.section("operators").allTexts().size() < 2) {
            throw new ConfigurationException(file.where() + ": 'two_people' needs two 'operators' or more, because the"
                    + " approvals of two people rest on the keys of two; make them with 'proxmox-mcp operator init'");
        }
        return two;
    }

    private static Duration life(YamlFile file, int minutes) {
        if (minutes < 1 || minutes > MAX_PLAN_MINUTES) {
            throw new ConfigurationException(
                    file.where() + ": 'plan_minutes' must be from 1 to " + MAX_PLAN_MINUTES + ", not " + minutes);
        }
        return Duration.ofMinutes(minutes);
    }

    /// A host alone stands for everything that it has over HTTPS.
    private static URI prefix(YamlFile file, String text) {
        Matcher parts = PREFIX.matcher(text);
        if (!parts.matches()) {
            throw new ConfigurationException(file.where() + ": 'download_from' takes hosts and the beginnings of URLs,"
                    + " such as cloud-images.ubuntu.com or https://mirror.lan/iso/, not '" + text + "'");
        }
        return URI.create((text.contains("://") ? "" : "https://") + text + (parts.group(1) == null ? "/" : ""));
    }

    private static Need need(YamlFile file, String key, Need usual) {
        return file.text(key)
                .map(text -> Arrays.stream(Need.values())
                        .filter(need -> need.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new ConfigurationException(file.where() + ": '" + key
                                + "' must be none, human or operator, not '" + text.toLowerCase(Locale.ROOT) + "'")))
                .orElse(usual);
    }

    static Scope scope(YamlFile file) {
        file.only(List.of("allow", "deny"));
        Scope scope = new Scope(rules(file.section("allow")), rules(file.section("deny")));
        if (file.has("allow") && scope.allow().isEmpty()) {
            throw new ConfigurationException(file.where() + ": 'allow' is empty; leave it out to allow everything, or"
                    + " use access: read to allow nothing");
        }
        return scope;
    }

    private static Rules rules(YamlFile file) {
        file.only(List.of("vmids", "tags", "pools", "nodes"));
        return new Rules(
                file.texts("vmids").stream()
                        .map(text -> VmidRange.parse(text)
                                .orElseThrow(() -> new ConfigurationException(file.where()
                                        + ": 'vmids' takes numbers and ranges such as 100-199, not '" + text + "'")))
                        .toList(),
                Set.copyOf(file.texts("tags")),
                Set.copyOf(file.texts("pools")),
                Set.copyOf(file.texts("nodes")));
    }
}
