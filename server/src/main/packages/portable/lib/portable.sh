# Read by bin/proxmox-mcp where no Java runtime of this system alone is beside it: finds one that is new enough ($java), says
# where its AOT cache lies ($aot) and where the program may keep what it makes for this user ($kept).
# shellcheck shell=sh disable=SC2034
wanted=25
old=

fits() { # FOLDER: whether a Java is in it that is new enough
    [ -x "$1/bin/java" ] || return 1
    version=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r key value || [ -n "$key" ]; do
            [ "$key" != JAVA_VERSION ] || version=${value#\"}
        done <"$1/release"
    fi
    # Some packages come without that file.
    [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9.]*\).*/\1/p' | head -n 1)
    version=${version%%[!0-9]*}
    [ "${version:-0}" -ge "$wanted" ] || { old="$old
  $1 (Java ${version:-of an unknown version})"; return 1; }
}

of_path() { # the home of the java on PATH
    found=$(command -v java) || return 0
    while [ -h "$found" ]; do
        target=$(readlink "$found")
        case $target in
            /*) found=$target ;;
            *) found=${found%/*}/$target ;;
        esac
    done
    found=${found%/*}
    printf '%s' "${found%/bin}"
}

# The bundle for Claude Desktop has a runtime for each system.
system=$(uname -sm)
case $system in
    'Linux x86_64') own=linux-x64 ;;
    'Linux aarch64') own=linux-arm64 ;;
    'Darwin arm64') own=darwin-arm64 ;;
    'Darwin x86_64') own=darwin-x64 ;;
    *) own=none ;;
esac
# They are made for the GNU C library.
[ ! -e /etc/alpine-release ] || own=none

java=
for folder in "$home/runtimes/$own" "${PROXMOX_MCP_JAVA_HOME-}" "${JAVA_HOME-}" "$(of_path)" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.m2/jdks/* "${HOME-}"/.m2/jdks/*/Contents/Home; do
    if [ -n "$folder" ] && fits "$folder"; then
        java=$folder/bin/java
        break
    fi
done
if [ -z "$java" ]; then
    echo "proxmox-mcp: no Java $wanted or newer was found: not by PROXMOX_MCP_JAVA_HOME, JAVA_HOME or PATH, and not where Java is
usually installed. Install one (https://adoptium.net has it for every system), or take the package for your system,
which brings its own.${old:+ Too old:$old}" >&2
    exit 1
fi

caches=
case $system in
    Darwin*) [ -z "${HOME-}" ] || caches=$HOME/Library/Caches ;;
    *) # The XDG specification: a relative path is invalid and must be ignored.
        case ${XDG_CACHE_HOME-} in
            /*) caches=$XDG_CACHE_HOME ;;
            *) [ -z "${HOME-}" ] || caches=$HOME/.cache ;;
        esac
        ;;
esac
# Without a home the program does without.
kept=-Dproxmox-mcp.portable=true
if [ -n "$caches" ]; then
    caches=$caches/proxmox-mcp/@project.version@
    aot=$caches/proxmox-mcp.aot
    # What lies there is loaded as code: only a file of this user, and no link.
    { [ -O "$aot" ] && [ ! -L "$aot" ]; } || aot=
    kept=-Dproxmox-mcp.cache=$caches
fi
