package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.notice.Delivery;
import io.github.proxmoxmcp.persistence.notice.Notice;
import io.github.proxmoxmcp.persistence.notice.NoticeKey;
import io.github.proxmoxmcp.persistence.notice.ToldNotice;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What people are told, whatever the store is kept in.
abstract class NoticeContract extends StoreFixture {

    private static final NoticeKey NODE = new NoticeKey("lab", "problem/node/pve2");
    private static final NoticeKey PLAN = new NoticeKey("lab", "plan/abc");

    @Test
    void anotherProcessFindsWhatIsOpenAndWhatIsGone() {
        Notice open = new Notice(NODE, "{}", cycle(0), Optional.empty(), 0);
        Notice back = new Notice(NODE, "{\"a\":1}", cycle(2), Optional.of(cycle(3)), 1);
        store.notices().save(List.of(open, new Notice(PLAN, "{}", cycle(1), Optional.empty(), 0)), List.of());
        store.notices().save(List.of(back), List.of(PLAN));

        try (Store other = another()) {
            assertThat(other.notices().list()).containsExactly(back);
        }
    }

    @Test
    void whatATargetWasToldIsItsOwn() {
        ToldNotice told = new ToldNotice(NODE, "{}", cycle(0));
        Delivery failed = new Delivery(2, cycle(5), Optional.of("answered 500"));
        store.notices().took("one", List.of(told, new ToldNotice(PLAN, "{}", cycle(0))), List.of(), List.of(), failed);
        store.notices().took("two", List.of(told), List.of(), List.of(), new Delivery(0, cycle(1), Optional.empty()));
        store.notices().took("one", List.of(), List.of(PLAN), List.of(), failed);

        assertThat(store.notices().told("one")).containsExactly(told);
        assertThat(store.notices().told("three")).isEmpty();
        assertThat(store.notices().delivery("one")).contains(failed);
        assertThat(store.notices().delivery("three")).isEmpty();
    }

    @Test
    void whatWasSentIsUnsureUntilItIsKnownHowItWentOrItIsOver() {
        Delivery taken = new Delivery(0, cycle(1), Optional.empty());
        store.notices().sends("one", List.of(NODE, PLAN));
        store.notices().sends("one", List.of(NODE));
        store.notices().sends("two", List.of(NODE, PLAN));
        Set<NoticeKey> sent = store.notices().unsure("one");
        store.notices().took("one", List.of(), List.of(), List.of(NODE), taken);
        Set<NoticeKey> sure = store.notices().unsure("one");
        store.notices().save(List.of(), List.of(PLAN));

        assertThat(sent).containsExactlyInAnyOrder(NODE, PLAN);
        assertThat(sure).containsExactly(PLAN);
        assertThat(store.notices().unsure("one")).isEmpty();
        assertThat(store.notices().unsure("two")).containsExactly(NODE);
    }
}
