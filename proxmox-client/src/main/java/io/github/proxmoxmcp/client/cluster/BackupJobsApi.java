package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Settings;
import java.util.List;
import java.util.Optional;

/// Backup jobs: `/cluster/backup`, and what none of them covers.
public interface BackupJobsApi {

    @Endpoint("GET /cluster/backup")
    List<BackupJob> list();

    @Endpoint("POST /cluster/backup")
    void create(BackupJobCreate request);

    @Endpoint("GET /cluster/backup/{id}")
    BackupJob get(String id);

    @Endpoint("PUT /cluster/backup/{id}")
    void change(String id, BackupJobChange request);

    @Endpoint("DELETE /cluster/backup/{id}")
    void remove(String id);

    /// Which disks of which guests it would take.
    @Endpoint("GET /cluster/backup/{id}/included_volumes")
    IncludedVolumes includedVolumes(String id);

    /// Guests that no job covers; whether a covered one was ever backed up is another matter.
    @Endpoint("GET /cluster/backup-info/not-backed-up")
    List<UncoveredGuest> notCovered();

    /// A job: when, what (`vmid`, `all` or `pool`) and where to.
    ///
    /// @param options every other parameter by name
    record BackupJobCreate(
            Optional<String> id,
            Optional<String> schedule,
            Optional<String> storage,
            Optional<String> vmid,
            Optional<Boolean> all,
            Optional<String> pool,
            Optional<String> node,
            Optional<String> mode,
            Optional<Boolean> enabled,
            Optional<String> comment,
            Options options) {

        /// Everything by name.
        public static BackupJobCreate of(Options options) {
            return new BackupJobCreate(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    options);
        }
    }

    /// What to change about a job.
    ///
    /// @param options every other parameter by name
    record BackupJobChange(
            Optional<String> schedule,
            Optional<String> storage,
            Optional<String> vmid,
            Optional<Boolean> all,
            Optional<String> pool,
            Optional<String> node,
            Optional<String> mode,
            Optional<Boolean> enabled,
            Optional<String> comment,
            Optional<String> delete,
            Options options) {

        /// Everything by name.
        public static BackupJobChange of(Options options) {
            return new BackupJobChange(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    options);
        }
    }

    /// A job: every option by name, its rule of what is kept as a property string.
    record BackupJob(@JsonValue Settings settings) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public BackupJob {}

        public String id() {
            return settings.get("id").orElse("");
        }

        public Optional<String> get(String option) {
            return settings.get(option);
        }

        /// It is unless it says that it is not.
        public boolean isEnabled() {
            return settings.get("enabled").isEmpty() || settings.isOn("enabled");
        }
    }

    /// The guests of a job.
    record IncludedVolumes(List<IncludedGuest> children) {}

    /// A guest of a job.
    record IncludedGuest(int id, Optional<String> name, String type, Optional<List<IncludedVolume>> children) {}

    /// A disk, and why it is taken or not.
    record IncludedVolume(String id, Optional<String> name, boolean included, Optional<String> reason) {}

    /// A guest without a job.
    record UncoveredGuest(int vmid, Optional<String> name, String type) {}
}
