package io.github.proxmoxmcp.server.tools.backup;

import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.client.storage.StorageApi.Volume;
import io.github.proxmoxmcp.client.storage.VolumesApi.UrlDownload;
import io.github.proxmoxmcp.client.tasks.TaskStatus;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.MaxLength;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.live.FollowUp;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tools for work of nodes that touches no guest: stopping tasks, fetching images.
public final class JobTools {

    /// The algorithm of a checksum is told by its length in hexadecimal digits.
    private static final Map<Integer, String> ALGORITHMS =
            Map.of(32, "md5", 40, "sha1", 56, "sha224", 64, "sha256", 96, "sha384", 128, "sha512");

    private final Readings readings;
    private final Guard guard;

    public JobTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// Arguments of `stop_task`.
    record StopTask(
            Optional<ClusterName> cluster, @Describe("UPID") String task, Optional<Boolean> dryRun) {}

    @Tool(
            name = "stop_task",
            title = "Stop a running task",
            description = "Interrupts a running task; its work may stay half done.",
            effect = OPERATE,
            needs = {GUESTS, "Sys.Modify /nodes"})
    Answer<Outcome> stopTask(StopTask request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        Upid upid = upid(request.task());
        TaskStatus status = reading.cluster().api().tasks().status(upid.node(), upid);
        if (!status.isRunning()) {
            throw new Refused(
                    "not_running",
                    "the task has ended already: "
                            + status.exitStatus().map(UntrustedText::marked).orElse("(no exit status)"));
        }
        String what =
                "stop task " + upid.type() + (upid.id().isEmpty() ? "" : " of " + upid.id()) + " on " + upid.node();
        Answer<Outcome> done = guard.submit(
                Action.of(tool, reading.cluster().name(), what)
                        .then(Step.of(plan -> plan.tasks().stop(upid.node(), upid), what))
                        .dependent("it was started by " + UntrustedText.line(upid.user())
                                + "; what it had done by then remains"
                                + " half done, and a lock may stay on its guest"),
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
        return FollowUp.next(done, () -> Optional.of(ended(reading, upid)));
    }

    private static String ended(Reading reading, Upid upid) {
        TaskStatus status = reading.cluster().api().tasks().status(upid.node(), upid);
        return status.isRunning()
                ? "it was asked to stop and has not ended yet: get_task_status"
                : "it ended: " + status.exitStatus().map(UntrustedText::marked).orElse("(no exit status)");
    }

    private static Upid upid(String text) {
        try {
            return Upid.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ToolException.BadArgument("'task' is " + UntrustedText.line(String.valueOf(e.getMessage())));
        }
    }

    /// Arguments of `download_image`.
    record DownloadImage(
            Optional<ClusterName> cluster,
            @MaxLength(2_000) @Describe("of the file") String url,
            String storage,
            @Describe("for the file") Optional<String> name,
            @Describe("hexadecimal") Optional<String> checksum,
            Optional<String> node,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "download_image",
            title = "Download an ISO image or template",
            description = "Lets a node fetch an ISO image, container template or disk image into a storage.",
            effect = OPERATE,
            needs = {GUESTS, "Datastore.AllocateTemplate /storage", "Sys.AccessNetwork|Sys.Modify /nodes"})
    Answer<Outcome> download(DownloadImage request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        URI url = url(request.url());
        String name =
                request.name().orElseGet(() -> String.valueOf(url.getPath()).replaceFirst(".*/", ""));
        String content = content(name);
        Optional<String> algorithm = request.checksum().map(JobTools::algorithm);
        String node = LiveCluster.of(reading)
                .nodeFor(request.node(), Optional.of(request.storage()), content, Optional.empty());
        String volid = request.storage() + ":" + content + "/" + name;
        requireNew(reading, node, request.storage(), volid);
        String what = "download " + UntrustedText.line(name) + " from "
                + UntrustedText.line(String.valueOf(url.getHost())) + " to " + request.storage() + " on " + node;
        Action action = Action.of(tool, reading.cluster().name(), what)
                .then(Step.of(
                        plan -> plan.volumes()
                                .download(
                                        node,
                                        request.storage(),
                                        new UrlDownload(
                                                request.url(),
                                                content,
                                                name,
                                                request.checksum(),
                                                algorithm,
                                                Options.NONE)),
                        what))
                .undoneBy("change_api DELETE of " + volid);
        if (algorithm.isEmpty()) {
            action = action.dependent("without a checksum it is not checked that the file is the intended one");
        }
        Answer<Outcome> done =
                guard.submit(action, RunOptions.of(request.dryRun(), request.waitSeconds()), tool.caller());
        return FollowUp.next(done, () -> Optional.of("the volume is " + volid));
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (!String.valueOf(url.getScheme()).matches("https?") || url.getHost() == null) {
                throw new ToolException.BadArgument("'url' must begin with https:// or http:// and name a host");
            }
            if (url.getUserInfo() != null) {
                throw new ToolException.BadArgument("'url' holds a user or password, and secrets are not taken");
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw new ToolException.BadArgument(
                    "'url' is not a URL: " + UntrustedText.line(String.valueOf(e.getMessage())));
        }
    }

    private static String content(String name) {
        if (name.matches(".+\\.(iso|img)")) {
            return "iso";
        }
        if (name.matches(".+\\.tar\\.(gz|xz|zst|bz2)")) {
            return "vztmpl";
        }
        if (name.matches(".+\\.(qcow2|raw|vmdk|ova)")) {
            return "import";
        }
        throw new ToolException.BadArgument(
                "'" + UntrustedText.line(name) + "' is neither an ISO image (.iso, .img) nor a container template"
                        + " (.tar.zst, .tar.xz, .tar.gz) nor a disk image (.qcow2, .raw, .vmdk,"
                        + " .ova); give 'name' with the right ending");
    }

    private static String algorithm(String checksum) {
        return Optional.ofNullable(checksum.matches("[0-9a-fA-F]+") ? ALGORITHMS.get(checksum.length()) : null)
                .orElseThrow(() -> new ToolException.BadArgument("'checksum' is of an unknown kind: "
                        + checksum.length() + " characters; a SHA-256 has 64 hexadecimal digits"));
    }

    private static void requireNew(Reading reading, String node, String storage, String volid) {
        boolean exists =
                LiveCluster.ifAllowed(() -> reading.cluster().api().storage().content(node, storage, ContentQuery.ALL))
                        .stream()
                        .flatMap(List::stream)
                        .map(Volume::volid)
                        .anyMatch(volid::equals);
        if (exists) {
            throw new Refused("exists", volid + " is there already; give another 'name', or use it as it is");
        }
    }
}
