package io.github.proxmoxmcp.server.notify;

import io.github.proxmoxmcp.persistence.notice.Notice;
import io.github.proxmoxmcp.persistence.notice.NoticeKey;
import io.github.proxmoxmcp.persistence.notice.NoticeStore;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps in the store what is open, since when, and what is over.
final class Ledger {

    /// What comes back within this time is the same that goes and comes.
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final NoticeStore store;

    Ledger(NoticeStore store) {
        this.store = store;
    }

    /// @param seen what was seen, by cluster; of no cluster in particular under the empty name
    void update(Map<String, ClusterNotices> seen, Instant now) {
        List<Notice> changed = new ArrayList<>();
        List<NoticeKey> over = new ArrayList<>();
        Map<NoticeKey, NoticeBody> fresh = new HashMap<>();
        seen.values().forEach(cluster -> fresh.putAll(cluster.open()));
        for (Notice notice : store.list()) {
            Optional<NoticeBody> body = Optional.ofNullable(fresh.remove(notice.key()));
            Optional<ClusterNotices> cluster =
                    Optional.ofNullable(seen.get(notice.key().cluster()));
            if (body.isPresent()) {
                Notice next = again(notice, body.get().json(), now);
                if (!next.equals(notice)) {
                    changed.add(next);
                }
            } else if (isOver(notice, cluster, now)) {
                over.add(notice.key());
            } else if (notice.goneAt().isEmpty()
                    && !cluster.orElseThrow().kept().test(NoticeBody.parse(notice.body()))) {
                changed.add(
                        new Notice(notice.key(), notice.body(), notice.openedAt(), Optional.of(now), notice.returns()));
            }
        }
        fresh.forEach((key, body) -> changed.add(new Notice(key, body.json(), now, Optional.empty(), 0)));
        if (!changed.isEmpty() || !over.isEmpty()) {
            store.save(changed, over);
        }
    }

    private static Notice again(Notice notice, String body, Instant now) {
        boolean back = notice.goneAt().isPresent();
        return new Notice(
                notice.key(),
                body,
                back ? now : notice.openedAt(),
                Optional.empty(),
                back ? notice.returns() + 1 : notice.returns());
    }

    /// A cluster that is not configured any more takes its notices with it.
    private static boolean isOver(Notice notice, Optional<ClusterNotices> cluster, Instant now) {
        return cluster.isEmpty()
                || (notice.goneAt().isEmpty()
                        && NoticeBody.parse(notice.body()).endsSilently()
                        && !cluster.get().kept().test(NoticeBody.parse(notice.body())))
                || notice.goneAt()
                        .filter(gone -> gone.isBefore(now.minus(REMEMBERED)))
                        .isPresent();
    }
}
