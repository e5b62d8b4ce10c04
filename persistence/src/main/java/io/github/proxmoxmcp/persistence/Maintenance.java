package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.TextRule;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/// Keeps a memory small and checks it.
public interface Maintenance {

    /// Removes some of what is older than is to be kept, never what a pinned state snapshot needs, nor the task
    /// behind a change that is kept. Returns how many rows it removed; call it again until that is 0.
    ///
    /// @param changesBefore what had ended by then is not kept
    /// @param tasksBefore tasks that had ended by then are not kept
    /// @param atMost rows of each kind in this call, so that nobody has to wait for long
    int forget(String cluster, Instant changesBefore, Instant tasksBefore, int atMost);

    /// Puts texts of others that were stored before a rule was through that rule, once for each version of it, and
    /// removes what was replaced from unused parts of a file. The audit stays as it was written. Returns how many
    /// rows changed; an interrupted thread leaves the rest for the next time.
    ///
    /// @param atMost rows at once, so that nobody has to wait for long
    int rewrite(TextRule rule, int atMost);

    /// What is wrong with the memory, each a sentence; empty: nothing was found.
    List<String> integrity();

    /// Bytes that the memory takes, where the database tells.
    OptionalDouble size();

    /// Gives room that is not used back to the file system, where the database does not do so by itself.
    void compact();
}
