package io.github.proxmoxmcp.server.resource;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.server.tool.Answer;
import java.util.Map;
import java.util.Optional;

/// A kind of resource as it is registered: what clients are told of it, how it is read, and when it is another one.
///
/// @param uri its address; one whose only variable is the cluster is listed for each cluster
/// @param form what it is read as
/// @param concern which changes are changes of it; absent where it cannot be subscribed to
public record ResourceDefinition(
        UriTemplate uri,
        String name,
        String title,
        String description,
        Form form,
        Optional<Concern> concern,
        Read read) {

    /// How the answer is written.
    public enum Form {
        TEXT("text/plain"),
        JSON("application/json");

        private final String mimeType;

        Form(String mimeType) {
            this.mimeType = mimeType;
        }

        public String mimeType() {
            return mimeType;
        }
    }

    /// Reads the resource that these values of the variables name.
    @FunctionalInterface
    public interface Read {

        Answer<?> of(Map<String, String> variables);
    }

    /// Whether a recorded change is one of the resource that these values of the variables name.
    @FunctionalInterface
    public interface Concern {

        boolean of(Map<String, String> variables, Change change);
    }
}
