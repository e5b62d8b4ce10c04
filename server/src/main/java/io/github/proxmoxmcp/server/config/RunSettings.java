package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.config.Scope.VmidRange;
import java.util.List;
import java.util.Set;

/// In which guests commands may be run: those with one of the vmids or one of the tags. None given: in no guest.
///
/// @param vmids numbers and ranges
public record RunSettings(List<VmidRange> vmids, Set<String> tags) {

    static RunSettings read(YamlFile file) {
        file.only(List.of("vmids", "tags"));
        return new RunSettings(
                file.texts("vmids").stream()
                        .map(text -> VmidRange.parse(text)
                                .orElseThrow(() -> new ConfigurationException(file.where()
                                        + ": 'vmids' takes numbers and ranges such as 100-199, not '" + text + "'")))
                        .toList(),
                Set.copyOf(file.texts("tags")));
    }

    public boolean enabled() {
        return !vmids.isEmpty() || !tags.isEmpty();
    }

    public boolean allows(int vmid, List<String> itsTags) {
        return vmids.stream().anyMatch(range -> range.holds(vmid))
                || itsTags.stream().anyMatch(tags::contains);
    }
}
