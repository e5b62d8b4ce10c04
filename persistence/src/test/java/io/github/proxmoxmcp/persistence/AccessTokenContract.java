package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.session.AccessToken;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tokens, whatever the store is kept in.
abstract class AccessTokenContract extends StoreFixture {

    private static AccessToken token(String id, String name) {
        return new AccessToken(
                id, name, "read", Optional.empty(), "h", cycle(0), Optional.of(cycle(60)), Optional.empty());
    }

    @Test
    void keepsATokenAsItWasGiven() {
        assertThat(store.accessTokens().add(token("a", "laptop"))).isTrue();

        assertThat(store.accessTokens().get("a")).contains(token("a", "laptop"));
        assertThat(store.accessTokens().get("b")).isEmpty();
    }

    @Test
    void aNameIsTakenUntilItsTokenIsRevoked() {
        store.accessTokens().add(token("a", "laptop"));

        assertThat(store.accessTokens().add(token("b", "laptop"))).isFalse();
        assertThat(store.accessTokens().revoke("laptop", cycle(1))).isTrue();
        assertThat(store.accessTokens().add(token("b", "laptop"))).isTrue();
        assertThat(store.accessTokens().list()).extracting(AccessToken::id).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void anotherProcessSeesARevocationAtOnce() {
        store.accessTokens().add(token("a", "laptop"));
        try (Store other = another()) {
            other.accessTokens().revoke("laptop", cycle(1));
        }

        AccessToken revoked = store.accessTokens().get("a").orElseThrow();
        assertThat(revoked.revokedAt()).contains(cycle(1));
        assertThat(revoked.isValid(cycle(0))).isFalse();
        assertThat(store.accessTokens().revoke("laptop", cycle(2))).isFalse();
    }

    @Test
    void aTokenIsWorthNothingOnceItHasExpired() {
        assertThat(token("a", "laptop").isValid(cycle(59))).isTrue();
        assertThat(token("a", "laptop").isValid(cycle(60))).isFalse();
    }
}
