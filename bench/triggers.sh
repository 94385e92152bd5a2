#!/usr/bin/env bash
# How fast a trigger reacts: a process throws an exception every two seconds, for which a rule without a cooldown takes a
# snapshot. For a quiet process, and for one that fills a ring of 64 MiB: the time from the event to the request of the
# snapshot, which is the decision, from there to the complete file, how much of that is the wait for the runtime's flush,
# and both. Goal: 500 ms from the event to the file, without that wait.
#   bench/triggers.sh [FIRINGS] [FOLDER]      Default: 30 firings each, into a temporary folder. Requires jq.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

firings=${1:-30}
need jq
scratch=$(mktemp -d)
trap end_started EXIT
files=${2:-$scratch/files}
for build in "test/Contrail.Target -f net10.0" src/Contrail.Tool; do
    # shellcheck disable=SC2086
    dotnet build $build -c Release -v quiet >"$scratch/build" || { cat "$scratch/build" >&2; fail "no build"; }
done
cat >"$scratch/rules.json" <<'END'
{
  "schema": "contrail.triggers/1",
  "rules": [{ "name": "e", "on": "exception:System.FormatException", "cooldown": "0s", "maxPerDay": 10000 }]
}
END

# measure NAME MIN-MIB MODES: prints a row; snapshots that are smaller are not counted, as the ring is not full yet.
measure() {
    local target recorder line path count=0
    rm -rf "$files"
    mkdir -p "$files"
    rm -f "$scratch/lines" "$scratch/times"
    mkfifo "$scratch/lines"
    # 2.13 s apart, so that the firings do not keep step with the runtime's flushes.
    # shellcheck disable=SC2086
    artifacts/bin/Contrail.Target/release_net10.0/Contrail.Target $3 --work-rate 0.47 --seconds 600 >"$scratch/target" &
    target=$!
    started=("$target")
    await_line "$scratch/target" '^ready' 150 >/dev/null || fail "the target did not start"
    dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll record --pid "$target" --json --governor off \
        --rules "$scratch/rules.json" --providers Contrail-Target-Flood --period 1h -o "$files" </dev/null \
        >"$scratch/lines" 2>"$scratch/notes" &
    recorder=$!
    started+=("$recorder")
    exec {lines}<"$scratch/lines"
    while [ "$count" -lt "$firings" ]; do
        read -r -t 60 line <&"$lines" || { tail -5 "$scratch/notes" >&2; fail "no snapshot in a minute"; }
        path=$(jq -r .path <<<"$line")
        if [ "$(jq .sizeBytes <<<"$line")" -ge $(($2 << 20)) ]; then
            # The file gets its name, which changes it, when it is complete.
            echo "$(times <<<"$line") $(stat -c %.6Z "$path") $(jq .manifest.flushWaitSeconds <<<"$line")" \
                >>"$scratch/times"
            count=$((count + 1))
        fi
        rm -f "$path"
    done
    exec {lines}<&-
    end_measured "$target" "$recorder"
    awk -v name="$1" -f bench/statistics.awk -f bench/reactions.awk "$scratch/times"
}

# The moments of the event and of the request, in seconds.
times() {
    local utc
    for utc in $(jq -r '.manifest | .triggers[0].atUtc, .requestedUtc'); do
        date -d "$utc" +%s.%N
    done | tr '\n' ' '
}

end_measured() {
    local pid
    for pid in "$@"; do
        kill "$pid" 2>/dev/null || true
        await_end "$pid" 100 || kill -9 "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    started=()
}

echo "| process | firings | event to request, ms: median, 95 %, max | request to file | of it waiting for the flush |" \
    "event to file | without that wait |"
echo "|---|---:|---:|---:|---:|---:|---:|"
measure "quiet" 0 work
measure "full ring of 64 MiB" 55 "work+flood --rate 40000 --bytes 250"
echo
machine_facts
