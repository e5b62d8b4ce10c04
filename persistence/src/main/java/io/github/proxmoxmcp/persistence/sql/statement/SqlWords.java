package io.github.proxmoxmcp.persistence.sql.statement;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words that may stand bare, outside of quotes, in a statement that jOOQ has rendered with all names quoted.
public final class SqlWords {

    private static final String STRING = "'(?:[^']|'')*'";
    private static final String QUOTED = "(?:\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`)";

    /// A string, a quoted name, a number (never a word, whatever letters follow), or a bare word.
    private static final Pattern TOKEN = Pattern.compile(
            STRING + "|" + QUOTED + "|[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|(?<word>[\\p{L}_$][\\p{L}\\p{N}_$]*)");

    /// The head of a CTE: its name, its columns if they are named, and `as (`. A string is passed over as a whole.
    private static final Pattern CTE =
            Pattern.compile(STRING + "|(?<head>(?<name>" + QUOTED + ") ?(?:\\((?:" + QUOTED + "(?:, )?)+\\))?) as \\(");

    private static final Set<String> ALLOWED = words(
            // statements
            "select distinct on from where group by having order asc desc nulls first last limit offset fetch next row"
                    + " rows only with recursive as not union all intersect except values lateral",
            // joins
            "join inner left right full outer cross natural using",
            // conditions
            "and or is null in exists between like ilike escape true false case when then else end distinct any some"
                    + " symmetric collate nocase",
            // windows
            "over partition window range groups unbounded preceding following current filter exclude ties no others"
                    + " ignore respect within",
            // types
            "cast varchar char text int integer smallint bigint int8 numeric decimal double precision real float"
                    + " boolean timestamp",
            // times and patterns, as they are written by QueryRewriting
            "extract epoch dow isodow doy week quarter to_char interval strftime julianday glob json_extract"
                    + " json_quote",
            // aggregates
            "count sum avg min max any_value string_agg group_concat stddev_pop stddev_samp var_pop var_samp"
                    + " percentile_cont percentile_disc mode median bool_and bool_or every",
            // window functions
            "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value",
            // text
            "lower upper length char_length character_length octet_length substr substring replace trim ltrim rtrim"
                    + " both leading trailing position strpos instr split_part concat left right reverse ascii",
            // numbers
            "abs round floor ceil ceiling mod div sign power sqrt exp ln log trunc greatest least",
            // either
            "coalesce nullif ifnull nvl iif");

    private SqlWords() {}

    private static Set<String> words(String... lines) {
        return Stream.of(lines).flatMap(line -> Stream.of(line.split(" "))).collect(toUnmodifiableSet());
    }

    /// The first bare word that is not among them.
    public static Optional<String> firstForeign(String text) {
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String word = token.group("word");
            if (word != null && !ALLOWED.contains(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    /// The statement with its own CTEs made fences. Both databases would rather write a CTE's expressions into its
    /// readers, and one that doubles a value in each of thirty steps would then fill the memory, long before any
    /// time limit is looked at.
    public static String fence(String text, Set<String> ctes) {
        return CTE.matcher(text).replaceAll(found -> {
            String name = found.group("name");
            boolean own = name != null && ctes.contains(name.substring(1, name.length() - 1));
            return Matcher.quoteReplacement(own ? found.group("head") + " as materialized (" : found.group());
        });
    }

    /// The statement with more definitions before its own.
    public static String prepend(String definitions, String text) {
        for (String with : new String[] {"with recursive ", "with "}) {
            if (text.startsWith(with)) {
                return with + definitions + ", " + text.substring(with.length());
            }
        }
        return "with " + definitions + " " + text;
    }
}
