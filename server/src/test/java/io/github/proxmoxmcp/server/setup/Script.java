package io.github.proxmoxmcp.server.setup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/// A person at the terminal whose answers are known beforehand; the last address and the last token are given as often
/// as they are asked for.
class Script implements Dialogue {

    final List<String> said = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    private final Deque<String> urls;
    private final Deque<String> tokens;
    private final boolean accepts;
    private final boolean confirms;

    Script(String url, String token, boolean accepts, boolean confirms) {
        this(List.of(url), List.of(token), accepts, confirms);
    }

    Script(Collection<String> urls, Collection<String> tokens, boolean accepts, boolean confirms) {
        this.urls = new ArrayDeque<>(urls);
        this.tokens = new ArrayDeque<>(tokens);
        this.accepts = accepts;
        this.confirms = confirms;
    }

    @Override
    public void say(String text) {
        said.add(text);
    }

    @Override
    public String ask(String question, String flag) {
        asked.add(flag);
        return next(urls);
    }

    @Override
    public String choose(String question, String usual) {
        asked.add(question);
        return usual;
    }

    @Override
    public String secret(String question, String flag) {
        asked.add("secret");
        return next(tokens);
    }

    @Override
    public boolean confirm(String question) {
        asked.add("confirm");
        return confirms;
    }

    @Override
    public boolean wants(String question) {
        asked.add(question);
        return false;
    }

    @Override
    public boolean same(String fingerprint) {
        asked.add("fingerprint " + fingerprint);
        return accepts;
    }

    private static String next(Deque<String> answers) {
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }
}
