package io.github.proxmoxmcp.client.lxc;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.guest.ConsoleTicket;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.Optional;

/// How containers come to be, move and go: `/nodes/{node}/lxc`.
public interface LxcLifecycleApi {

    /// Creates a container from a template, or with `restore` from a backup.
    @Endpoint("POST /nodes/{node}/lxc")
    Upid create(String node, CreateContainer request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/clone")
    Upid clone(String node, int vmid, CloneContainer request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/migrate")
    Upid migrate(String node, int vmid, MigrateContainer request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/snapshot")
    Upid createSnapshot(String node, int vmid, ContainerSnapshot request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/move_volume")
    Upid moveVolume(String node, int vmid, MoveVolume request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/vncproxy")
    ConsoleTicket vncProxy(String node, int vmid, ContainerVncRequest request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/termproxy")
    ConsoleTicket termProxy(String node, int vmid);

    /// A container of a template or, with `restore`, of a backup; every other option (`net0`, `mp0`, `password`, …) by
    /// name.
    ///
    /// @param options every other parameter by name
    record CreateContainer(
            int vmid,
            String ostemplate,
            Optional<String> storage,
            Optional<Boolean> restore,
            Optional<Boolean> force,
            Optional<Boolean> unique,
            Options options) {

        /// A new one, everything else by name.
        public static CreateContainer of(int vmid, String ostemplate, Options options) {
            return new CreateContainer(
                    vmid, ostemplate, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), options);
        }
    }

    /// A copy: `full`, or linked where the source is a template; `pool`, `snapname`, … by name.
    record CloneContainer(
            int newid,
            Optional<String> hostname,
            Optional<String> target,
            Optional<Boolean> full,
            Optional<String> storage,
            Options options) {}

    /// Where to; a running one needs `restart`; `timeout`, `bwlimit`, … by name.
    record MigrateContainer(
            String target,
            Optional<Boolean> restart,
            @JsonProperty("target-storage") Optional<String> targetStorage,
            Options options) {}

    /// A snapshot.
    record ContainerSnapshot(String snapname, Optional<String> description) {}

    /// Which volume, and to which storage; the old one stays as unused. To another guest by name (`target-vmid`, …).
    record MoveVolume(String volume, Optional<String> storage, Optional<String> digest, Options options) {}

    /// For a browser, and how large.
    record ContainerVncRequest(Optional<Boolean> websocket, Optional<Integer> width, Optional<Integer> height) {

        /// Proxmox's defaults.
        public static final ContainerVncRequest PLAIN =
                new ContainerVncRequest(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
