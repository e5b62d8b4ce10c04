package io.github.proxmoxmcp.server.export.terraform;

import java.util.function.Consumer;

/// A resource with the id by which it is imported.
///
/// @param label unique among those of its type
/// @param text as it is written
record Resource(String type, String label, String id, String text) {

    Resource(String type, String label, String id, Consumer<Block> write) {
        this(type, label, id, written(type, label, write));
    }

    private static String written(String type, String label, Consumer<Block> write) {
        Block block = new Block("resource \"" + type + "\" \"" + label + "\"");
        write.accept(block);
        return block.toString();
    }

    /// What tells Terraform that the thing is there already.
    String importBlock() {
        return new Block("import")
                .set("to", new Hcl.Name(type + "." + label))
                .set("id", id)
                .toString();
    }
}
