package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;

/// Packages of a node: `/nodes/{node}/apt`.
public interface AptApi {

    /// What could be updated, as of the last refresh.
    @Endpoint("GET /nodes/{node}/apt/update")
    List<PackageVersion> updates(String node);

    /// Reads the repositories anew.
    @Endpoint("POST /nodes/{node}/apt/update")
    Upid refresh(String node, AptRefresh request);

    /// The installed packages of Proxmox VE itself.
    @Endpoint("GET /nodes/{node}/apt/versions")
    List<PackageVersion> versions(String node);

    @Endpoint("GET /nodes/{node}/apt/changelog")
    String changelog(String node, ChangelogQuery query);

    @Endpoint("GET /nodes/{node}/apt/repositories")
    AptRepositories repositories(String node);

    @Endpoint("POST /nodes/{node}/apt/repositories")
    void changeRepository(String node, RepositoryChange request);

    @Endpoint("PUT /nodes/{node}/apt/repositories")
    void addRepository(String node, RepositoryAdd request);

    /// Whether to send a notice of new packages.
    record AptRefresh(@JsonProperty("notify") Optional<Boolean> notification, Optional<Boolean> quiet) {

        /// Proxmox's defaults.
        public static final AptRefresh PLAIN = new AptRefresh(Optional.empty(), Optional.empty());
    }

    /// Of which package.
    record ChangelogQuery(String name, Optional<String> version) {}

    /// Which line of which file, and whether it is to be on.
    record RepositoryChange(String path, int index, Optional<Boolean> enabled, Optional<String> digest) {}

    /// A repository by its standard name, such as `no-subscription`.
    record RepositoryAdd(String handle, Optional<String> digest) {}

    /// A package.
    record PackageVersion(
            @JsonProperty("Package") String name,
            @JsonProperty("Version") Optional<String> version,
            @JsonProperty("OldVersion") Optional<String> oldVersion,
            @JsonProperty("Title") Optional<String> title,
            @JsonProperty("Origin") Optional<String> origin,
            @JsonProperty("Priority") Optional<String> priority,
            @JsonProperty("Section") Optional<String> section,
            @JsonProperty("Arch") Optional<String> arch,
            @JsonProperty("CurrentState") Optional<String> currentState,
            @JsonProperty("RunningKernel") Optional<String> runningKernel) {}

    /// What packages come from.
    record AptRepositories(
            String digest,
            List<RepositoryFile> files,
            Optional<List<RepositoryError>> errors,
            @JsonProperty("standard-repos") Optional<List<StandardRepository>> standardRepos) {}

    /// A file of repositories.
    record RepositoryFile(
            String path,
            @JsonProperty("file-type") Optional<String> fileType,
            Optional<List<Repository>> repositories) {}

    /// A repository.
    record Repository(
            @JsonProperty("Enabled") Optional<Boolean> enabled,
            @JsonProperty("Types") Optional<List<String>> types,
            @JsonProperty("URIs") Optional<List<String>> uris,
            @JsonProperty("Suites") Optional<List<String>> suites,
            @JsonProperty("Components") Optional<List<String>> components,
            @JsonProperty("Comment") Optional<String> comment) {}

    /// A file that cannot be read.
    record RepositoryError(String path, String error) {}

    /// A repository that Proxmox knows, and whether it is on.
    record StandardRepository(String handle, String name, Optional<Boolean> status) {}
}
