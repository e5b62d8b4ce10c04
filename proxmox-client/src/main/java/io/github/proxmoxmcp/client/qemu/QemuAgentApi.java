package io.github.proxmoxmcp.client.qemu;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Secret;
import java.util.List;
import java.util.Optional;

/// What the guest agent does inside a virtual machine: `/nodes/{node}/qemu/{vmid}/agent`. All of it fails where no
/// agent runs.
public interface QemuAgentApi {

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/ping")
    void ping(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/info")
    AgentResult<AgentInfo> info(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-osinfo")
    AgentResult<OsInfo> osInfo(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-host-name")
    AgentResult<HostName> hostName(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-fsinfo")
    AgentResult<List<FileSystem>> fileSystems(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-users")
    AgentResult<List<LoggedIn>> users(String node, int vmid);

    /// The guest's clock in nanoseconds since 1970.
    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-time")
    AgentResult<Long> time(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-timezone")
    AgentResult<GuestTimeZone> timeZone(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-vcpus")
    AgentResult<List<Vcpu>> vcpus(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-memory-block-info")
    AgentResult<MemoryBlockInfo> memoryBlockInfo(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/get-memory-blocks")
    AgentResult<List<MemoryBlock>> memoryBlocks(String node, int vmid);

    /// Starts a program; what becomes of it tells [#execStatus].
    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/exec")
    AgentExec exec(String node, int vmid, ExecRequest request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/exec-status")
    ExecStatus execStatus(String node, int vmid, ExecQuery query);

    /// At most 16 MiB of it.
    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/file-read")
    AgentFile readFile(String node, int vmid, FileQuery query);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/file-write")
    void writeFile(String node, int vmid, FileContent request);

    /// How many file systems stand still now.
    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-freeze")
    AgentResult<Integer> freeze(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-thaw")
    AgentResult<Integer> thaw(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-status")
    AgentResult<String> freezeStatus(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/fstrim")
    void trim(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/set-user-password")
    void setUserPassword(String node, int vmid, PasswordChange request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/shutdown")
    void shutdown(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/suspend-disk")
    void suspendToDisk(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/suspend-ram")
    void suspendToRam(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/agent/suspend-hybrid")
    void suspendHybrid(String node, int vmid);

    /// The program and its arguments.
    record ExecRequest(
            List<String> command,
            @JsonProperty("input-data") Optional<String> inputData) {}

    /// Which one.
    record ExecQuery(int pid) {}

    /// Which file.
    record FileQuery(String file, Optional<Integer> offset, Optional<Integer> count, Optional<Boolean> decode) {}

    /// Which file, and its text.
    record FileContent(String file, String content, Optional<Boolean> encode) {}

    /// Whose, and which.
    record PasswordChange(String username, Secret password, Optional<Boolean> crypted) {}

    /// What the agent answers stands under `result`.
    record AgentResult<T>(T result) {}

    /// The agent.
    record AgentInfo(
            Optional<String> version,
            @JsonProperty("supported_commands") Optional<List<AgentCommand>> supportedCommands) {}

    /// A command that it knows.
    record AgentCommand(String name, boolean enabled) {}

    /// The operating system.
    record OsInfo(
            Optional<String> id,
            Optional<String> name,
            @JsonProperty("pretty-name") Optional<String> prettyName,
            Optional<String> version,
            @JsonProperty("version-id") Optional<String> versionId,
            @JsonProperty("kernel-release") Optional<String> kernelRelease,
            @JsonProperty("kernel-version") Optional<String> kernelVersion,
            Optional<String> machine) {}

    /// The name that the guest gives itself.
    record HostName(@JsonProperty("host-name") String hostName) {}

    /// A mounted file system.
    record FileSystem(
            String name,
            String mountpoint,
            String type,
            @JsonProperty("total-bytes") Optional<Long> totalBytes,
            @JsonProperty("used-bytes") Optional<Long> usedBytes,
            Optional<List<FileSystemDisk>> disk) {}

    /// A disk below it.
    record FileSystemDisk(
            Optional<String> dev,
            Optional<String> serial,
            @JsonProperty("bus-type") Optional<String> busType) {}

    /// Somebody who is logged in.
    record LoggedIn(String user, @JsonProperty("login-time") Optional<Double> loginTime, Optional<String> domain) {}

    /// The zone, and its offset in seconds.
    record GuestTimeZone(Optional<String> zone, int offset) {}

    /// A processor as the guest sees it.
    record Vcpu(
            @JsonProperty("logical-id") int logicalId,
            boolean online,
            @JsonProperty("can-offline") Optional<Boolean> canOffline) {}

    /// The size of a memory block in bytes.
    record MemoryBlockInfo(long size) {}

    /// A block of memory.
    record MemoryBlock(
            @JsonProperty("phys-index") long physIndex,
            boolean online,
            @JsonProperty("can-offline") Optional<Boolean> canOffline) {}

    /// The program that was started.
    record AgentExec(int pid) {}

    /// What became of it.
    record ExecStatus(
            boolean exited,
            Optional<Integer> exitcode,
            Optional<Integer> signal,
            @JsonProperty("out-data") Optional<String> outData,
            @JsonProperty("err-data") Optional<String> errData,
            @JsonProperty("out-truncated") Optional<Boolean> outTruncated,
            @JsonProperty("err-truncated") Optional<Boolean> errTruncated) {}

    /// What is in it.
    record AgentFile(
            String content,
            Optional<Boolean> truncated,
            @JsonProperty("bytes-read") Optional<Long> bytesRead) {}
}
