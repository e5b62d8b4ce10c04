package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.tool.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the guard holds: who must say yes to what, and what may be touched at all.
///
/// @param operate who must say yes to what loses nothing
/// @param destructive who must say yes to what can lose something
/// @param undoableOnly whether what cannot be undone is refused, whoever says yes
/// @param operators public keys by name; empty: the one that is pinned in the store
/// @param planLife how long a plan can be approved and applied
/// @param scope of the clusters that have none of their own
/// @param scopes by cluster
public record PolicySettings(
        Need operate,
        Need destructive,
        boolean undoableOnly,
        Map<String, String> operators,
        Duration planLife,
        Scope scope,
        Map<String, Scope> scopes) {

    /// Whose yes it takes.
    public enum Need {
        /// Nobody's: it is done at once.
        NONE,
        /// A human's: asked through the client, or an operator.
        HUMAN,
        /// An operator's, with a key that the model does not have.
        OPERATOR
    }

    /// What holds where nothing is configured.
    public static PolicySettings usual() {
        return new PolicySettings(Need.NONE, Need.HUMAN, false, Map.of(), Duration.ofMinutes(10), Scope.NONE, Map.of());
    }

    public Scope scopeOf(String cluster) {
        return Optional.ofNullable(scopes.get(cluster)).orElse(scope);
    }
}
