package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.config.PolicySettings.Graveness;
import io.github.proxmoxmcp.server.config.PolicySettings.Need;
import io.github.proxmoxmcp.server.tool.Range;
import io.github.proxmoxmcp.server.tool.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys of the configuration file that say what may be done, and whose yes it takes.
record PolicySection(Approval approval, Bounds scope, RunSettings runInGuest, List<DownloadPrefix> downloadFrom) {

    /// @param scopes of the clusters that have one of their own
    PolicySettings settings(Map<String, Scope> scopes) {
        PolicySettings usual = PolicySettings.usual();
        return new PolicySettings(
                approval.operate.orElse(usual.operate()),
                approval.destructive.orElse(usual.destructive()),
                approval.twoPeople,
                approval.undoableOnly,
                approval.operators,
                approval.planMinutes.map(Duration::ofMinutes).orElse(usual.planLife()),
                scope.scope(),
                scopes,
                runInGuest,
                downloadFrom.stream().map(DownloadPrefix::url).toList());
    }

    record Approval(
            Optional<Need> operate,
            Optional<Need> destructive,
            Set<Graveness> twoPeople,
            Map<String, String> operators,
            @Range(min = 1, max = 24 * 60) Optional<Integer> planMinutes,
            boolean undoableOnly) {

        Approval {
            if (!twoPeople.isEmpty() && operators.size() < 2) {
                throw new IllegalArgumentException("'two_people' needs two 'operators' or more, because the approvals"
                        + " of two people rest on the keys of two; make them with 'proxmox-mcp operator init'");
            }
        }
    }

    /// See [Scope].
    record Bounds(Optional<Scope.Rules> allow, Optional<Scope.Rules> deny) {

        Bounds {
            if (allow.filter(Scope.Rules::isEmpty).isPresent()) {
                throw new IllegalArgumentException("'allow' is empty; leave it out to allow everything, or use"
                        + " access: read to allow nothing");
            }
        }

        Scope scope() {
            return new Scope(allow.orElse(Scope.Rules.NONE), deny.orElse(Scope.Rules.NONE));
        }
    }

    /// From where nodes may fetch files without a human's yes.
    record DownloadPrefix(URI url) {

        /// The host in small letters, as URLs are compared.
        private static final Pattern PREFIX =
                Pattern.compile("(?:https?://)?[a-z0-9.-]+(?::[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?");

        /// A host alone stands for everything that it has over HTTPS.
        static DownloadPrefix parse(String text) {
            Matcher parts = PREFIX.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("takes hosts and the beginnings of URLs, such as"
                        + " cloud-images.ubuntu.com or https://mirror.lan/iso/, not '" + text + "'");
            }
            return new DownloadPrefix(
                    URI.create((text.contains("://") ? "" : "https://") + text + (parts.group(1) == null ? "/" : "")));
        }
    }
}
