package io.github.proxmoxmcp.server.tools.backup;

import io.github.proxmoxmcp.client.cluster.BackupJobsApi.BackupJob;
import io.github.proxmoxmcp.client.cluster.BackupJobsApi.IncludedGuest;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.nodes.BackupApi.Vzdump;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a backup job does if it is run now.
///
/// @param guests its guests by the node that they are on
public record BackupRun(Map<String, List<Integer>> guests, BackupJob job) {

    /// @throws ToolException.NotFound when there is no such job
    static BackupRun of(Reading reading, String id) {
        List<BackupJob> jobs = reading.cluster().api().backupJobs().list();
        BackupJob job = jobs.stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ToolException.NotFound("There is no backup job '" + UntrustedText.line(id)
                        + "'; there are: "
                        + UntrustedText.list(jobs.stream().map(BackupJob::id).toList()) + "."));
        Set<Integer> included = reading.cluster().api().backupJobs().includedVolumes(id).children().stream()
                .map(IncludedGuest::id)
                .collect(Collectors.toSet());
        Map<String, List<Integer>> guests = LiveCluster.of(reading)
                .guests()
                .filter(guest -> included.contains(guest.vmid()))
                .filter(guest -> job.get("node")
                        .filter(node -> !node.equals(guest.node()))
                        .isEmpty())
                .collect(Collectors.groupingBy(
                        GuestResource::node, Collectors.mapping(GuestResource::vmid, Collectors.toList())));
        return new BackupRun(guests, job);
    }

    /// Backs some guests up as the job does, without what it prunes.
    Vzdump vzdump(String vmids) {
        return Vzdump.pruningNothing(
                vmids, job.get("storage"), job.get("mode"), job.get("compress"), job.get("notes-template"));
    }
}
