package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// High availability: `/cluster/ha`.
public interface HaApi {

    @Endpoint("GET /cluster/ha/resources")
    List<HaResource> resources(HaResourceQuery query);

    @Endpoint("POST /cluster/ha/resources")
    void add(HaResourceCreate request);

    @Endpoint("GET /cluster/ha/resources/{sid}")
    HaResource resource(String sid);

    @Endpoint("PUT /cluster/ha/resources/{sid}")
    void change(String sid, HaResourceChange request);

    @Endpoint("DELETE /cluster/ha/resources/{sid}")
    void remove(String sid, HaResourceRemoval request);

    /// Asks to move the guest online; what becomes of it shows in the status only.
    @Endpoint("POST /cluster/ha/resources/{sid}/migrate")
    HaMove migrate(String sid, HaTarget request);

    /// Asks to stop the guest, move it and start it again.
    @Endpoint("POST /cluster/ha/resources/{sid}/relocate")
    HaMove relocate(String sid, HaTarget request);

    /// Proxmox VE 8; since 9 rules have taken their place, and this fails.
    @Endpoint("GET /cluster/ha/groups")
    List<HaGroup> groups();

    @Endpoint("POST /cluster/ha/groups")
    void addGroup(HaGroupCreate request);

    @Endpoint("PUT /cluster/ha/groups/{group}")
    void changeGroup(String group, HaGroupChange request);

    @Endpoint("GET /cluster/ha/groups/{group}")
    HaGroup group(String group);

    @Endpoint("DELETE /cluster/ha/groups/{group}")
    void removeGroup(String group);

    @Endpoint("GET /cluster/ha/rules")
    List<HaRule> rules();

    @Endpoint("POST /cluster/ha/rules")
    void addRule(HaRuleCreate request);

    @Endpoint("PUT /cluster/ha/rules/{rule}")
    void changeRule(String rule, HaRuleChange request);

    @Endpoint("GET /cluster/ha/rules/{rule}")
    HaRule rule(String rule);

    @Endpoint("DELETE /cluster/ha/rules/{rule}")
    void removeRule(String rule);

    /// Quorum, master, local managers and every managed guest.
    @Endpoint("GET /cluster/ha/status/current")
    List<HaStatus> status();

    @Endpoint("GET /cluster/ha/status/manager_status")
    Settings managerStatus();

    @Endpoint("POST /cluster/ha/status/arm-ha")
    void arm();

    @Endpoint("POST /cluster/ha/status/disarm-ha")
    void disarm(HaDisarm request);

    /// Of which kind: `vm` or `ct`.
    record HaResourceQuery(Optional<String> type) {

        /// All of them.
        public static final HaResourceQuery ALL = new HaResourceQuery(Optional.empty());
    }

    /// A guest (`vm:100`) to be managed from now on.
    record HaResourceCreate(
            String sid,
            Optional<String> state,
            Optional<String> comment,
            Optional<String> group,
            Optional<Boolean> failback,
            @JsonProperty("max_relocate") Optional<Integer> maxRelocate,
            @JsonProperty("max_restart") Optional<Integer> maxRestart) {}

    /// What to change about a managed guest.
    record HaResourceChange(
            Optional<String> state,
            Optional<String> comment,
            Optional<String> group,
            Optional<Boolean> failback,
            @JsonProperty("max_relocate") Optional<Integer> maxRelocate,
            @JsonProperty("max_restart") Optional<Integer> maxRestart,
            Optional<String> delete,
            Optional<String> digest) {}

    /// A rule, whose options depend on its type.
    ///
    /// @param options every other parameter by name
    record HaRuleCreate(String rule, String type, Options options) {}

    /// What to change about a rule; its type is to be given again.
    ///
    /// @param options every other parameter by name
    record HaRuleChange(String type, Optional<String> delete, Optional<String> digest, Options options) {}

    /// A group of nodes.
    ///
    /// @param options every other parameter by name
    record HaGroupCreate(String group, String nodes, Options options) {}

    /// What to change about a group.
    ///
    /// @param options every other parameter by name
    record HaGroupChange(Optional<String> delete, Optional<String> digest, Options options) {}

    /// Whether to take it out of rules too.
    record HaResourceRemoval(Optional<Boolean> purge) {

        /// Proxmox's defaults.
        public static final HaResourceRemoval PLAIN = new HaResourceRemoval(Optional.empty());
    }

    /// Where to.
    record HaTarget(String node) {}

    /// What becomes of the resources meanwhile: `freeze` or `ignore`.
    record HaDisarm(@JsonProperty("resource-mode") String resourceMode) {}

    /// A managed guest and the state that is asked for it.
    record HaResource(
            String sid,
            Optional<String> type,
            Optional<String> state,
            Optional<String> group,
            Optional<String> comment,
            Optional<Boolean> failback,
            @JsonProperty("max_relocate") Optional<Integer> maxRelocate,
            @JsonProperty("max_restart") Optional<Integer> maxRestart,
            Optional<String> digest) {}

    /// What was accepted.
    record HaMove(
            @JsonProperty("requested-node") Optional<String> requestedNode,
            Optional<String> sid,
            @JsonProperty("blocking-resources") Optional<List<HaBlocker>> blockingResources,
            @JsonProperty("comigrated-resources") Optional<List<String>> comigratedResources) {}

    /// A guest whose rules stand in the way.
    record HaBlocker(String sid, Optional<String> cause) {}

    /// Nodes that guests prefer or are restricted to.
    record HaGroup(
            String group,
            Optional<String> nodes,
            Optional<Boolean> restricted,
            Optional<Boolean> nofailback,
            Optional<String> comment,
            Optional<String> digest) {}

    /// A rule of affinity, to nodes or between guests.
    record HaRule(
            String rule,
            Optional<String> type,
            Optional<String> resources,
            Optional<String> nodes,
            Optional<String> affinity,
            Optional<Boolean> strict,
            Optional<Boolean> disable,
            Optional<String> comment,
            Optional<String> digest) {}

    /// A line of the manager's state.
    record HaStatus(
            String id,
            String type,
            String node,
            String status,
            Optional<String> sid,
            Optional<String> state,
            @JsonProperty("request_state") Optional<String> requestState,
            @JsonProperty("crm_state") Optional<String> crmState,
            Optional<Boolean> quorate,
            Optional<Instant> timestamp) {}
}
