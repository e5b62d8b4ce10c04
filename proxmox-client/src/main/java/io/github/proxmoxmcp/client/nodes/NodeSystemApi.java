package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.guest.RrdPoint;
import io.github.proxmoxmcp.client.guest.RrdQuery;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The system of a node: its configuration, time, names, logs and figures, below `/nodes/{node}`.
public interface NodeSystemApi {

    /// Reboots or shuts down the node, with all its guests.
    @Endpoint("POST /nodes/{node}/status")
    void power(String node, NodePower request);

    /// Wakes a node that is off, by way of this one; answers its MAC address.
    @Endpoint("POST /nodes/{node}/wakeonlan")
    String wake(String node);

    @Endpoint("POST /nodes/{node}/startall")
    Upid startAll(String node, StartAll request);

    @Endpoint("POST /nodes/{node}/stopall")
    Upid stopAll(String node, StopAll request);

    @Endpoint("POST /nodes/{node}/suspendall")
    Upid suspendAll(String node, SuspendAll request);

    @Endpoint("POST /nodes/{node}/migrateall")
    Upid migrateAll(String node, MigrateAll request);

    @Endpoint("GET /nodes/{node}/config")
    Settings config(String node, NodeConfigQuery query);

    @Endpoint("PUT /nodes/{node}/config")
    void putConfig(String node, NodeConfigChange request);

    @Endpoint("GET /nodes/{node}/dns")
    Dns dns(String node);

    @Endpoint("PUT /nodes/{node}/dns")
    void putDns(String node, DnsChange request);

    @Endpoint("GET /nodes/{node}/hosts")
    Hosts hosts(String node);

    @Endpoint("POST /nodes/{node}/hosts")
    void putHosts(String node, HostsChange request);

    @Endpoint("GET /nodes/{node}/time")
    NodeTime time(String node);

    @Endpoint("PUT /nodes/{node}/time")
    void putTime(String node, TimeZone request);

    @Endpoint("GET /nodes/{node}/journal")
    List<String> journal(String node, JournalQuery query);

    @Endpoint("GET /nodes/{node}/syslog")
    List<LogLine> syslog(String node, SyslogQuery query);

    @Endpoint("GET /nodes/{node}/rrddata")
    List<RrdPoint> rrddata(String node, RrdQuery query);

    /// A text about nearly everything; takes its time.
    @Endpoint("GET /nodes/{node}/report")
    String report(String node);

    @Endpoint("GET /nodes/{node}/subscription")
    Subscription subscription(String node);

    @Endpoint("GET /nodes/{node}/netstat")
    List<NetworkCounter> netstat(String node);

    @Endpoint("GET /nodes/{node}/capabilities/qemu/cpu")
    List<CpuModel> cpuModels(String node, ArchQuery query);

    @Endpoint("GET /nodes/{node}/capabilities/qemu/machines")
    List<MachineType> machines(String node, ArchQuery query);

    @Endpoint("GET /nodes/{node}/capabilities/qemu/migration")
    MigrationCapabilities migrationCapabilities(String node);

    @Endpoint("GET /nodes/{node}/hardware/pci")
    List<PciDevice> pci(String node, PciQuery query);

    @Endpoint("GET /nodes/{node}/hardware/usb")
    List<UsbDevice> usb(String node);

    /// `reboot` or `shutdown`.
    record NodePower(String command) {}

    /// Which guests, separated by commas; else those that start on boot, with `force` all of them.
    record StartAll(
            Optional<String> vms,
            Optional<Boolean> force,
            @JsonProperty("max-workers") Optional<Integer> maxWorkers) {

        /// Proxmox's defaults.
        public static final StartAll ONBOOT = new StartAll(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Which guests, separated by commas.
    record StopAll(
            Optional<String> vms,
            @JsonProperty("force-stop") Optional<Boolean> forceStop,
            Optional<Duration> timeout,
            @JsonProperty("max-workers") Optional<Integer> maxWorkers) {

        /// All of them.
        public static final StopAll ALL =
                new StopAll(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Which guests, separated by commas.
    record SuspendAll(
            Optional<String> vms,
            @JsonProperty("max-workers") Optional<Integer> maxWorkers) {

        /// All of them.
        public static final SuspendAll ALL = new SuspendAll(Optional.empty(), Optional.empty());
    }

    /// Where to, and which guests, separated by commas.
    record MigrateAll(
            String target,
            Optional<String> vms,
            @JsonProperty("with-local-disks") Optional<Boolean> withLocalDisks,
            @JsonProperty("max-workers") Optional<Integer> maxWorkers) {}

    /// Which of them.
    record NodeConfigQuery(Optional<String> property) {

        /// All of them.
        public static final NodeConfigQuery ALL = new NodeConfigQuery(Optional.empty());
    }

    /// Options of the node to set by name, and to remove.
    ///
    /// @param options every other parameter by name
    record NodeConfigChange(Optional<String> delete, Optional<String> digest, Options options) {

        /// Everything by name.
        public static NodeConfigChange of(Options options) {
            return new NodeConfigChange(Optional.empty(), Optional.empty(), options);
        }
    }

    /// Search domain and servers.
    record DnsChange(String search, Optional<String> dns1, Optional<String> dns2, Optional<String> dns3) {}

    /// The whole of `/etc/hosts`.
    record HostsChange(String data, Optional<String> digest) {}

    /// A zone such as `Europe/Vienna`.
    record TimeZone(String timezone) {}

    /// Which lines.
    record JournalQuery(
            Optional<Integer> lastentries,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<String> startcursor,
            Optional<String> endcursor) {

        /// Proxmox's defaults.
        public static final JournalQuery BOOT = new JournalQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Which lines; times as `2026-11-23 10:00`.
    record SyslogQuery(
            Optional<String> service,
            Optional<String> since,
            Optional<String> until,
            Optional<Integer> start,
            Optional<Integer> limit) {

        /// The first ones that Proxmox gives.
        public static final SyslogQuery LATEST = new SyslogQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// For which architecture.
    record ArchQuery(Optional<String> arch) {

        /// Proxmox's defaults.
        public static final ArchQuery HOST = new ArchQuery(Optional.empty());
    }

    /// Without which classes of devices.
    record PciQuery(
            Optional<Boolean> verbose,
            @JsonProperty("pci-class-blacklist") Optional<String> pciClassBlacklist) {

        /// Proxmox's defaults.
        public static final PciQuery DEFAULT = new PciQuery(Optional.empty(), Optional.empty());
    }

    /// Search domain and servers.
    record Dns(Optional<String> search, Optional<String> dns1, Optional<String> dns2, Optional<String> dns3) {}

    /// `/etc/hosts`.
    record Hosts(String data, Optional<String> digest) {}

    /// The time and its zone; `localtime` is the same shifted by the zone.
    record NodeTime(Instant time, long localtime, String timezone) {}

    /// The state of the subscription; its key is never read.
    record Subscription(
            String status,
            Optional<String> level,
            Optional<String> message,
            Optional<String> productname,
            Optional<String> serverid,
            Optional<String> nextduedate,
            Optional<Instant> checktime,
            Optional<Integer> sockets,
            Optional<String> url) {}

    /// What an interface of a guest has carried.
    record NetworkCounter(
            Optional<String> vmid,
            Optional<String> dev,
            @JsonProperty("in") Optional<Long> received,
            @JsonProperty("out") Optional<Long> sent) {}

    /// A processor that machines may be given.
    record CpuModel(String name, Optional<String> vendor, Optional<Boolean> custom) {}

    /// A machine type.
    record MachineType(String id, Optional<String> type, Optional<String> version, Optional<String> changes) {}

    /// What migration can carry along.
    record MigrationCapabilities(
            @JsonProperty("has-dbus-vmstate") boolean hasDbusVmstate) {}

    /// A PCI device.
    record PciDevice(
            String id,
            @JsonProperty("class") String deviceClass,
            String vendor,
            String device,
            @JsonProperty("vendor_name") Optional<String> vendorName,
            @JsonProperty("device_name") Optional<String> deviceName,
            Optional<Integer> iommugroup,
            Optional<Boolean> mdev) {}

    /// A USB device.
    record UsbDevice(
            int busnum,
            int devnum,
            String vendid,
            String prodid,
            Optional<String> manufacturer,
            Optional<String> product,
            Optional<String> serial,
            Optional<String> speed,
            Optional<String> usbpath) {}
}
