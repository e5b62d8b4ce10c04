package io.github.proxmoxmcp.server.declared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commit kept with what was applied is the one that the checkout is at, however Git wrote it down.
class GitCommitTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String OTHER = "89abcdef0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void aBranchIsReadFromAnyFolderOfItsCheckout() throws IOException {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/refs/heads/main", COMMIT + "\n");

        Path below = Files.createDirectories(folder.resolve("clusters/home"));

        assertThat(GitCommit.of(below)).contains(COMMIT);
    }

    @Test
    void aPackedBranchIsFoundByItsWholeName() throws IOException {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(
                ".git/packed-refs",
                "# pack-refs with: peeled fully-peeled sorted \n" + OTHER + " refs/heads/a/refs/heads/main\n" + COMMIT
                        + " refs/heads/main\n");

        assertThat(GitCommit.of(folder)).contains(COMMIT);
    }

    @Test
    void aBranchOfItsOwnFileIsNewerThanThePackedOne() throws IOException {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/refs/heads/main", COMMIT + "\n");
        write(".git/packed-refs", OTHER + " refs/heads/main\n");

        assertThat(GitCommit.of(folder)).contains(COMMIT);
    }

    @Test
    void aDetachedHeadIsTheCommitItself() throws IOException {
        write(".git/HEAD", COMMIT + "\n");

        assertThat(GitCommit.of(folder)).contains(COMMIT);
    }

    @Test
    void aWorktreeHasItsOwnHeadAndTheBranchesOfItsRepository() throws IOException {
        write("main/.git/HEAD", "ref: refs/heads/main\n");
        write("main/.git/refs/heads/main", OTHER + "\n");
        write("main/.git/refs/heads/work", COMMIT + "\n");
        write("main/.git/worktrees/work/HEAD", "ref: refs/heads/work\n");
        write("main/.git/worktrees/work/commondir", "../..\n");
        write("work/.git", "gitdir: ../main/.git/worktrees/work\n");

        assertThat(GitCommit.of(folder.resolve("work"))).contains(COMMIT);
    }

    @Test
    void aCheckoutWithoutACommitHasNone() throws IOException {
        write(".git/HEAD", "ref: refs/heads/main\n");

        assertThat(GitCommit.of(folder)).isEmpty();
    }

    @Test
    void whatIsNoHashIsNotTakenForACommit() throws IOException {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/refs/heads/main", "password of somebody\n");

        assertThat(GitCommit.of(folder)).isEmpty();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
