package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.endpoint.LibraryOnly;
import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;

/// What can be fetched to a node: templates, images, and what other servers offer.
@LibraryOnly
public interface TemplatesApi {

    @Endpoint("GET /nodes/{node}/aplinfo")
    List<ApplianceTemplate> templates(String node);

    @Endpoint("POST /nodes/{node}/aplinfo")
    Upid download(String node, TemplateDownload request);

    @Endpoint("GET /nodes/{node}/query-url-metadata")
    UrlMetadata urlMetadata(String node, UrlQuery query);

    @Endpoint("GET /nodes/{node}/query-oci-repo-tags")
    List<String> ociTags(String node, OciQuery query);

    @Endpoint("GET /nodes/{node}/scan/nfs")
    List<NfsExport> scanNfs(String node, ServerQuery query);

    @Endpoint("GET /nodes/{node}/scan/cifs")
    List<CifsShare> scanCifs(String node, CifsQuery query);

    @Endpoint("GET /nodes/{node}/scan/iscsi")
    List<IscsiTarget> scanIscsi(String node, PortalQuery query);

    @Endpoint("GET /nodes/{node}/scan/lvm")
    List<ScannedGroup> scanLvm(String node);

    @Endpoint("GET /nodes/{node}/scan/lvmthin")
    List<ScannedThinPool> scanLvmThin(String node, GroupQuery query);

    @Endpoint("GET /nodes/{node}/scan/zfs")
    List<ScannedPool> scanZfs(String node);

    @Endpoint("GET /nodes/{node}/scan/pbs")
    List<Datastore> scanPbs(String node, PbsQuery query);

    /// Which template, and where to.
    record TemplateDownload(String storage, String template) {}

    /// Which address.
    record UrlQuery(
            String url, @JsonProperty("verify-certificates") Optional<Boolean> verifyCertificates) {}

    /// Which repository of a registry.
    record OciQuery(String reference) {}

    /// Which server.
    record ServerQuery(String server) {}

    /// Which server, and who asks.
    record CifsQuery(String server, Optional<String> username, Optional<Secret> password, Optional<String> domain) {}

    /// Which portal.
    record PortalQuery(String portal) {}

    /// Which volume group.
    record GroupQuery(String vg) {}

    /// Which backup server, and who asks.
    record PbsQuery(
            String server, String username, Secret password, Optional<String> fingerprint, Optional<Integer> port) {}

    /// A container template to download.
    record ApplianceTemplate(
            String template,
            Optional<String> type,
            @JsonProperty("package") Optional<String> packageName,
            Optional<String> version,
            Optional<String> os,
            Optional<String> section,
            Optional<String> headline) {}

    /// What an address would give.
    record UrlMetadata(Optional<String> filename, Optional<String> mimetype, Optional<Long> size) {}

    /// An export.
    record NfsExport(String path, Optional<String> options) {}

    /// A share.
    record CifsShare(String share, Optional<String> description) {}

    /// A target.
    record IscsiTarget(String target, Optional<String> portal) {}

    /// A volume group.
    record ScannedGroup(String vg) {}

    /// A thin pool.
    record ScannedThinPool(String lv) {}

    /// A ZFS pool.
    record ScannedPool(String pool) {}

    /// A datastore.
    record Datastore(String store, Optional<String> comment) {}
}
