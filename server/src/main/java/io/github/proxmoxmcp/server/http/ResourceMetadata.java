package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.config.HttpSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What this server tells of itself as a resource that OAuth protects (RFC 9728).
///
/// @param url where clients find the document
/// @param scopes those that give access, with spaces between
record ResourceMetadata(String url, String document, String scopes) {

    static final String PATH = "/.well-known/oauth-protected-resource";

    static ResourceMetadata of(HttpSettings.OAuth settings) {
        URI resource = settings.resource();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("resource", resource.toString());
        document.put("authorization_servers", List.of(settings.issuer().toString()));
        document.put("scopes_supported", List.copyOf(settings.scopes().keySet()));
        document.put("bearer_methods_supported", List.of("header"));
        document.put("resource_name", "Proxmox VE");
        // The well-known part stands between the host and the path of the resource.
        String path = resource.getRawPath().replaceFirst("/$", "");
        return new ResourceMetadata(
                resource.getScheme() + "://" + resource.getRawAuthority() + PATH + path,
                JsonMapper.shared().writeValueAsString(document),
                String.join(" ", settings.scopes().keySet()));
    }
}
