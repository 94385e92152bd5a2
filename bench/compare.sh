#!/usr/bin/env bash
# Whether `contrail compare` finds a planted change and ranks it first. Each program of samples/Incidents runs healthy,
# and its cause begins with SIGHUP; the recording has both. Prints for each run the rank of the first difference that
# belongs to the cause, with --incident and without, and how long before the end the change is found without. In a quiet
# part of the same recording, no difference is right, with --incident and without.
#   bench/compare.sh [--runs 1] [--quiet 16] [--incident 4] [--programs "lock-convoy exception-storm"] [--no-build]
# Requires jq.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

runs=1 quiet=16 incident=4 programs= built=
while [ $# -gt 0 ]; do
    case "$1" in
        --no-build) built=1; shift; continue ;;
        --runs) runs=$2 ;;
        --quiet) quiet=$2 ;;
        --incident) incident=$2 ;;
        --programs) programs=$2 ;;
        *) fail "unknown option $1" ;;
    esac
    shift 2
done

need jq
program=artifacts/bin/Contrail.Samples.Incidents/release/Contrail.Samples.Incidents
waits='--profile waits'
scratch=$(mktemp -d)
trap end_started EXIT

# NAME, RECORDING, and the differences that belong to the cause: MEASURE SUBJECT, a pattern.
rows() {
    cat <<ROWS
lock-convoy||^waits .*LockConvoy
exception-storm||^exceptions .*FormatException
gc-load||^(pauses|collections|allocations)
induced-collections||^(collections induced|pauses)
loh-churn||^(collections large|pauses|allocations)
hot-method|--profile cpu|^sampledThreads .*DiscountRules
pool-starvation-sync-over-async|$waits|^(waits|poolThreads)
pool-starvation-blocking|$waits|^(waits|poolThreads)
swallowed-exceptions|--profile requests|^exceptions .*PaymentRefused
jit-load|--providers Microsoft-Windows-DotNETRuntime:0x1c011:5|^compiledMethods
query-per-row|--profile requests --providers Microsoft-Extensions-Logging:0x5:4|^(logs|spanTime)
ROWS
}

# rank_of: of differences on standard input, the rank of the first one that belongs to the cause.
rank_of() {
    jq -r '.differences[] | "\(.measure) \(.subject // "")"' | { grep -nE "$1" || true; } | head -1 | cut -d: -f1
}

contrail() {
    dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll "$@"
}

# record FILE NAME RECORDING
record() {
    local target recorder
    local -a options=()
    read -ra options <<<"$3" || true
    env --default-signal=HUP "$program" "$2" --planted --seconds 120 >"$scratch/target" 2>&1 &
    target=$!
    started+=("$target")
    await_line "$scratch/target" '^ready' 600 >/dev/null || fail "$2 did not start"
    set -m
    dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll record "${options[@]}" --pid "$target" \
        --attach-timeout 30s --period 60s -o "$1" </dev/null >"$scratch/recorder" 2>&1 &
    recorder=$!
    set +m
    started+=("$recorder")
    await_line "$scratch/recorder" '^recording ' 600 >/dev/null || { cat "$scratch/recorder" >&2; fail "$2: not recorded"; }
    sleep "$quiet"
    kill -HUP "$target"
    sleep "$incident"
    kill -INT "$recorder"
    await_end "$recorder" 600 || kill -9 "$recorder"
    wait "$recorder" 2>/dev/null || true
    kill "$target" 2>/dev/null || true
    await_end "$target" 50 || kill -9 "$target" 2>/dev/null || true
    wait "$target" 2>/dev/null || true
}

if [ -z "$built" ]; then
    dotnet build src/Contrail.Tool -c Release -v quiet >/dev/null
    dotnet build samples/Incidents -c Release -v quiet >/dev/null
fi

while IFS='|' read -r -u 8 name recording expected; do
    [[ -z $programs || " $programs " = *" $name "* ]] || continue
    for ((run = 1; run <= runs; run++)); do
        file=$scratch/$name-$run.nettrace
        record "$file" "$name" "$recording"
        contrail compare "$file" --incident "-${incident}s.." --json >"$scratch/differences" 2>/dev/null || true
        jq -r '.differences[] | "\(.measure) \(.subject // "")"' "$scratch/differences" >"$scratch/lines"
        rank=$(rank_of "$expected" <"$scratch/differences")
        contrail compare "$file" --json >"$scratch/search" 2>/dev/null || true
        found=$(rank_of "$expected" <"$scratch/search")
        window=$(contrail findings "$file" --json 2>/dev/null | jq .windowNanoseconds)
        since=$(jq --argjson total "$window" '($total - (.incidentStartNanoseconds // $total)) / 1e8 | round / 10' \
            <"$scratch/search")
        contrail cut "$file" -o "$scratch/quiet.nettrace" --force --filter "time < -$((incident + 2))s" >/dev/null 2>&1 || true
        false_count=$(contrail compare "$scratch/quiet.nettrace" --incident "-${incident}s.." --json 2>/dev/null |
            jq '.differences | length' || echo -)
        false_search=$(contrail compare "$scratch/quiet.nettrace" --json 2>/dev/null | jq '.differences | length' ||
            echo -)
        echo "$name run $run: rank ${rank:-none} of $(wc -l <"$scratch/lines"), without --incident ${found:-none}" \
            "in the last $since s; quiet: $false_count and $false_search; first: $(head -1 "$scratch/lines")"
    done
done 8< <(rows)
