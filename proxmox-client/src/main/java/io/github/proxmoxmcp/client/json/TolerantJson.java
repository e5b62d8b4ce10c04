package io.github.proxmoxmcp.client.json;

import com.fasterxml.jackson.annotation.Nulls;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// How Proxmox means its JSON: numbers may be strings and the reverse, booleans are 0 and 1 of either kind, times are
/// seconds since 1970, durations seconds. A component that is not `Optional` must be there; what is unknown is ignored.
final class TolerantJson {

    private TolerantJson() {}

    static JsonMapper mapper() {
        SimpleModule module = new SimpleModule("proxmox")
                .addDeserializer(String.class, new Text())
                .addDeserializer(Boolean.class, new Flag(Boolean.class))
                .addDeserializer(Boolean.TYPE, new Flag(Boolean.TYPE))
                .addDeserializer(Instant.class, new EpochSeconds())
                .addDeserializer(Duration.class, new Seconds());
        return JsonMapper.builder()
                .addModule(module)
                .annotationIntrospector(new RequiredUnlessOptional())
                .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private static final class RequiredUnlessOptional extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return !member.getRawType().equals(Optional.class);
        }
    }

    /// What is written down, logged or shown was read here, so that a credential in a text goes no further.
    private static final class Text extends StringDeserializer {

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            return Secrets.strikeOut(super.deserialize(parser, context));
        }
    }

    private static final class Flag extends StdScalarDeserializer<Boolean> {
        Flag(Class<?> type) {
            super(type);
        }

        @Override
        public Boolean deserialize(JsonParser parser, DeserializationContext context) {
            return switch (String.valueOf(parser.getValueAsString())) {
                case "1", "true" -> true;
                case "0", "", "false" -> false;
                default -> (Boolean) context.handleUnexpectedToken(Boolean.class, parser);
            };
        }
    }

    private static final class EpochSeconds extends StdScalarDeserializer<Instant> {
        EpochSeconds() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            return Instant.ofEpochSecond(seconds(parser, context, Instant.class));
        }
    }

    private static final class Seconds extends StdScalarDeserializer<Duration> {
        Seconds() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
            return Duration.ofSeconds(seconds(parser, context, Duration.class));
        }
    }

    private static long seconds(JsonParser parser, DeserializationContext context, Class<?> type) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        }
        try {
            return (long) Double.parseDouble(String.valueOf(parser.getValueAsString()));
        } catch (NumberFormatException _) {
            context.handleUnexpectedToken(type, parser);
            throw new IllegalStateException("handleUnexpectedToken returned");
        }
    }
}
