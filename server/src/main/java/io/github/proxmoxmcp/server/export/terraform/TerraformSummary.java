package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.ExportedFacts;
import io.github.proxmoxmcp.server.tool.Printable;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What stands beside the files: of when they are, how to use them, and what they do not hold.
final class TerraformSummary {

    private TerraformSummary() {}

    static String of(ExportedFacts facts, List<Resource> resources, List<String> notes) {
        StringBuilder text = new StringBuilder();
        text.append("# Export of a Proxmox cluster for Terraform and OpenTofu\n\n");
        text.append("As of ")
                .append(facts.at())
                .append(facts.current() ? "" : ", a moment in the past")
                .append(".\n");
        if (!facts.current()) {
            text.append("What changed since is a change to Terraform: it would take it back. Read the plan.\n");
        }
        text.append("""

            1. `export PROXMOX_VE_ENDPOINT=https://… PROXMOX_VE_API_TOKEN='user@realm!id=…'`
            2. `terraform init`
            3. `terraform plan -detailed-exitcode`: it should import everything and change nothing. If it wants to change
               something, do not apply; the comment beside the resource may say why.
            4. `terraform apply`, after which `imports.tf` may be deleted.

            Written for bpg/proxmox 0.111 from its source; no plan was run to make these files.
            Destroying a guest is prevented in each resource, for the provider would also delete disks that the file
            does not name.

            ## What is in it

            """);
        resources.stream()
                .collect(Collectors.groupingBy(Resource::type, TreeMap::new, Collectors.counting()))
                .forEach((type, count) -> text.append("- ")
                        .append(count)
                        .append(" × ")
                        .append(type)
                        .append('\n'));
        text.append("""

            ## What is not

            - passwords, tokens and whatever else is or holds a secret;
            - firewalls, users, groups, roles and access lists, networks of nodes, SDN, mappings of hardware and options of
              the datacenter: the memory does not hold them, or not whole;
            - names of volumes, which Proxmox makes; snapshots; backups.
            """);
        if (!notes.isEmpty()) {
            text.append("\nIn particular:\n\n");
            // Indented, so that it is text whatever it contains.
            notes.forEach(
                    note -> text.append("    ").append(Printable.line(note)).append('\n'));
        }
        return text.toString();
    }
}
