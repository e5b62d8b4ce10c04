package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.tool.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// A scope as one text, as it is kept with a token: the section `scope` of the configuration file as JSON.
public final class ScopeText {

    private static final Pattern RULE = Pattern.compile("(deny\\.)?(vmids|tags|pools|nodes)=(.+)");

    private ScopeText() {}

    /// Puts rules such as `vmids=100-199,205` and `deny.tags=prod` together.
    ///
    /// @throws ConfigurationException when one is none
    public static String of(List<String> rules) {
        Map<String, Map<String, List<String>>> scope = new LinkedHashMap<>();
        for (String rule : rules) {
            Matcher parts = RULE.matcher(rule);
            if (!parts.matches()) {
                throw new ConfigurationException("a scope is made of rules such as vmids=100-199,205 or tags=lab or"
                        + " deny.nodes=pve1 (vmids, tags, pools, nodes), not '" + rule + "'");
            }
            scope.computeIfAbsent(parts.group(1) == null ? "allow" : "deny", _ -> new LinkedHashMap<>())
                    .computeIfAbsent(parts.group(2), _ -> new ArrayList<>())
                    .addAll(List.of(parts.group(3).split(",")));
        }
        String text = JsonMapper.shared().writeValueAsString(scope);
        if (!read(text).isBounded()) {
            throw new ConfigurationException("a scope needs at least one rule, such as vmids=100-199");
        }
        return text;
    }

    /// @throws ConfigurationException when the text says nothing that is understood
    public static Scope read(String text) {
        return new ConfigurationYaml(Path::of)
                .read("scope", text, PolicySection.Bounds.class)
                .scope();
    }
}
