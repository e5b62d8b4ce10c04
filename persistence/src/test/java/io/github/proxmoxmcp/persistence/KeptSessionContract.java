package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.session.StoredSession;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Sessions over HTTP, whatever the store is kept in.
abstract class KeptSessionContract extends StoreFixture {

    private static final StoredSession SESSION = new StoredSession("s", "token:a", "read", "{}", cycle(0));

    @Test
    void theKeyOfRequestsIsThatOfWhoAskedFirst() {
        String first = store.keptSessions().requestKey(() -> "made first");

        assertThat(first).isEqualTo("made first");
        assertThat(store.keptSessions().requestKey(() -> "made later")).isEqualTo(first);
    }

    @Test
    void anotherProcessFindsASessionWithItsSubscriptions() {
        store.keptSessions().add(SESSION);
        store.keptSessions().subscribe("s", "proxmox://a");
        store.keptSessions().subscribe("s", "proxmox://a");
        store.keptSessions().subscribe("s", "proxmox://b");
        store.keptSessions().unsubscribe("s", "proxmox://b");

        try (Store other = another()) {
            assertThat(other.keptSessions().get("s")).contains(SESSION);
            assertThat(other.keptSessions().subscriptions()).containsOnlyKeys("s");
            assertThat(other.keptSessions().subscriptions().get("s")).containsExactly("proxmox://a");
        }
    }

    @Test
    void aSessionThatHasEndedIsGoneWithItsSubscriptions() {
        store.keptSessions().add(SESSION);
        store.keptSessions().subscribe("s", "proxmox://a");

        store.keptSessions().end("s");
        store.keptSessions().subscribe("s", "proxmox://b");

        assertThat(store.keptSessions().get("s")).isEmpty();
        assertThat(store.keptSessions().subscriptions()).isEmpty();
    }

    @Test
    void onlyASessionThatNobodyUsesEndsInTime() {
        store.keptSessions().add(SESSION);
        store.keptSessions().add(new StoredSession("t", "token:a", "read", "{}", cycle(0)));
        store.keptSessions().used(Set.of("s", "unknown"), cycle(9));

        int ended = store.keptSessions().endUnused(cycle(5));

        assertThat(ended).isEqualTo(1);
        assertThat(store.keptSessions().get("s")).isPresent();
        assertThat(store.keptSessions().get("t")).isEmpty();
    }
}
