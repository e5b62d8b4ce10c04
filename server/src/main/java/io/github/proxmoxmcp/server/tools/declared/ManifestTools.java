package io.github.proxmoxmcp.server.tools.declared;

import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.CONFIGURE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.POOLS;
import static io.github.proxmoxmcp.server.tool.Privileges.START;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.cluster.argument.Offset;
import io.github.proxmoxmcp.server.declared.Drift;
import io.github.proxmoxmcp.server.declared.ManifestFiles;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.Exporter;
import io.github.proxmoxmcp.server.export.Selection;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.manifest.yaml.BadManifest;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.MaxLength;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a cluster should be: written down, compared and brought about. Offered where manifests are configured.
public final class ManifestTools {

    private static final int MAX_EXPORTED_CHARACTERS = 19_000;
    private static final int MAX_LINES = 80;

    private static final List<Column<Drift.Row>> COLUMNS = List.of(
            Column.of("thing", Drift.Row::thing),
            Column.of("state", row -> Names.snake(row.state().name())),
            Column.of("field", Drift.Row::field),
            Column.of("declared", Drift.Row::declared),
            Column.of("now", row -> row.now().map(UntrustedText::new)),
            Column.of("since", Drift.Row::since),
            Column.of("by", row -> row.by().map(UntrustedText::line)),
            Column.of("note", Drift.Row::note));

    private final Readings readings;
    private final ManifestPlans plans;
    private final List<Exporter> exporters;
    private final Optional<Path> directory;

    public ManifestTools(Readings readings, Guard guard, List<Exporter> exporters, Optional<Path> directory) {
        this.readings = readings;
        this.plans = new ManifestPlans(guard);
        this.exporters = exporters;
        this.directory = directory;
    }

    /// Arguments of `export_state`.
    record ExportState(
            Optional<ClusterName> cluster,

            @Describe("manifest (default), terraform, ansible")
            Optional<String> as,

            @Describe("guests by name or vmid, tag=…, pool=…, node=…, kind=vm|container; default: all")
            Optional<List<String>> select,

            Optional<MomentText> at,
            Optional<String> cursor,
            Optional<Fresh> fresh) {}

    /// The files, one after the other.
    ///
    /// @param files how many are in the text
    /// @param of how many there are in all
    /// @param cursor for those that come after them
    record Export(UntrustedText text, int files, int of, Optional<String> cursor, Optional<List<String>> notes) {}

    @Tool(
            name = "export_state",
            title = "Write the cluster down",
            description =
                    "Guests as manifests, Terraform or Ansible, as they are or were at a moment. Without secrets.",
            effect = READ,
            needs = {GUESTS, POOLS})
    Answer<Export> exportState(ExportState request) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        Exported exported = Exporter.export(
                exporters,
                "'as'",
                request.as().orElse("manifest"),
                reading,
                Selection.of(request.select().orElse(List.of())));
        ExportPage page = ExportPage.of(exported.files(), request.cursor(), MAX_EXPORTED_CHARACTERS);
        return reading.answer(new Export(
                new UntrustedText(page.text()),
                page.files(),
                exported.files().size(),
                page.cursor(),
                exported.notes().isEmpty() ? Optional.empty() : Optional.of(exported.notes())));
    }

    /// Arguments of `check_drift`.
    record CheckDrift(
            Optional<ClusterName> cluster,
            @Describe("default: the configured directory") Optional<String> set,
            Optional<Limit> limit,
            Optional<String> cursor,
            Optional<Fresh> fresh) {}

    @Tool(
            name = "check_drift",
            title = "Compare with what is declared",
            description = "What is not as the manifests say: what it is, since when, by whom. Reads the memory only.",
            effect = READ,
            needs = {GUESTS, POOLS})
    Answer<Listing> checkDrift(CheckDrift request) {
        if (request.fresh().map(Fresh::value).orElse(false)) {
            checked(() -> {
                Drift.want(
                        readings.now(request.cluster()),
                        request.set().isEmpty() ? Optional.of(files()) : Optional.empty(),
                        request.set());
                return true;
            });
        }
        Reading reading = readings.now(request.cluster(), request.fresh());
        Drift drift = checked(() ->
                request.set().map(name -> Drift.ofSet(reading, name)).orElseGet(() -> Drift.of(reading, files())));
        return reading.answer(Offset.page(drift.rows(), COLUMNS, request.limit(), request.cursor())
                .withNote(drift.summary()));
    }

    /// Arguments of `plan_manifest`.
    record PlanManifest(
            Optional<ClusterName> cluster,

            @MaxLength(500_000) @Describe("YAML; default: the configured directory")
            Optional<String> text,

            @Describe("name of the set; without text: as applied last")
            Optional<String> set) {}

    /// A plan of manifests.
    ///
    /// @param state `planned`, `needs_approval`, or `nothing_to_do`
    /// @param things what is done with each, the worst first
    /// @param more lines that are left out
    record Plan(
            String state,
            String summary,
            List<String> things,
            Optional<Integer> more,
            Optional<List<String>> losses,
            Optional<List<String>> notes,
            Optional<String> plan,
            Optional<Instant> expires,
            Optional<String> undo,
            Optional<String> next) {}

    @Tool(
            name = "plan_manifest",
            title = "Plan what is declared",
            description = "Checks manifests against the cluster and plans what differs, for apply_plan.",
            effect = OPERATE,
            needs = {
                GUESTS,
                CONFIGURE,
                POOLS,
                START,
                "VM.Clone /vms",
                "VM.Allocate /vms",
                "Pool.Allocate /pool",
                "Datastore.AllocateSpace /storage",
                "SDN.Use /sdn"
            })
    Answer<Plan> planManifest(PlanManifest request, ToolCall call) {
        Reading reading = readings.now(request.cluster(), Optional.of(new Fresh(true)));
        ManifestFiles files = request.text()
                .map(text ->
                        new ManifestFiles(name(request.set()), new TreeMap<>(Map.of("text", text)), Optional.empty()))
                .or(() -> request.set().flatMap(set -> applied(reading, set)))
                .orElseGet(this::files);
        ManifestPlans.Made made = checked(() -> ManifestPlans.make(reading, files));
        Optional<Outcome> kept = made.steps() == 0 ? Optional.empty() : Optional.of(plans.keep(reading, made, call));
        int shown = Math.min(MAX_LINES, made.lines().size());
        return Answer.of(new Plan(
                kept.map(Outcome::state).orElse("nothing_to_do"),
                made.summary(),
                made.lines().subList(0, shown),
                Optional.of(made.lines().size() - shown).filter(left -> left > 0),
                some(made.losses()),
                some(made.notes()),
                kept.flatMap(one -> one.planned().plan()),
                kept.flatMap(one -> one.planned().expires()),
                kept.flatMap(one -> one.planned().undo()),
                kept.flatMap(Outcome::next)));
    }

    /// A set as it was applied last, unless it is that of the directory: what is there counts.
    private Optional<ManifestFiles> applied(Reading reading, String set) {
        if (directory
                .map(ManifestFiles::of)
                .filter(files -> files.set().equals(set))
                .isPresent()) {
            return Optional.empty();
        }
        return Optional.of(reading.store()
                .manifests()
                .applied(reading.cluster().name(), set)
                .map(last -> new ManifestFiles(set, new TreeMap<>(Map.of("set " + set, last.body())), last.commit()))
                .orElseThrow(() -> new BadArgument(
                        "there is no set '" + UntrustedText.line(set) + "' that was applied before; give its text")));
    }

    private static String name(Optional<String> set) {
        return set.filter(name -> {
                    if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
                        throw new BadArgument("'set' has up to 64 letters, digits, '.', '_' and '-' only");
                    }
                    return true;
                })
                .orElse("text");
    }

    private ManifestFiles files() {
        return ManifestFiles.of(directory.orElseThrow(() -> new BadArgument(
                "no directory of manifests is configured (manifests: directory); give the manifests themselves")));
    }

    /// What is wrong with manifests is the caller's to mend.
    private static <T> T checked(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (BadManifest e) {
            throw new BadArgument("the manifests are not well-formed:\n" + e.getMessage());
        }
    }

    private static Optional<List<String>> some(List<String> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }
}
