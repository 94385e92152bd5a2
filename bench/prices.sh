#!/usr/bin/env bash
# The cost of recording, by kind of operation: processor time of the process (test/Contrail.Target, mode price) for a
# number of operations, without a recorder and with contrail record attached, in turn, in one process for each kind. The
# result is the difference within a round.
#   bench/prices.sh [--rounds 7] [--profile default] [--framework net10.0] [--operations "exceptions threads"]
# net8.0, net9.0 and net11.0 where the scenario tests have built them into artifacts/targets.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

rounds=7 profile=default framework=net10.0
operations="nothing exceptions contentions waits workItems threads collections allocations crowd"
while [ $# -gt 0 ]; do
    case "$1" in
        --rounds) rounds=$2 ;;
        --profile) profile=$2 ;;
        --framework) framework=$2 ;;
        --operations) operations=$2 ;;
        *) fail "unknown option $1" ;;
    esac
    shift 2
done
[ "$rounds" -ge 2 ] || fail "two rounds at least: one has no spread"

# About half a second each: far more than a clock tick, far less than a minute.
declare -A counts=([nothing]=30000 [exceptions]=30000 [contentions]=5000 [waits]=20000 [workItems]=400000
    [threads]=2000 [collections]=3000 [allocations]=3000 [crowd]=10000)
for operation in $operations; do
    [ -n "${counts[$operation]:-}" ] || fail "unknown operation $operation"
done

scratch=$(mktemp -d)
trap end_started EXIT
for build in "test/Contrail.Target -f net10.0" src/Contrail.Tool; do
    # shellcheck disable=SC2086
    dotnet build $build -c Release -v quiet >"$scratch/build" || { cat "$scratch/build" >&2; fail "no build"; }
done
executable=artifacts/targets/$framework/Contrail.Target
[ "$framework" != net10.0 ] || executable=artifacts/bin/Contrail.Target/release_net10.0/Contrail.Target
[ -x "$executable" ] || fail "$executable is not built: run the scenario tests first"

mkfifo "$scratch/orders"

begin() {
    "$executable" price --operation "$1" --seconds 600 <"$scratch/orders" >"$scratch/target" 2>&1 &
    target=$!
    started+=("$target")
    exec {orders}>"$scratch/orders"
    await_line "$scratch/target" '^ready' 150 >/dev/null || fail "the target did not start"
    done_count=0
}

end() {
    echo stop >&"$orders"
    exec {orders}>&-
    await_end "$target" 150 || fail "the target did not end"
}

# do_all: microseconds for all of an operation's count.
do_all() {
    local tenths
    echo "${counts[$1]}" >&"$orders"
    done_count=$((done_count + 1))
    for ((tenths = 0; tenths < 600; tenths++)); do
        [ "$(grep -c '^took ' "$scratch/target")" = "$done_count" ] && break
        sleep 0.1
    done
    micros=$(awk -v n="$done_count" '$1 == "took" && ++seen == n { print $3 }' "$scratch/target")
    [ -n "$micros" ] || { cat "$scratch/target" >&2; fail "the target did not do $1"; }
}

recorder=
attach() {
    : >"$scratch/recorder"
    rm -f "$scratch/trace.nettrace"
    set -m
    dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll record --pid "$target" --profile "$profile" \
        --governor off --period 120s --max-bytes 256MiB --json -o "$scratch/trace.nettrace" \
        </dev/null >"$scratch/reported" 2>"$scratch/recorder" &
    recorder=$!
    set +m
    started+=("$recorder")
    await_line "$scratch/recorder" '^recording ' 150 >/dev/null ||
        { cat "$scratch/recorder" >&2; fail "the recorder did not start"; }
    sleep 1
}

detach() {
    kill -INT "$recorder"
    await_end "$recorder" 300 || fail "the recorder did not end"
    wait "$recorder" || { cat "$scratch/recorder" >&2; fail "the recorder failed"; }
}

# reported NAME: a number of the last snapshot's manifest.
reported() {
    sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$scratch/reported" | tail -1
}

# turn ROUND ARM OPERATION
turn() {
    local events=0
    [ "$2" = none ] || attach
    do_all "$3"
    if [ "$2" = contrail ]; then
        detach
        events=$(reported events)
        [ "$(reported eventsLost)" = 0 ] || echo "$3: the runtime dropped $(reported eventsLost) events" >&2
    fi
    echo "$1 $2 $3 ${counts[$3]} $micros $events" >>"$scratch/measured"
}

for operation in $operations; do
    begin "$operation"
    do_all "$operation"
    for ((round = 0; round < rounds; round++)); do
        arms="none contrail"
        ((round % 2)) && arms="contrail none"
        for arm in $arms; do
            turn "$round" "$arm" "$operation"
        done
    done
    end
    echo "$operation: $rounds rounds" >&2
done

awk -v operations="$operations" -f bench/statistics.awk -f bench/prices.awk "$scratch/measured"
echo
echo "- test/Contrail.Target on $framework, profile $profile, $rounds rounds, one process for each operation; its whole processor time, what the runtime takes to send the events included"
machine_facts
