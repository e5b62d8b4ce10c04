package io.github.proxmoxmcp.server.manifest.yaml;

import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Entry;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Scalar;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the documents of one YAML text. What makes YAML more than data (aliases, tags) is refused, as is a key that
/// stands twice; size and depth are bounded.
public final class YamlReader {

    /// More than the manifests of 10,000 guests need.
    public static final int MAX_CHARACTERS = 16 << 20;

    private static final int MAX_DEPTH = 16;

    private final String file;
    private final Iterator<Event> events;

    private YamlReader(String file, String text) {
        this.file = file;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /// @param file as messages name it
    /// @throws BadManifest when it is not YAML, or more than data
    public static List<YamlTree> read(String file, String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw fault(new Place(file, 1, 1), "is longer than " + (MAX_CHARACTERS >> 20) + " MiB; split it");
        }
        try {
            return new YamlReader(file, text).documents();
        } catch (MarkedYamlEngineException e) {
            throw fault(
                    e.getProblemMark().map(mark -> place(file, mark)).orElse(new Place(file, 1, 1)),
                    "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw fault(new Place(file, 1, 1), "is not YAML: " + e.getMessage());
        }
    }

    private List<YamlTree> documents() {
        List<YamlTree> documents = new ArrayList<>();
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof NodeEvent node) {
                YamlTree tree = tree(node, 0);
                // `---` at the end begins a document with nothing in it.
                if (!(tree instanceof Scalar scalar && scalar.isNull())) {
                    documents.add(tree);
                }
            }
        }
        return documents;
    }

    private YamlTree tree(NodeEvent event, int depth) {
        Place place = place(event);
        if (depth > MAX_DEPTH) {
            throw fault(place, "is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (event instanceof AliasEvent alias) {
            throw fault(place, "the alias *" + alias.getAlias() + " is refused; write the value out");
        }
        event.getAnchor().ifPresent(anchor -> {
            throw fault(place, "the anchor &" + anchor + " is refused; write the value out where it is meant");
        });
        return switch (event) {
            case ScalarEvent scalar -> {
                requireNoTag(place, scalar.getTag());
                yield new Scalar(place, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
            }
            case MappingStartEvent mapping -> {
                requireNoTag(place, mapping.getTag());
                yield mapping(place, depth);
            }
            case SequenceStartEvent sequence -> {
                requireNoTag(place, sequence.getTag());
                yield sequence(place, depth);
            }
            default -> throw new IllegalStateException("no such event: " + event);
        };
    }

    private Mapping mapping(Place place, int depth) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            if (!(tree((NodeEvent) event, depth + 1) instanceof Scalar key)) {
                throw fault(place(event), "a key is a single word, not a mapping or a list");
            }
            Place first = seen.putIfAbsent(key.text(), key.place());
            if (first != null) {
                throw fault(
                        key.place(),
                        "the key '" + key.text() + "' stands twice, first in line " + first.line() + "; keep one");
            }
            entries.add(new Entry(key.place(), key.text(), tree((NodeEvent) events.next(), depth + 1)));
        }
        return new Mapping(place, entries);
    }

    private Sequence sequence(Place place, int depth) {
        List<YamlTree> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            items.add(tree((NodeEvent) event, depth + 1));
        }
        return new Sequence(place, items);
    }

    private static void requireNoTag(Place place, Optional<String> tag) {
        tag.ifPresent(name -> {
            throw fault(place, "the tag " + name + " is refused; values are plain text, numbers, lists and mappings");
        });
    }

    private Place place(Event event) {
        return event.getStartMark().map(mark -> place(file, mark)).orElse(new Place(file, 1, 1));
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static BadManifest fault(Place place, String message) {
        return new BadManifest(List.of(new Fault(place, "", message)));
    }
}
