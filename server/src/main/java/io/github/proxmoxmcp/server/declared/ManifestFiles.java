package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.server.manifest.ManifestSet;
import io.github.proxmoxmcp.server.manifest.yaml.YamlReader;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The manifests of a directory, or of some files: every `*.yaml` and `*.yml`, in the order of their names.
///
/// @param commit of the Git checkout that they lie in
public record ManifestFiles(String set, SortedMap<String, String> texts, Optional<String> commit) {

    private static final int MAX_FILES = 10_000;
    private static final int MAX_CHARACTERS = 64 << 20;
    private static final int MAX_DEPTH = 16;

    /// @throws BadArgument when there is nothing to read
    public static ManifestFiles of(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new BadArgument("there is no directory " + directory + " with manifests");
        }
        String name = Optional.ofNullable(directory.toAbsolutePath().normalize().getFileName())
                .map(Path::toString)
                .map(text -> text.replaceAll("[^A-Za-z0-9_.-]", "-"))
                .orElse("root");
        try (Stream<Path> files = Files.walk(directory, MAX_DEPTH)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.ya?ml"))
                    // What a version control or an editor keeps for itself is no manifest.
                    .filter(file -> Stream.iterate(
                                    directory.relativize(file), java.util.Objects::nonNull, Path::getParent)
                            .noneMatch(part -> part.getFileName().toString().startsWith(".")))
                    .sorted()
                    .toList();
            return new ManifestFiles(name, texts(directory, found), GitCommit.of(directory));
        } catch (IOException e) {
            throw new BadArgument("the manifests in " + directory + " cannot be read: " + e.getMessage());
        }
    }

    /// @param files read as they are named; a directory stands for all manifests in it
    public static ManifestFiles of(List<Path> files) {
        TreeMap<String, String> texts = new TreeMap<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                of(file).texts()
                        .forEach((name, text) -> texts.put(file.resolve(name).toString(), text));
            } else {
                try {
                    texts.put(file.toString(), Files.readString(file));
                } catch (IOException e) {
                    throw new BadArgument(file + " cannot be read as UTF-8 text: " + e.getMessage());
                }
            }
        }
        return new ManifestFiles("files", texts, Optional.empty());
    }

    private static SortedMap<String, String> texts(Path directory, List<Path> files) throws IOException {
        if (files.isEmpty()) {
            throw new BadArgument("there is no *.yaml in " + directory + "; 'proxmox-mcp export --out " + directory
                    + "' writes what there is");
        }
        if (files.size() > MAX_FILES) {
            throw new BadArgument(
                    directory + " has " + files.size() + " manifests; at most " + MAX_FILES + " are read");
        }
        TreeMap<String, String> texts = new TreeMap<>();
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
            if (size > MAX_CHARACTERS || Files.size(file) > YamlReader.MAX_CHARACTERS) {
                throw new BadArgument("the manifests in " + directory + " are larger than " + (MAX_CHARACTERS >> 20)
                        + " MiB, or one is larger than " + (YamlReader.MAX_CHARACTERS >> 20) + " MiB");
            }
            texts.put(directory.relativize(file).toString(), Files.readString(file));
        }
        return texts;
    }

    /// The manifests, checked.
    public ManifestSet read() {
        return ManifestSet.read(set, texts);
    }

    /// All of them as one text.
    public String body() {
        return texts.entrySet().stream()
                .map(file -> "# " + file.getKey() + "\n---\n"
                        + file.getValue()
                                .replaceFirst("\\A(?:\\s*---[^\\S\\n]*\\n)", "")
                                .stripTrailing() + "\n")
                .collect(Collectors.joining());
    }
}
