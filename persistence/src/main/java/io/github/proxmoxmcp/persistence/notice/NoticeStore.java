package io.github.proxmoxmcp.persistence.notice;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is to be told and what was told, for every process on the store. Whoever holds the lease writes.
public interface NoticeStore {

    List<Notice> list();

    /// Writes what became another and removes what is over, also from what is unsure, in one transaction.
    void save(Collection<Notice> changed, Collection<NoticeKey> over);

    List<ToldNotice> told(String target);

    /// Of what the target was sent something, and nobody knows whether it took it.
    Set<NoticeKey> unsure(String target);

    /// Something of these leaves for a target now; they are unsure until [#took] says that they are not.
    void sends(String target, Collection<NoticeKey> keys);

    /// How it went: what the target knows now, what it need not know any more, of what it is sure now whether it was
    /// taken, and when it may get the next message, in one transaction.
    void took(
            String target,
            Collection<ToldNotice> told,
            Collection<NoticeKey> forgotten,
            Collection<NoticeKey> sure,
            Delivery delivery);

    /// Absent: nothing was ever sent to it.
    Optional<Delivery> delivery(String target);
}
