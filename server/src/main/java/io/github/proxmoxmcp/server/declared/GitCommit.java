package io.github.proxmoxmcp.server.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The commit that a directory's checkout is at, read from Git's own files: nothing is run.
final class GitCommit {

    private static final String HASH = "[0-9a-f]{40}|[0-9a-f]{64}";

    private GitCommit() {}

    /// Absent when it lies in no checkout, or in one without a commit.
    static Optional<String> of(Path directory) {
        for (Path at = directory.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            try {
                if (Files.isDirectory(git)) {
                    return commit(git);
                }
                // Of a worktree and a submodule it is a file that says where.
                if (Files.isRegularFile(git)) {
                    return commit(at.resolve(Files.readString(git).strip().replaceFirst("^gitdir: ", "")));
                }
            } catch (IOException _) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<String> commit(Path git) throws IOException {
        String head = Files.readString(git.resolve("HEAD")).strip();
        if (!head.startsWith("ref: ")) {
            return Optional.of(head).filter(hash -> hash.matches(HASH));
        }
        String name = head.substring("ref: ".length());
        Path common = Files.exists(git.resolve("commondir"))
                ? git.resolve(Files.readString(git.resolve("commondir")).strip())
                : git;
        for (Path place : new Path[] {git, common}) {
            if (Files.isRegularFile(place.resolve(name))) {
                return Optional.of(Files.readString(place.resolve(name)).strip())
                        .filter(hash -> hash.matches(HASH));
            }
        }
        Path packed = common.resolve("packed-refs");
        return Files.isRegularFile(packed)
                ? Files.readAllLines(packed).stream()
                        .filter(line -> line.endsWith(" " + name))
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .filter(hash -> hash.matches(HASH))
                        .findFirst()
                : Optional.empty();
    }
}
