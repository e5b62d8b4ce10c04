# What the scripts beside this one share: each check counts itself, and a script in which nothing ran has failed.
# Read by them with `.`; $work is a folder that goes when they end.

work=$(mktemp -d)
background=()
passed=0
skipped=0

ends() {
    [ ${#background[@]} = 0 ] || { kill "${background[@]}" 2>/dev/null || true; wait "${background[@]}" 2>/dev/null || true; }
    rm -rf "$work"
}
trap ends EXIT

check() { # NAME COMMAND...: every line of COMMAND must succeed; in a condition the shell would not look at each
    local name=$1 status
    shift
    set +e
    (
        trap - EXIT
        set -e
        "$@"
    ) >"$work/out" 2>"$work/err"
    status=$?
    set -e
    if [ "$status" != 0 ]; then
        echo "FAILED: $name"
        cat "$work/out" "$work/err"
        exit 1
    fi
    passed=$((passed + 1))
    echo "ok: $name"
}

no() { # COMMAND...: must not succeed. (`! COMMAND` alone is never a failure for the shell.)
    if "$@"; then return 1; fi
}

skip() { # WHY
    skipped=$((skipped + 1))
    echo "skipped: $1"
}

needs() { # TOOL NAME: whether it can be tried here
    command -v "$1" >/dev/null && return 0
    skip "$2 (no $1 here)"
    return 1
}

all_of_this_needs() { # TOOL NAME: without it there is nothing to do in this script
    needs "$1" "$2" || { finish_skipped; exit 0; }
}

finish_skipped() { echo "$passed passed, 0 failed, $skipped skipped"; }

finish() { # what is said last; a script that checked nothing has failed
    if [ "$passed" = 0 ]; then
        echo "FAILED: nothing was checked"
        exit 1
    fi
    echo "$passed passed, 0 failed, $skipped skipped"
}

waits_for() { # PATTERN FILE: until the file has it; what matches is then in $found
    for _ in $(seq 600); do
        found=$(grep -o "$1" "$2" 2>/dev/null | head -1 || true)
        [ -n "$found" ] && return 0
        sleep 0.1
    done
    echo "never came: $1"
    cat "$2"
    return 1
}
