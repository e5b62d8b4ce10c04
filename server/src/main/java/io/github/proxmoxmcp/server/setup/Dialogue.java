package io.github.proxmoxmcp.server.setup;

/// How setting up speaks with the person who does it, or with the flags that stand for them.
public interface Dialogue {

    void say(String text);

    /// An answer in words.
    ///
    /// @param flag what would have given it on the command line
    String ask(String question, String flag);

    /// An answer in words, where there is one for who just goes on: without a person that is the answer.
    String choose(String question, String usual);

    /// An answer that is not shown while it is typed.
    String secret(String question, String flag);

    /// Whether to go on.
    boolean confirm(String question);

    /// Whether to do more than is usual; without a person it is not done.
    boolean wants(String question);

    /// Whether the fingerprint is the one that the node itself shows. Only a person can say so, never a flag that means
    /// yes to everything.
    boolean same(String fingerprint);
}
