package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.session.PageSession;
import io.github.proxmoxmcp.persistence.session.StoredSession;
import java.util.Optional;
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

    private static final PageSession SIGNED_IN =
            new PageSession("i", "t1", "hash 1", Optional.empty(), cycle(0), cycle(0), cycle(0));

    @Test
    void anotherProcessFindsWhoIsSignedInToThePageByTheCookieAndTheOneBefore() {
        store.pageSessions().add(SIGNED_IN);

        try (Store other = another()) {
            assertThat(other.pageSessions().find("hash 1")).contains(SIGNED_IN);
            assertThat(other.pageSessions().change("hash 1", "hash 2", cycle(1)))
                    .isTrue();
            assertThat(other.pageSessions().change("hash 1", "hash 3", cycle(1)))
                    .isFalse();
        }

        PageSession changed = new PageSession("i", "t1", "hash 2", Optional.of("hash 1"), cycle(0), cycle(1), cycle(1));
        assertThat(store.pageSessions().find("hash 1")).contains(changed);
        assertThat(store.pageSessions().find("hash 2")).contains(changed);
        assertThat(store.pageSessions().find("hash 3")).isEmpty();
        assertThat(store.pageSessions().get("i")).contains(changed);
    }

    @Test
    void aSignInEndsAloneOrWithItsTokenOrInTime() {
        for (int i = 1; i <= 5; i++) {
            store.pageSessions()
                    .add(new PageSession(
                            "i" + i, i < 3 ? "t1" : "t2", "h" + i, Optional.empty(), cycle(i), cycle(i), cycle(i)));
        }
        store.pageSessions().used("i3", cycle(9));

        store.pageSessions().end("i1");
        assertThat(store.pageSessions().find("h1")).isEmpty();
        assertThat(store.pageSessions().endOf("t1")).isEqualTo(1);
        assertThat(store.pageSessions().endOld(cycle(5), cycle(0))).isEqualTo(1);
        assertThat(store.pageSessions().find("h4")).isEmpty();
        assertThat(store.pageSessions().endOld(cycle(0), cycle(4))).isEqualTo(1);
        assertThat(store.pageSessions().find("h3")).isEmpty();
        assertThat(store.pageSessions().find("h5")).isPresent();
    }
}
