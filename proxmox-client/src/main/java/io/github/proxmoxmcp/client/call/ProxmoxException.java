package io.github.proxmoxmcp.client.call;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Everything that can go wrong between us and Proxmox VE, one final class for each thing a caller can do about it.
///
/// The message says what failed, what Proxmox said (in `«»`, see [Reason]) and what to do next; control characters are
/// gone from it.
public abstract sealed class ProxmoxException extends RuntimeException {

    private final Call call;
    private final String text;
    private final boolean outcomeUnknown;

    private ProxmoxException(Call call, Reason reason, String advice, boolean outcomeUnknown) {
        super(Reason.ours(call + " failed: " + reason + (advice.isEmpty() ? "" : ". " + advice)
                        + (outcomeUnknown
                                ? ". It is unknown whether the change took effect: look before you repeat it"
                                : ""))
                .toString());
        this.call = call;
        this.text = reason.toString();
        this.outcomeUnknown = outcomeUnknown;
    }

    private ProxmoxException(Call call, Reason reason, String advice) {
        this(call, reason, advice, false);
    }

    /// What was asked.
    public final Call call() {
        return call;
    }

    /// Proxmox's own words, marked as such, or ours where it said nothing.
    public final String text() {
        return text;
    }

    /// Whether a change was sent and may have happened all the same.
    public final boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    /// The token or ticket was not accepted: wrong, expired, deleted or disabled, which all look alike.
    public static final class NotAuthenticated extends ProxmoxException {
        public NotAuthenticated(Call call, Reason reason) {
            super(
                    call,
                    reason,
                    "Check the token or password: a wrong secret, an expired or deleted token and a disabled user all"
                            + " look like this ('pveum user token list USER' on a node shows what exists)");
        }
    }

    /// A privilege is missing; where Proxmox names them, so does this.
    public static final class Forbidden extends ProxmoxException {
        private final Optional<String> path;
        private final Optional<String> privilege;

        public Forbidden(Call call, Reason reason, Optional<String> path, Optional<String> privilege, String tokenId) {
            super(call, reason, advice(path, privilege, tokenId));
            this.path = path;
            this.privilege = privilege;
        }

        /// The access-control path, such as `/vms/100`.
        public Optional<String> path() {
            return path;
        }

        /// The privilege, or several separated by `|` of which one would do.
        public Optional<String> privilege() {
            return privilege;
        }

        /// No line to run: a role on a path replaces all that is inherited there, and what that is, nobody knows here.
        private static String advice(Optional<String> path, Optional<String> privilege, String tokenId) {
            return path.flatMap(where -> privilege.map(what -> "'" + tokenId + "' needs " + what + " on " + where
                            + (tokenId.contains("!") ? ", and so does its user if the token has rights of its own" : "")
                            + ". A role given there replaces the inherited ones, so it must include their privileges:"
                            + " 'proxmox-mcp doctor' prints such lines"))
                    .orElse("");
        }
    }

    /// The guest, storage, snapshot, pool, user or task does not exist (there).
    public static final class NoSuchThing extends ProxmoxException {
        public NoSuchThing(Call call, Reason reason) {
            super(call, reason, "");
        }
    }

    /// Proxmox does not accept the parameters, with what it says of each.
    public static final class InvalidParameters extends ProxmoxException {
        private final Map<String, String> byField;

        public InvalidParameters(Call call, Reason reason, Map<String, Reason> byField) {
            super(call, byField.isEmpty() ? reason : Reason.ours(reason + " " + listed(byField)), "");
            Map<String, String> reasons = new TreeMap<>();
            byField.forEach((field, problem) -> reasons.put(field, problem.toString()));
            this.byField = Collections.unmodifiableMap(reasons);
        }

        /// What was found wrong here, so that nothing left.
        public static InvalidParameters notSent(Call call, Map<String, String> problems) {
            Map<String, Reason> ours = new TreeMap<>();
            problems.forEach((field, problem) -> ours.put(field, Reason.ours(problem)));
            return new InvalidParameters(call, Reason.ours("not sent:"), ours);
        }

        /// Parameter name to problem, sorted by name.
        public Map<String, String> byField() {
            return byField;
        }

        private static String listed(Map<String, Reason> byField) {
            return new TreeMap<>(byField)
                    .entrySet().stream()
                            .map(field -> Reason.quoted(field.getKey()) + ": " + field.getValue())
                            .collect(Collectors.joining("; "));
        }
    }

    /// The guest has a lock (`backup`, `migrate`, …), which somebody else's work holds.
    public static final class Locked extends ProxmoxException {
        private final Optional<String> lock;

        public Locked(Call call, Reason reason, Optional<String> lock) {
            super(
                    call,
                    reason,
                    "Wait for the task that holds the lock; a lock left by a crash needs 'qm unlock' or 'pct unlock'");
            this.lock = lock;
        }

        /// The kind of lock.
        public Optional<String> lock() {
            return lock;
        }
    }

    /// Proxmox waited for one of its own locks in vain: something else is at work.
    public static final class Busy extends ProxmoxException {
        public Busy(Call call, Reason reason) {
            super(call, reason, "Another task is working on it: try again when it has ended");
        }
    }

    /// The cluster has lost its quorum and refuses changes.
    public static final class NoQuorum extends ProxmoxException {
        public NoQuorum(Call call, Reason reason) {
            super(call, reason, "The cluster has no quorum: reads work, changes do not until enough nodes are back");
        }
    }

    /// The endpoint answers, but the node that the call is for cannot be reached from it.
    public static final class NodeUnreachable extends ProxmoxException {
        private final int status;
        private final Optional<String> node;

        public NodeUnreachable(Call call, Reason reason, int status, Optional<String> node, boolean outcomeUnknown) {
            super(
                    call,
                    reason,
                    node.map(name -> "Is the name right, and is node '" + name + "' online?")
                            .orElse(""),
                    outcomeUnknown);
            this.status = status;
            this.node = node;
        }

        /// 595, 596 or, for an unknown name, 500.
        public int status() {
            return status;
        }

        /// The node's name as the call gave it.
        public Optional<String> node() {
            return node;
        }
    }

    /// No endpoint could be reached: refused, not found, or not to be trusted.
    public static final class ClusterUnreachable extends ProxmoxException {
        private final boolean untrusted;

        public ClusterUnreachable(Call call, Reason reason, boolean untrusted, boolean outcomeUnknown) {
            super(call, reason, "", outcomeUnknown);
            this.untrusted = untrusted;
        }

        /// Whether TLS failed, which no repetition mends.
        public boolean untrusted() {
            return untrusted;
        }
    }

    /// No answer in time.
    public static final class Timeout extends ProxmoxException {
        public Timeout(Call call, Reason reason, boolean outcomeUnknown) {
            super(call, reason, "", outcomeUnknown);
        }
    }

    /// The configuration has changed since the digest was read.
    public static final class DigestConflict extends ProxmoxException {
        public DigestConflict(Call call, Reason reason) {
            super(call, reason, "It was changed since it was read: read it again, then decide");
        }
    }

    /// The answer is not what the Proxmox API says: no JSON, cut off, too large, other types.
    public static final class ProtocolError extends ProxmoxException {
        public ProtocolError(Call call, Reason reason, boolean outcomeUnknown) {
            super(call, reason, "", outcomeUnknown);
        }
    }

    /// Any other answer of 4xx: Proxmox does not want to.
    public static final class Refused extends ProxmoxException {
        private final int status;

        public Refused(Call call, Reason reason, int status) {
            super(call, reason, "(status " + status + ")");
            this.status = status;
        }

        /// The HTTP status.
        public int status() {
            return status;
        }
    }

    /// Any other answer of 5xx: Proxmox could not.
    public static final class Failed extends ProxmoxException {
        private final int status;

        public Failed(Call call, Reason reason, int status) {
            super(call, reason, status == 501 ? "This API has no such path or method" : "");
            this.status = status;
        }

        /// The HTTP status.
        public int status() {
            return status;
        }
    }
}
