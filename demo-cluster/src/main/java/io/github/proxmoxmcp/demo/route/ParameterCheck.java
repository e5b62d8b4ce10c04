package io.github.proxmoxmcp.demo.route;

import java.util.Map;
import java.util.TreeMap;

/// Checks the parameters of a call against the endpoint's declaration; all problems are told at once.
public final class ParameterCheck {
    private ParameterCheck() {}

    public static Map<String, String> check(
            Route endpoint, Map<String, String> fromPath, Map<String, Argument> arguments) {
        var errors = new TreeMap<String, String>();
        var all = new TreeMap<String, Argument>();
        fromPath.forEach((name, value) -> all.put(name, Argument.scalar(value)));
        arguments.forEach((name, argument) -> {
            var clash = all.putIfAbsent(name, argument);
            if (clash != null && !clash.equals(argument)) {
                errors.put(name, "duplicate parameter (already defined in URI) with conflicting values!");
            }
        });
        var values = new TreeMap<String, String>();
        all.forEach((name, argument) -> {
            endpoint.param(name)
                    .ifPresentOrElse(
                            param -> param.problem(name, argument)
                                    .ifPresent(problem -> errors.putIfAbsent(name, problem)),
                            () -> errors.put(
                                    name,
                                    "property is not defined in schema and the schema does not allow additional"
                                            + " properties"));
            values.put(name, argument.text());
        });
        for (var param : endpoint.params()) {
            if (!param.optional() && !all.containsKey(param.name())) {
                errors.put(param.name(), "property is missing and it is not optional");
            }
        }
        if (!errors.isEmpty()) {
            throw ApiError.parameters(errors);
        }
        return values;
    }
}
