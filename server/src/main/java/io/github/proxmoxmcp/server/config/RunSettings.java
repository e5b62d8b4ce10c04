package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.tool.Scope.VmidRange;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.util.List;
import java.util.Set;

/// In which guests commands may be run: those with one of the vmids or one of the tags. None given: in no guest.
///
/// @param vmids numbers and ranges
public record RunSettings(List<VmidRange> vmids, Set<String> tags) {

    /// @param guest how the guest is called in what a refusal says
    /// @throws Refused when nothing may be run in it
    public void require(int vmid, List<String> itsTags, String guest) {
        if (vmids.isEmpty() && tags.isEmpty()) {
            throw new Refused(
                    "disabled",
                    "running commands in guests is off; the server's owner allows it by 'run_in_guest' in its"
                            + " configuration, with the vmids or tags of the guests");
        }
        if (vmids.stream().noneMatch(range -> range.holds(vmid))
                && itsTags.stream().noneMatch(tags::contains)) {
            throw new Refused(
                    "not_allowed",
                    guest + " is not among those in which 'run_in_guest' of the server's"
                            + " configuration allows commands; only its owner can add it");
        }
    }
}
