#!/usr/bin/env bash
# The cost of .NET 11's async profiler: processor time of the process (test/Contrail.AsyncTarget, load) for each async
# operation of three methods and two suspensions, four ways in turn:
#   none      no recorder
#   idle      contrail record with a provider that writes nothing
#   async     contrail record with the async profiler, all keywords
#   tpl       contrail record with the task events that other tools use for async stacks
# One process starts operations at the same rate in every turn. A round is one turn of each; the result is the ratio
# within a round, with its 95 % interval.
#   bench/async-price.sh [--rounds 7] [--seconds 3] [--rate 10000] [--form compiler|runtime]
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

rounds=7 seconds=3 rate=10000 form=compiler
while [ $# -gt 0 ]; do
    case "$1" in
        --rounds) rounds=$2 ;;
        --seconds) seconds=$2 ;;
        --rate) rate=$2 ;;
        --form) form=$2 ;;
        *) fail "unknown option $1" ;;
    esac
    shift 2
done

async=System.Runtime.CompilerServices.AsyncProfilerEventSource:0x3ffff:4
idle=Contrail-Nothing:0x1:4
tpl=System.Threading.Tasks.TplEventSource:0x17f:5
scratch=$(mktemp -d)
trap end_started EXIT
target=$scratch/target
{
    dotnet build src/Contrail.Tool -c Release -v quiet -o "$scratch/tool" -p:ArtifactsPath="$scratch/build-tool" &&
        dotnet publish test/Contrail.AsyncTarget -c Release -o "$target" -v quiet -r linux-x64 --self-contained \
            -p:RuntimeFrameworkVersion=11.0.0 -p:ArtifactsPath="$scratch/build-target"
} >"$scratch/build" || { cat "$scratch/build" >&2; fail "no build"; }

mkfifo "$scratch/requests"
"$target/Contrail.AsyncTarget" "load-$form" "$rate" <"$scratch/requests" >"$scratch/answers" &
process=$!
started+=("$process")
exec 5>"$scratch/requests"
await_line "$scratch/answers" '^ready' 100 >/dev/null || fail "the target did not start"

answers() {
    grep -c '^took' "$scratch/answers" || true
}

# turn: prints "COUNT MICROSECONDS" of one load.
turn() {
    local before
    before=$(answers)
    echo "$seconds" >&5
    for _ in $(seq 600); do
        [ "$(answers)" -eq "$before" ] || break
        sleep 0.1
    done
    [ "$(answers)" -gt "$before" ] || fail "the target did not answer"
    grep '^took' "$scratch/answers" | tail -1 | cut -d' ' -f2-
}

turn >/dev/null && turn >/dev/null
for round in $(seq "$rounds"); do
    for arm in none idle async tpl; do
        recorder=
        if [ "$arm" != none ]; then
            : >"$scratch/recorder"
            dotnet exec "$scratch/tool/Contrail.Tool.dll" record --pid "$process" --force \
                --governor off --providers "${!arm}" -o "$scratch/trace.nettrace" 2>"$scratch/recorder" >&2 &
            recorder=$!
            await_line "$scratch/recorder" '^recording' 200 >/dev/null || fail "$(cat "$scratch/recorder")"
            sleep 1
        fi
        echo "$round $arm $(turn)" | tee -a "$scratch/results" >&2
        if [ -n "$recorder" ]; then
            kill -INT "$recorder"
            wait "$recorder" || true
            grep -h " events, " "$scratch/recorder" >&2 || true
        fi
    done
done

awk -f bench/statistics.awk -f - "$scratch/results" <<'END'
{ micros[$2, $1] = $4 / $3; rounds = $1 > rounds ? $1 : rounds }
END {
    print "| recorder | CPU µs an operation (median) | relative to no recorder, 95 % interval |"
    print "|---|---:|---:|"
    count = split("none idle async tpl", arms, " ")
    for (a = 1; a <= count; a++) {
        arm = arms[a]; sum = 0; squares = 0
        for (r = 1; r <= rounds; r++) {
            values[r] = micros[arm, r]
            ratio = log(micros[arm, r] / micros["none", r]); sum += ratio; squares += ratio * ratio
        }
        if (arm == "none") { printf "| none | %.2f | |\n", median(values, rounds); continue }
        mean = sum / rounds
        half = quantile(rounds - 1) * sqrt((squares - rounds * mean * mean) / (rounds - 1) / rounds)
        printf "| %s | %.2f | %+.1f %% (%+.1f … %+.1f) |\n", arm, median(values, rounds), (exp(mean) - 1) * 100, \
            (exp(mean - half) - 1) * 100, (exp(mean + half) - 1) * 100
    }
}
END
echo "- $form async, $rate operations/s, $rounds rounds of $seconds s, $(nproc) cores"
