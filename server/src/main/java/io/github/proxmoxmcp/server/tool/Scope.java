package io.github.proxmoxmcp.server.tool;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The guests, nodes and pools that may be written to. Reads are not restricted by it.
///
/// @param allow every dimension that is given must fit; none given: everything
/// @param deny one fitting entry is enough, and wins
public record Scope(Rules allow, Rules deny) {

    /// No bounds.
    public static final Scope NONE = new Scope(Rules.NONE, Rules.NONE);

    /// Whether there are any bounds.
    public boolean isBounded() {
        return !allow.isEmpty() || !deny.isEmpty();
    }

    /// Sets of things; an empty dimension says nothing.
    public record Rules(List<VmidRange> vmids, Set<String> tags, Set<String> pools, Set<String> nodes) {

        public static final Rules NONE = new Rules(List.of(), Set.of(), Set.of(), Set.of());

        public boolean isEmpty() {
            return vmids.isEmpty() && tags.isEmpty() && pools.isEmpty() && nodes.isEmpty();
        }
    }

    /// Vmids from one to another, both included.
    public record VmidRange(int first, int last) {

        public VmidRange {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("'" + first + "-" + last + "' is not a range of vmids");
            }
        }

        /// Reads `100-199` or `205`; absent when it is neither.
        public static Optional<VmidRange> parse(String text) {
            if (!text.matches("[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})?")) {
                return Optional.empty();
            }
            String[] ends = text.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            return last < first ? Optional.empty() : Optional.of(new VmidRange(first, last));
        }

        public boolean holds(int vmid) {
            return first <= vmid && vmid <= last;
        }
    }
}
