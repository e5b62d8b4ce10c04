package io.github.proxmoxmcp.server.backups;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long the longest pause of a backup job's schedule is, as far as whole days go. A calendar event of systemd
/// begins with weekdays (`sat`, `mon..fri`, `mon,thu`) or a date; without either it runs every day or more often.
final class BackupSchedule {

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern WEEKDAYS = Pattern.compile("^[a-z]{3,9}((,|\\.\\.)[a-z]{3,9})*\\b");

    private BackupSchedule() {}

    static Duration longestPause(String schedule) {
        String text = schedule.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("monthly") || text.matches("^(\\*|\\d{4})-(\\*|\\d{1,2})-\\d.*")) {
            return Duration.ofDays(31);
        }
        if (text.startsWith("weekly")) {
            return Duration.ofDays(7);
        }
        Matcher weekdays = WEEKDAYS.matcher(text);
        return Duration.ofDays(weekdays.find() ? longestGap(days(weekdays.group())) : 1);
    }

    private static List<Integer> days(String text) {
        TreeSet<Integer> days = new TreeSet<>();
        for (String part : text.split(",")) {
            String[] ends = part.split("\\.\\.");
            int first = day(ends[0]);
            int last = day(ends[ends.length - 1]);
            if (first < 0 || last < 0) {
                return List.of();
            }
            for (int day = first; ; day = (day + 1) % DAYS.size()) {
                days.add(day);
                if (day == last) {
                    break;
                }
            }
        }
        return new ArrayList<>(days);
    }

    private static int day(String word) {
        return word.length() < 3 ? -1 : DAYS.indexOf(word.substring(0, 3));
    }

    /// Days from one run to the next at the most; 1 for words that are no weekdays (`daily`, `hourly`).
    private static long longestGap(List<Integer> days) {
        long longest = days.isEmpty() ? 1 : days.getFirst() + DAYS.size() - days.getLast();
        for (int i = 1; i < days.size(); i++) {
            longest = Math.max(longest, days.get(i) - days.get(i - 1));
        }
        return longest;
    }
}
