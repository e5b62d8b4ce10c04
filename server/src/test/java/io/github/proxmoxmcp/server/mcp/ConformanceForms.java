package io.github.proxmoxmcp.server.mcp;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The schemas that MCP's conformance suite wants to see again as they were written.
final class ConformanceForms {

    static final Map<String, Object> PROMPT = read("""
        {"type": "object", "properties": {"prompt": {"type": "string"}}, "required": ["prompt"]}
        """);

    static final Map<String, Object> DEFAULTS = read("""
        {
          "type": "object",
          "properties": {
            "name": {"type": "string", "default": "John Doe"},
            "age": {"type": "integer", "default": 30},
            "score": {"type": "number", "default": 95.5},
            "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
            "verified": {"type": "boolean", "default": true}
          }
        }
        """);

    static final Map<String, Object> ENUMS = read("""
        {
          "type": "object",
          "properties": {
            "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
            "titledSingle": {
              "type": "string",
              "oneOf": [{"const": "value1", "title": "First Option"}, {"const": "value2", "title": "Second Option"}]
            },
            "legacyEnum": {"type": "string", "enum": ["opt1", "opt2"], "enumNames": ["Option One", "Option Two"]},
            "untitledMulti": {"type": "array", "items": {"type": "string", "enum": ["option1", "option2"]}},
            "titledMulti": {
              "type": "array",
              "items": {"anyOf": [{"const": "value1", "title": "First"}, {"const": "value2", "title": "Second"}]}
            }
          }
        }
        """);

    static final Map<String, Object> SCHEMA_2020_12 = read("""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "$defs": {
            "address": {
              "$anchor": "addressDef",
              "type": "object",
              "properties": {"street": {"type": "string"}, "city": {"type": "string"}}
            }
          },
          "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"}
          },
          "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
          "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
          "then": {"required": ["phone"]},
          "else": {"required": ["email"]},
          "additionalProperties": false
        }
        """);

    private ConformanceForms() {}

    private static Map<String, Object> read(String json) {
        return JsonMapper.shared().readValue(json, new TypeReference<>() {});
    }
}
