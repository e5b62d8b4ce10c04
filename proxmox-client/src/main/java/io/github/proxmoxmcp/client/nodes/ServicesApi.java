package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;

/// The services of a node: `/nodes/{node}/services`.
public interface ServicesApi {

    @Endpoint("GET /nodes/{node}/services")
    List<ServiceState> list(String node);

    @Endpoint("GET /nodes/{node}/services/{service}/state")
    ServiceState state(String node, String service);

    @Endpoint("POST /nodes/{node}/services/{service}/start")
    Upid start(String node, String service);

    @Endpoint("POST /nodes/{node}/services/{service}/stop")
    Upid stop(String node, String service);

    @Endpoint("POST /nodes/{node}/services/{service}/restart")
    Upid restart(String node, String service);

    @Endpoint("POST /nodes/{node}/services/{service}/reload")
    Upid reload(String node, String service);

    /// A service of the system.
    record ServiceState(
            String service,
            String name,
            Optional<String> desc,
            String state,
            @JsonProperty("active-state") Optional<String> activeState,
            @JsonProperty("unit-state") Optional<String> unitState) {}
}
