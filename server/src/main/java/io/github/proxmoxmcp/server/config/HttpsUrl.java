package io.github.proxmoxmcp.server.config;

import java.net.URI;

/// The address of something whose answers nobody changes on their way.
record HttpsUrl(URI url) {

    /// @throws IllegalArgumentException that goes on after the name of what it is the address of
    static HttpsUrl parse(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a URL: " + text, e);
        }
        if (!HttpSettings.isTrustworthy(url)) {
            throw new IllegalArgumentException("must be an https URL, not " + text);
        }
        return new HttpsUrl(url);
    }
}
