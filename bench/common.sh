# Shared parts of the measuring scripts. Sourced, not run.
export LC_ALL=C

# The scripts end only processes that they started, by their ids.
started=()
end_started() {
    local pid
    for pid in "${started[@]:-}"; do
        if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
            kill "$pid" 2>/dev/null || true
            await_end "$pid" 50 || kill -9 "$pid" 2>/dev/null || true
        fi
    done
    [ -z "${scratch:-}" ] || rm -rf "$scratch"
}

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# await_end PID TENTHS: whether the process ends in time. A process that ended and was not waited for has state Z.
await_end() {
    local tenths
    for ((tenths = 0; tenths < $2; tenths++)); do
        case "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null)" in ''|Z*) return 0 ;; esac
        sleep 0.1
    done
    return 1
}

# await_line FILE PATTERN TENTHS: waits for a line that matches, and prints it.
await_line() {
    local tenths
    for ((tenths = 0; tenths < $3; tenths++)); do
        grep -m1 -E "$2" "$1" 2>/dev/null && return 0
        sleep 0.1
    done
    return 1
}

# User and system time of a process so far, all threads, in clock ticks of the operating system.
cpu_ticks() {
    sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

# Installs each named package whose command of the same name is missing.
need() {
    local package
    for package in "$@"; do
        command -v "$package" >/dev/null && continue
        [ "$(id -u)" = 0 ] || fail "$package is missing: apt-get install $package"
        { apt-get install -y -q "$package" || { apt-get update -q && apt-get install -y -q "$package"; }; } >&2
    done
}

# Sets tool to the packed executable; a working build is not precompiled.
packed_tool() {
    tool=$PWD/artifacts/packages/contrail-linux-x64
    [ -x "$tool" ] || fail "needs $tool: ./pack.sh makes it"
    [ -x /usr/bin/time ] || fail "time is missing: apt-get install time"
}

# large_file MEBIBYTES: sets file to a nettrace file of that size, the mixed stream, and makes it if it is not there.
large_file() {
    file=$PWD/artifacts/bench/large-$1.nettrace
    [ -f "$file" ] && return
    dotnet build test/Contrail.Target -c Release -v quiet -f net10.0 -nodeReuse:false >&2
    dotnet run --project bench/Contrail.Benchmarks -c Release -- large-file "$file.partial" "$1" >&2
    mv "$file.partial" "$file"
}

# Sets trace_tool to the assembly of dotnet-trace, of the version that the tests use.
dotnet_trace() {
    local version
    dotnet tool restore >/dev/null
    version=$(sed -n '/"dotnet-trace"/,/}/s/.*"version": "\(.*\)".*/\1/p' .config/dotnet-tools.json)
    trace_tool=$(ls "${NUGET_PACKAGES:-$HOME/.nuget/packages}/dotnet-trace/$version"/tools/*/any/dotnet-trace.dll | tail -1)
}

machine_facts() {
    local model
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
    echo "- ${model:-$(uname -m)}, $(nproc) cores, Linux $(uname -r), .NET $(dotnet --list-runtimes |
        awk '/Microsoft.NETCore.App/ { v = $2 } END { print v }'), $(date -u '+%Y-%m-%d %H:%M UTC'), load $(cut -d' ' -f1-3 /proc/loadavg)"
}
