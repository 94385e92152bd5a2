#!/usr/bin/env bash
# Memory of the recorder while a runtime sends only one kind of hostile frame, as fast as it is
# read: `contrail record --max-bytes 4MiB`, for each kind, with its snapshot at the end.
#   bench/hostile.sh [SECONDS] [KIND]     SECONDS for each kind (30)
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh
trap end_started EXIT

seconds=${1:-30}
[[ $seconds =~ ^[0-9]+$ ]] || fail "the first argument is seconds, not '$seconds'"
scratch=$(mktemp -d)
export DOTNET_NOLOGO=1
dotnet build bench/Contrail.Fuzz -c Release -v quiet -nodeReuse:false >"$scratch/build" 2>&1 ||
    { cat "$scratch/build" >&2; fail "no build"; }
dotnet build src/Contrail.Tool -c Release -v quiet -nodeReuse:false >"$scratch/build" 2>&1 ||
    { cat "$scratch/build" >&2; fail "no build"; }
peer=artifacts/bin/Contrail.Fuzz/release/Contrail.Fuzz.dll
tool=artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll

# measure KIND: records it once, and prints a row.
measure() {
    local pid recorder peak=0 now code=0 output
    DOTNET_EnableDiagnostics=0 dotnet "$peer" peer "$1" >"$scratch/peer" 2>&1 &
    pid=$!
    started+=("$pid")
    await_line "$scratch/peer" '^[0-9]+$' 100 >/dev/null || fail "$1: the peer did not start"
    dotnet "$tool" record --pid "$pid" --rundown never --max-bytes 4MiB --period 1h --duration "${seconds}s" \
        -o "$scratch/out.nettrace" --force >"$scratch/output" 2>&1 </dev/null &
    recorder=$!
    started+=("$recorder")
    while now=$(awk '/^VmHWM/ { print $2 }' "/proc/$recorder/status" 2>/dev/null) && [ -n "$now" ]; do
        peak=$now
        sleep 0.1
    done
    wait "$recorder" || code=$?
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    output=$(tail -1 "$scratch/output" | cut -c1-150)
    echo "| $1 | $((peak / 1024)) MiB | $code | $(stat -c %s "$scratch/out.nettrace" 2>/dev/null || echo 0) | $output |"
    rm -f "$scratch/out.nettrace"*
}

echo "| frames | peak resident | exit code | file, bytes | last line |"
echo "|---|---:|---:|---:|---|"
for kind in ${2:-$(dotnet "$peer" kinds)}; do
    measure "$kind"
done
echo
machine_facts
