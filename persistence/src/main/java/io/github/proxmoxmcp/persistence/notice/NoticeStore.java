package io.github.proxmoxmcp.persistence.notice;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What is to be told and what was told, for every process on the store. Whoever holds the lease writes.
public interface NoticeStore {

    List<Notice> list();

    /// Writes what became another and removes what is over, in one transaction.
    void save(Collection<Notice> changed, Collection<NoticeKey> over);

    List<ToldNotice> told(String target);

    /// A target took a message: what it knows now, what it need not know any more, and when it may get the next one, in
    /// one transaction.
    void took(String target, Collection<ToldNotice> told, Collection<NoticeKey> forgotten, Delivery delivery);

    /// Absent: nothing was ever sent to it.
    Optional<Delivery> delivery(String target);
}
