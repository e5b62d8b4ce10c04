package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A kind of things that is read in lists, as its record describes it.
///
/// @param part absent for things that changes are told of as such
public record InventoryKind(
        Class<? extends Record> type, History history, Optional<History.PartOf> part, List<Column> columns) {

    /// Wholes stand before their parts.
    private static final List<Class<? extends Record>> TYPES = List.of(
            StorageDefinition.class,
            Backup.class,
            BackupJob.class,
            Pool.class,
            PoolMember.class,
            HaResource.class,
            ReplicationJob.class,
            NodeInterface.class,
            NodeService.class,
            NodeUpdate.class,
            NodeDisk.class,
            NodeCertificate.class,
            ReplicationState.class,
            ClusterOption.class,
            Access.User.class,
            Access.Token.class,
            Access.Group.class,
            Access.Role.class,
            Access.Rule.class,
            Access.Realm.class,
            Firewall.Rule.class,
            Firewall.Alias.class,
            Firewall.IpSet.class,
            Firewall.IpSetEntry.class,
            Firewall.Option.class,
            Firewall.Group.class,
            HaRule.class,
            HaGroup.class,
            Sdn.Zone.class,
            Sdn.Vnet.class,
            Sdn.Subnet.class,
            HardwareMapping.class,
            Notification.Target.class,
            Notification.Matcher.class,
            MetricServer.class);

    /// A component as a column.
    public record Column(RecordComponent component, String name, String meaning) {}

    /// Every kind. It is made when it is needed first: no answer right after a start waits for it.
    public static List<InventoryKind> all() {
        return All.KINDS;
    }

    /// The kind of a record.
    public static InventoryKind of(Class<? extends Record> type) {
        return all().stream()
                .filter(kind -> kind.type.equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " is no kind of history"));
    }

    public Kind kind() {
        return history.kind();
    }

    public String table() {
        return kind().name().toLowerCase(Locale.ROOT);
    }

    /// Whether its lists are of nodes.
    public boolean isOfNodes() {
        return history.list() == 1 && columns.getFirst().name().equals("node");
    }

    private static final class All {

        static final List<InventoryKind> KINDS = TYPES.stream().map(All::read).toList();

        private All() {}

        private static InventoryKind read(Class<? extends Record> type) {
            return new InventoryKind(
                    type,
                    type.getAnnotation(History.class),
                    Optional.ofNullable(type.getAnnotation(History.PartOf.class)),
                    Stream.of(type.getRecordComponents()).map(All::column).toList());
        }

        private static Column column(RecordComponent component) {
            Doc doc = component.getAnnotation(Doc.class);
            return new Column(
                    component, doc.column().isEmpty() ? snake(component.getName()) : doc.column(), doc.value());
        }

        private static String snake(String name) {
            return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        }
    }
}
