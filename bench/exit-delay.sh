#!/usr/bin/env bash
# How much later a process ends because it is recorded: from "stop" on its standard input to its end, without a recorder
# and with contrail record attached, in turn. On .NET 10, and on another runtime where bench/exit-delay.sh
# finds it built (the scenario tests build net8.0, net9.0 and net11.0 into artifacts/targets).
#   bench/exit-delay.sh [--pairs 15] [--modes "idle work"] [--frameworks "net10.0 net11.0"]
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

pairs=15 modes="idle work" frameworks="net10.0 net11.0"
while [ $# -gt 0 ]; do
    case "$1" in
        --pairs) pairs=$2 ;;
        --modes) modes=$2 ;;
        --frameworks) frameworks=$2 ;;
        *) fail "unknown option $1" ;;
    esac
    shift 2
done

scratch=$(mktemp -d)
trap end_started EXIT
for build in "test/Contrail.Target -f net10.0" src/Contrail.Tool; do
    # shellcheck disable=SC2086
    dotnet build $build -c Release -v quiet >"$scratch/build" || { cat "$scratch/build" >&2; fail "no build"; }
done
mkfifo "$scratch/orders"

# one EXECUTABLE MODE RECORDED: milliseconds from the stop request to the end.
one() {
    local target recorder= before after ended=0
    rm -f "$scratch/trace.nettrace"
    : >"$scratch/target"
    : >"$scratch/recorder"
    "$1" "$2" --stdin --seconds 60 <"$scratch/orders" >"$scratch/target" 2>&1 &
    target=$!
    exec {orders}>"$scratch/orders"
    started=("$target")
    await_line "$scratch/target" '^ready' 150 >/dev/null || fail "the target did not start"
    if [ "$3" = recorded ]; then
        dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll record --pid "$target" \
            -o "$scratch/trace.nettrace" </dev/null >"$scratch/recorder" 2>&1 &
        recorder=$!
        started+=("$recorder")
        await_line "$scratch/recorder" '^recording ' 150 >/dev/null ||
            { cat "$scratch/recorder" >&2; fail "the recorder did not start"; }
    fi
    # Any moment of the runtime's 100 ms between two flushes should be as likely as any other.
    sleep "1.$(printf '%03d' $((RANDOM % 200)))"
    before=$EPOCHREALTIME
    echo stop >&"$orders"
    wait "$target" || ended=$?
    after=$EPOCHREALTIME
    # Exit code 1 means that its own threads took too long to stop: the machine is busy, and the time counts.
    [ "$ended" -le 1 ] || fail "the target ended with $ended ($2, $3)"
    [ "$ended" = 0 ] || echo "$2, $3: the target's own threads took too long to stop" >&2
    exec {orders}>&-
    if [ -n "$recorder" ]; then
        await_end "$recorder" 150 || fail "the recorder did not end with its target"
        wait "$recorder" || { cat "$scratch/recorder" >&2; fail "the recorder failed"; }
    fi
    echo "$before $after" | awk '{ printf "%.1f\n", ($2 - $1) * 1000 }'
}

executable_of() {
    if [ "$1" = net10.0 ]; then
        echo artifacts/bin/Contrail.Target/release_net10.0/Contrail.Target
    else
        echo "artifacts/targets/$1/Contrail.Target"
    fi
}

echo "| runtime | process | pairs | not recorded: median, max ms | recorded: median, max ms | delay: median, max ms |"
echo "|---|---|---:|---:|---:|---:|"
for framework in $frameworks; do
    executable=$(executable_of "$framework")
    [ -x "$executable" ] || { echo "$framework: not built, left out" >&2; continue; }
    for mode in $modes; do
        : >"$scratch/measured"
        for ((pair = 0; pair < pairs; pair++)); do
            if ((pair % 2)); then
                recorded=$(one "$executable" "$mode" recorded)
                alone=$(one "$executable" "$mode" alone)
            else
                alone=$(one "$executable" "$mode" alone)
                recorded=$(one "$executable" "$mode" recorded)
            fi
            echo "$alone $recorded" >>"$scratch/measured"
        done
        awk -v runtime="$framework" -v mode="$mode" -f bench/statistics.awk -f bench/delays.awk "$scratch/measured"
    done
done
echo
machine_facts
