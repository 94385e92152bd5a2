#!/usr/bin/env bash
# CPU time per request of an ASP.NET Core service (samples/Shop, GET /products), in these ways in turn:
#   none      no recorder
#   inside    it records itself with the library, default profile; its CPU time is the service's
#   contrail  contrail record --pid, default profile: processors are sampled at 49 Hz
#   trace     dotnet-trace collect, default settings
# and, only if listed, contrail record --pid with
#   plain     the default profile without samples and without figures of the operating system
#   figures   the default profile without samples
#   samples   the default profile without figures: processors are sampled at 49 Hz
#   fast      the profile cpu without figures: processors are sampled at 199 Hz
#   cpu       the profile cpu: processors are sampled at 199 Hz
#   eventpipe the profile cpu-eventpipe: the sampler of the runtime
#   requests  the profile requests
#   burst     the default profile without samples, while a burst of --cpu-burst runs
#   off-cpu   the same, with --off-cpu
# One service answers the same number of requests at the same rate in every turn; its CPU time is the operating
# system's own count. A round is one turn of each, in a changing order; the result is the ratio to the first arm listed
# within a round: --arms "plain samples fast" prices the sampling alone.
# A recorder's own CPU time includes compiling itself, unless --settle gives it half a minute before it is measured.
#   bench/overhead.sh [--rounds 9] [--seconds 10] [--rate 4000] [--settle 1] [--arms "none inside contrail trace"]
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

rounds=9 seconds=10 rate=4000 settle=1 connections=8 arms="none inside contrail trace"
while [ $# -gt 0 ]; do
    case "$1" in
        --rounds) rounds=$2 ;;
        --seconds) seconds=$2 ;;
        --rate) rate=$2 ;;
        --settle) settle=$2 ;;
        --arms) arms=$2 ;;
        *) fail "unknown option $1" ;;
    esac
    shift 2
done

need hey curl
scratch=$(mktemp -d)
trap end_started EXIT
for project in samples/Shop src/Contrail.Tool; do
    dotnet build "$project" -c Release -v quiet >"$scratch/build" || { cat "$scratch/build" >&2; fail "no build"; }
done
dotnet_trace

artifacts/bin/Contrail.Samples.Shop/release/Contrail.Samples.Shop --port 0 --own-recorder true >"$scratch/shop" 2>&1 &
service=$!
started+=("$service")
url=$(await_line "$scratch/shop" '^listening on ' 150 | sed 's/^listening on //') || fail "the service did not start"

# load REQUESTS: that many at the rate; checks that exactly that many were answered with success.
load() {
    local answered
    timeout 120 hey -n "$1" -c "$connections" -q "$((rate / connections))" "$url/products" >"$scratch/hey"
    answered=$(awk '$1 == "[200]" { print $2 }' "$scratch/hey")
    [ "$answered" = "$1" ] || { cat "$scratch/hey" >&2; fail "$answered of $1 requests succeeded"; }
}

# own_recorder start|stop: controls the service's own recorder.
own_recorder() {
    curl -fsS -X POST "$url/recorder/$1" >&2 || fail "the service's own recorder did not $1"
}

# One recorder at a time; it has settled when this returns. Each command runs as a single process.
recorder=
attach() {
    rm -f "$scratch/trace.nettrace" "$scratch/recorder"
    case "$1" in
        none) recorder= && sleep 1 && return ;;
        inside) recorder= && own_recorder start && sleep 2 && return ;;
        contrail) set -- record ;;
        plain) set -- record --cpu-samples off --figures off ;;
        figures) set -- record --cpu-samples off ;;
        samples) set -- record --figures off ;;
        fast) set -- record --profile cpu --figures off ;;
        cpu) set -- record --profile cpu ;;
        eventpipe) set -- record --profile cpu-eventpipe --governor off ;;
        requests) set -- record --profile requests --governor off ;;
        burst) set -- record --cpu-samples off --period 2m --cpu-burst 60s ;;
        off-cpu) set -- record --cpu-samples off --period 2m --cpu-burst 60s --off-cpu ;;
        trace) set -- dotnet exec "$trace_tool" collect --process-id "$service" -o "$scratch/trace.nettrace" ;;
    esac
    [ "$1" != record ] || set -- dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll "$@" \
        --pid "$service" -o "$scratch/trace.nettrace"
    # Without job control the shell would start it with the interrupt ignored that ends it.
    set -m
    "$@" </dev/null >"$scratch/recorder" 2>&1 &
    recorder=$!
    set +m
    started+=("$recorder")
    await_line "$scratch/recorder" '^(recording |.*Output File)' 150 >/dev/null ||
        { cat "$scratch/recorder" >&2; fail "the recorder did not start"; }
    sleep 2
    # The burst runs from the request on, and the stop request ends it.
    [[ "$*" != *--cpu-burst* ]] || { kill -USR1 "$recorder" && sleep 1; }
    kill -0 "$recorder" 2>/dev/null || { cat "$scratch/recorder" >&2; fail "the recorder ended"; }
}

detach() {
    [ "$1" != inside ] || own_recorder stop
    [ -n "$recorder" ] || return 0
    kill -INT "$recorder"
    await_end "$recorder" 300 || fail "the recorder did not end"
    wait "$recorder" || { cat "$scratch/recorder" >&2; fail "the recorder failed"; }
    [ -s "$scratch/trace.nettrace" ] || fail "the recorder wrote nothing"
    recorder=
}

requests=$((rate * seconds / connections * connections))
measure() {
    local before after own=0 began
    attach "$1"
    load $((rate / connections * connections * settle))
    [ -z "$recorder" ] || own=$(cpu_ticks "$recorder")
    began=$EPOCHREALTIME
    before=$(cpu_ticks "$service")
    load "$requests"
    after=$(cpu_ticks "$service")
    [ -z "$recorder" ] || own=$(($(cpu_ticks "$recorder") - own))
    echo "$2 $1 $((after - before)) $own $began $EPOCHREALTIME" >>"$scratch/measured"
    detach "$1"
}

echo "warming up: $((requests * 2)) requests at $rate/s" >&2
load $((requests * 2))
# The default four: every variant is at every position, and after every other, equally often. Others: every variant is
# at every position equally often.
read -r -a listed <<<"$arms"
orders=("none inside trace contrail" "inside contrail none trace" "contrail trace inside none" "trace none contrail inside")
if [ "$arms" != "none inside contrail trace" ]; then
    orders=()
    for ((first = 0; first < ${#listed[@]}; first++)); do
        orders+=("${listed[*]:first} ${listed[*]:0:first}")
    done
fi
for ((round = 0; round < rounds; round++)); do
    for arm in ${orders[round % ${#orders[@]}]}; do
        measure "$arm" "$round"
    done
    echo "round $((round + 1)) of $rounds: $(awk -v r="$round" -v n="$requests" -v hz="$(getconf CLK_TCK)" \
        '$1 == r { printf "%s %.2f µs  ", $2, $3 / hz * 1e6 / n }' "$scratch/measured")" >&2
done

awk -v requests="$requests" -v listed="$arms" -v hz="$(getconf CLK_TCK)" -f bench/statistics.awk -f bench/paired.awk "$scratch/measured"
echo
echo "- samples/Shop, GET /products, $requests requests a turn at $rate/s by hey on $connections connections, $rounds rounds, one service process"
machine_facts
