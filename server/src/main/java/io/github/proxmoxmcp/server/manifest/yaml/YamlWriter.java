package io.github.proxmoxmcp.server.manifest.yaml;

import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Scalar;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/// Writes YAML whose texts are read back as they are by this program and by every other reader: what could be taken for
/// something else stands in quotes.
public final class YamlWriter {

    /// Words that nobody takes for anything else.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9/._+-]*([:=,;@][A-Za-z0-9/._+-]+)*");

    private static final Pattern TAKEN_FOR_MORE =
            Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n|\\.?nan|[-+]?\\.?inf");

    private final List<Event> events = new ArrayList<>();

    private YamlWriter() {}

    /// A document, without `---` before it.
    public static String write(YamlTree tree) {
        YamlWriter writer = new YamlWriter();
        writer.events.add(new StreamStartEvent());
        writer.events.add(new DocumentStartEvent(false, Optional.empty(), java.util.Map.of()));
        writer.add(tree, 0);
        writer.events.add(new DocumentEndEvent(false));
        writer.events.add(new StreamEndEvent());
        DumpSettings settings = DumpSettings.builder()
                .setWidth(Integer.MAX_VALUE)
                .setSplitLines(false)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .build();
        return new Present(settings).emitToString(writer.events.iterator());
    }

    private void add(YamlTree tree, int depth) {
        switch (tree) {
            case Scalar scalar ->
                events.add(new ScalarEvent(
                        Optional.empty(),
                        Optional.empty(),
                        new ImplicitTuple(true, true),
                        scalar.text(),
                        style(scalar)));
            case Mapping mapping -> {
                events.add(new MappingStartEvent(Optional.empty(), Optional.empty(), true, flow(mapping, depth)));
                mapping.entries().forEach(entry -> {
                    add(
                            new Scalar(
                                    entry.place(),
                                    entry.key(),
                                    !PLAIN.matcher(entry.key()).matches()),
                            depth + 1);
                    add(entry.value(), depth + 1);
                });
                events.add(new MappingEndEvent());
            }
            case Sequence sequence -> {
                events.add(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, flow(sequence)));
                sequence.items().forEach(item -> add(item, depth + 1));
                events.add(new SequenceEndEvent());
            }
        }
    }

    /// What is small stands in one line.
    private static FlowStyle flow(Mapping mapping, int depth) {
        return depth > 0
                        && mapping.entries().stream()
                                .allMatch(entry -> entry.value() instanceof Scalar scalar
                                        && !scalar.text().contains("\n"))
                ? FlowStyle.FLOW
                : FlowStyle.BLOCK;
    }

    /// Words stand in one line, what has parts in one each.
    private static FlowStyle flow(Sequence sequence) {
        return sequence.items().stream().allMatch(Scalar.class::isInstance) ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    private static ScalarStyle style(Scalar scalar) {
        if (!scalar.quoted()) {
            return ScalarStyle.PLAIN;
        }
        if (scalar.text().contains("\n")) {
            return isPrintable(scalar.text()) ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
        }
        return PLAIN.matcher(scalar.text()).matches()
                        && !TAKEN_FOR_MORE.matcher(scalar.text()).matches()
                ? ScalarStyle.PLAIN
                : ScalarStyle.DOUBLE_QUOTED;
    }

    /// In a block nothing can be escaped, and a line that begins or ends with a blank is easily lost.
    private static boolean isPrintable(String text) {
        return text.codePoints()
                        .allMatch(c -> c == '\n'
                                || (c >= ' '
                                        && c != 0x7F
                                        && c != 0x85
                                        && Character.isDefined(c)
                                        && !Character.isISOControl(c)
                                        && Character.getType(c) != Character.FORMAT
                                        && Character.getType(c) != Character.LINE_SEPARATOR
                                        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                                        && Character.getType(c) != Character.SURROGATE))
                && text.lines().noneMatch(line -> line.startsWith(" ") || line.endsWith(" "))
                && !text.startsWith("\n");
    }
}
