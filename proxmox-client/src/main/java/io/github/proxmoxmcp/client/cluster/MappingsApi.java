package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Settings;
import java.util.List;
import java.util.Optional;

/// Devices and directories under one name on every node: `/cluster/mapping`.
public interface MappingsApi {

    @Endpoint("GET /cluster/mapping/pci")
    List<Mapping> pci(MappingQuery query);

    @Endpoint("POST /cluster/mapping/pci")
    void createPci(PciMappingCreate request);

    @Endpoint("GET /cluster/mapping/pci/{id}")
    Settings pciMapping(String id);

    @Endpoint("PUT /cluster/mapping/pci/{id}")
    void changePci(String id, PciMappingChange request);

    @Endpoint("DELETE /cluster/mapping/pci/{id}")
    void removePci(String id);

    @Endpoint("GET /cluster/mapping/usb")
    List<Mapping> usb(MappingQuery query);

    @Endpoint("POST /cluster/mapping/usb")
    void createUsb(MappingCreate request);

    @Endpoint("GET /cluster/mapping/usb/{id}")
    Settings usbMapping(String id);

    @Endpoint("PUT /cluster/mapping/usb/{id}")
    void changeUsb(String id, UsbMappingChange request);

    @Endpoint("DELETE /cluster/mapping/usb/{id}")
    void removeUsb(String id);

    @Endpoint("GET /cluster/mapping/dir")
    List<Mapping> directories(MappingQuery query);

    @Endpoint("POST /cluster/mapping/dir")
    void createDirectory(MappingCreate request);

    @Endpoint("GET /cluster/mapping/dir/{id}")
    Settings directory(String id);

    @Endpoint("PUT /cluster/mapping/dir/{id}")
    void changeDirectory(String id, MappingChange request);

    @Endpoint("DELETE /cluster/mapping/dir/{id}")
    void removeDirectory(String id);

    /// Which node to check it for.
    record MappingQuery(@JsonProperty("check-node") Optional<String> checkNode) {

        /// Proxmox's defaults.
        public static final MappingQuery UNCHECKED = new MappingQuery(Optional.empty());
    }

    /// A mapping: one property string a node.
    record MappingCreate(String id, List<String> map, Optional<String> description) {}

    /// What to change about a mapping.
    record MappingChange(
            Optional<List<String>> map,
            Optional<String> description,
            Optional<String> delete,
            Optional<String> digest) {}

    /// What to change about a mapping; the map is to be given again.
    record UsbMappingChange(
            List<String> map, Optional<String> description, Optional<String> delete, Optional<String> digest) {}

    /// A mapping of PCI devices.
    record PciMappingCreate(
            String id,
            List<String> map,
            Optional<String> description,
            Optional<Boolean> mdev,
            @JsonProperty("live-migration-capable") Optional<Boolean> liveMigrationCapable) {}

    /// What to change about a mapping of PCI devices.
    record PciMappingChange(
            Optional<List<String>> map,
            Optional<String> description,
            Optional<Boolean> mdev,
            @JsonProperty("live-migration-capable") Optional<Boolean> liveMigrationCapable,
            Optional<String> delete,
            Optional<String> digest) {}

    /// A mapping.
    record Mapping(String id, List<String> map, Optional<String> description, Optional<String> digest) {}
}
