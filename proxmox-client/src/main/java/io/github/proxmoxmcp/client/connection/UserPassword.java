package io.github.proxmoxmcp.client.connection;

import io.github.proxmoxmcp.client.value.Secret;
import java.util.regex.Pattern;

/// A user of Proxmox VE with a password. The client logs in by itself, renews its ticket in time and after it was
/// refused. A user with a second factor cannot be used so: make an API token for it.
///
/// @param id `joe@pve`
public record UserPassword(String id, Secret password) implements Credentials {

    private static final Pattern USER = Pattern.compile(ApiToken.USER);

    public UserPassword {
        if (!USER.matcher(id).matches()) {
            throw new IllegalArgumentException("not a user: '" + id + "' (expected NAME@REALM, such as joe@pve)");
        }
    }

    @Override
    public String strikeOut(String text) {
        return password.strikeOut(text);
    }
}
