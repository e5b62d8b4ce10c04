package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.ExportedFacts;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Exporter;
import io.github.proxmoxmcp.server.export.FactsReader;
import io.github.proxmoxmcp.server.export.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Terraform or OpenTofu for the provider bpg/proxmox: everything is imported, and nothing is to be changed by it.
public final class TerraformExporter implements Exporter {

    private static final String VERSIONS = """
        # versions.tf
        terraform {
          required_version = ">= 1.5"
          required_providers {
            proxmox = {
              source  = "bpg/proxmox"
              version = "~> 0.111.1"
            }
          }
        }
        """;

    private static final String PROVIDER = """
        # provider.tf: address and token come from PROXMOX_VE_ENDPOINT and PROXMOX_VE_API_TOKEN, and never from a file
        provider "proxmox" {}
        """;

    @Override
    public String name() {
        return "terraform";
    }

    @Override
    public Exported export(Reading reading, Selection selection) {
        return write(FactsReader.read(reading, selection));
    }

    /// The files of a cluster, a function of what is known of it.
    public static Exported write(ExportedFacts facts) {
        return new Writing(facts).write();
    }

    private static final class Writing {

        private final ExportedFacts facts;
        private final BlockLabels labels = new BlockLabels();
        private final SortedMap<String, StringBuilder> files = new TreeMap<>();
        private final List<Resource> imported = new ArrayList<>();
        private final List<String> notes;

        private Writing(ExportedFacts facts) {
            this.facts = facts;
            this.notes = new ArrayList<>(facts.notes());
        }

        private Exported write() {
            guests();
            facts.pools().forEach(pool -> ClusterBlocks.pool(pool, labels).forEach(one -> add("pools.tf", one)));
            all("ha.tf", facts.ha(), ClusterBlocks::ha);
            all("ha.tf", facts.rights().haRules(), RightsBlocks::haRule);
            all("ha.tf", facts.rights().haGroups(), RightsBlocks::haGroup);
            all("access.tf", facts.rights().roles(), RightsBlocks::role);
            all("access.tf", facts.rights().groups(), RightsBlocks::group);
            all("access.tf", facts.rights().users(), RightsBlocks::user);
            all("access.tf", facts.rights().grants(), RightsBlocks::grant);
            all("replication.tf", facts.replications(), ClusterBlocks::replication);
            facts.storages()
                    .forEach(storage -> ClusterBlocks.storage(storage, labels)
                            .ifPresentOrElse(
                                    one -> add("storage.tf", one),
                                    () -> notes.add("storage " + storage.name() + " of type " + storage.type()
                                            + " is left out: the provider has none of it, or needs what the memory does"
                                            + " not hold")));
            facts.backupJobs()
                    .forEach(job -> ClusterBlocks.unsayable(job)
                            .ifPresentOrElse(
                                    why -> notes.add(why + ": it is left out"),
                                    () -> add("backup.tf", ClusterBlocks.backupJob(job, labels))));
            SortedMap<String, String> texts = new TreeMap<>();
            files.forEach((name, text) -> texts.put(name, "# " + name + "\n" + text));
            texts.put("imports.tf", imports());
            texts.put("versions.tf", VERSIONS);
            texts.put("provider.tf", PROVIDER);
            texts.put("EXPORT.md", TerraformSummary.of(facts, imported, notes));
            return new Exported(texts, notes);
        }

        private void guests() {
            Map<String, String> names = new LinkedHashMap<>();
            BlockLabels unique = new BlockLabels();
            facts.guests().stream()
                    .map(guest -> guest.guest().node())
                    .sorted()
                    .distinct()
                    .forEach(node -> names.put(node, unique.of("guests", node).replace('_', '-') + ".tf"));
            for (ExportedGuest guest : facts.guests()) {
                GuestText text = GuestText.of(guest, labels);
                StringBuilder file = file(names.getOrDefault(guest.guest().node(), "guests.tf"));
                file.append('\n').append(text.text());
                text.resource().ifPresent(imported::add);
                text.refusals().forEach(why -> notes.add("guest " + guest.vmid() + " is left out: " + why));
            }
        }

        private <T> void all(String file, List<T> things, BiFunction<T, BlockLabels, Resource> resource) {
            things.forEach(thing -> add(file, resource.apply(thing, labels)));
        }

        private void add(String file, Resource resource) {
            file(file).append('\n').append(resource.text());
            imported.add(resource);
        }

        private StringBuilder file(String name) {
            return files.computeIfAbsent(name, _ -> new StringBuilder());
        }

        private String imports() {
            StringBuilder text = new StringBuilder("# imports.tf: needed for the first apply only\n");
            imported.forEach(one -> text.append('\n').append(one.importBlock()));
            return text.toString();
        }
    }
}
