package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the guard holds: who must say yes to what, and what may be touched at all.
///
/// @param operate who must say yes to what loses nothing
/// @param destructive who must say yes to what can lose something
/// @param twoPeople what takes the approval of two different people
/// @param undoableOnly whether what cannot be undone is refused, whoever says yes
/// @param operators public keys by name; empty: the one that is pinned in the store
/// @param planLife how long a plan can be approved and applied
/// @param scope of the clusters that have none of their own
/// @param scopes by cluster
/// @param runInGuest where commands may be run inside guests
/// @param downloadFrom addresses from which nodes may fetch files without a human's yes, each with a path
public record PolicySettings(
        Need operate,
        Need destructive,
        Set<Graveness> twoPeople,
        boolean undoableOnly,
        Map<String, String> operators,
        Duration planLife,
        Scope scope,
        Map<String, Scope> scopes,
        RunSettings runInGuest,
        List<URI> downloadFrom) {

    /// Whose yes it takes.
    public enum Need {
        /// Nobody's: it is done at once.
        NONE,
        /// A human's: asked through the client, or an operator.
        HUMAN,
        /// An operator's, with a key that the model does not have.
        OPERATOR
    }

    /// How grave a write is.
    public enum Graveness {
        /// Any.
        OPERATE,
        /// It can lose something, or gives rights.
        DESTRUCTIVE,
        /// It cannot be undone.
        IRREVERSIBLE
    }

    /// What holds where nothing is configured.
    public static PolicySettings usual() {
        return new PolicySettings(
                Need.NONE,
                Need.HUMAN,
                Set.of(),
                false,
                Map.of(),
                Duration.ofMinutes(10),
                Scope.NONE,
                Map.of(),
                new RunSettings(List.of(), Set.of()),
                List.of());
    }

    /// Of how many people the approval must be, if it takes one at all.
    public int people(Effect effect, boolean undoable) {
        boolean two = twoPeople.contains(Graveness.OPERATE)
                || (twoPeople.contains(Graveness.DESTRUCTIVE) && effect == Effect.DESTRUCTIVE)
                || (twoPeople.contains(Graveness.IRREVERSIBLE) && !undoable);
        return two ? 2 : 1;
    }

    public Scope scopeOf(String cluster) {
        return Optional.ofNullable(scopes.get(cluster)).orElse(scope);
    }
}
