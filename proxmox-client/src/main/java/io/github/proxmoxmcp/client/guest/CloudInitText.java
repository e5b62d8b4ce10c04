package io.github.proxmoxmcp.client.guest;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.proxmoxmcp.client.json.Secrets;

/// What cloud-init is told, as YAML; lines with passwords are struck out.
public record CloudInitText(String text) {

    public CloudInitText {
        text = Secrets.strikeOut(text);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static CloudInitText of(String text) {
        return new CloudInitText(text);
    }
}
