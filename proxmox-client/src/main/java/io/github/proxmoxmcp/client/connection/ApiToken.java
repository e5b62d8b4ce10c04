package io.github.proxmoxmcp.client.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An API token of Proxmox VE; it shows its name, never its secret.
public final class ApiToken implements Credentials {

    /// A realm may take e-mail addresses as user names: the last `@` is the one before the realm.
    static final String USER = "[^\\s:/!=@][^\\s:/!=]*@[A-Za-z][A-Za-z0-9._-]+";

    private static final Pattern FORM =
            Pattern.compile("(?:PVEAPIToken=)?(" + USER + "![A-Za-z][A-Za-z0-9._-]*)=([!-~]+)");

    private final String id;
    private final String secret;

    private ApiToken(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /// Reads `USER@REALM!ID=SECRET`, as `pveum user token add` and the web interface give it.
    public static ApiToken parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an API token: expected USER@REALM!ID=SECRET,"
                    + " for example joe@pve!mcp=xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
                    + " (what was given is not shown, because it may hold a secret)");
        }
        return new ApiToken(matcher.group(1), matcher.group(2));
    }

    /// `USER@REALM!ID`, which is no secret.
    @Override
    public String id() {
        return id;
    }

    /// The value of the `Authorization` header: this holds the secret.
    public String authorization() {
        return "PVEAPIToken=" + id + "=" + secret;
    }

    @Override
    public String strikeOut(String text) {
        return text.replace(secret, "***");
    }

    @Override
    public String toString() {
        return id + "=***";
    }
}
