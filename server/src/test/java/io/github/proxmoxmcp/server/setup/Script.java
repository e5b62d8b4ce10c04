package io.github.proxmoxmcp.server.setup;

import java.util.ArrayList;
import java.util.List;

/// A person at the terminal whose answers are known beforehand.
final class Script implements Dialogue {

    final List<String> said = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    private final String url;
    private final String token;
    private final boolean accepts;
    private final boolean confirms;

    Script(String url, String token, boolean accepts, boolean confirms) {
        this.url = url;
        this.token = token;
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
        return url;
    }

    @Override
    public String secret(String question, String flag) {
        asked.add("secret");
        return token;
    }

    @Override
    public boolean confirm(String question) {
        asked.add("confirm");
        return confirms;
    }

    @Override
    public boolean same(String fingerprint) {
        asked.add("fingerprint " + fingerprint);
        return accepts;
    }
}
