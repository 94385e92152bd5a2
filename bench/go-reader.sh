#!/usr/bin/env bash
# Reading a Go trace of two million events in one generation, the worst case for memory: contrail summary and dump, and
# the tool of Go 1.26 in the same run. Events a second of CPU time, start-up and all, and the most memory.
#   bench/go-reader.sh [ROUNDS]      5 rounds if not said; each runs all, one after the other; medians are told
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

rounds=${1:-5}
folder=$PWD/artifacts/bench/go-reader
goroot=$PWD/artifacts/go/1.26/usr/lib/go-1.26
tool=$PWD/artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll
[ -x /usr/bin/time ] || fail "needs /usr/bin/time"

test/go/prepare.sh 1.26 >&2
dotnet build src/Contrail.Tool -c Release -v quiet -nodeReuse:false >&2
mkdir -p "$folder"
env GO111MODULE=off GOFLAGS= GOPROXY=off GOTOOLCHAIN=local CGO_ENABLED=0 GOCACHE="$PWD/artifacts/go/cache-1.26" \
    "$goroot/bin/go" build -o "$folder/pingpong" bench/go/pingpong/main.go
# A period longer than the run: one generation.
GODEBUG=traceadvanceperiod=60000000000 "$folder/pingpong" 340000 >"$folder/trace"
events=$(dotnet "$tool" summary "$folder/trace" | sed -n 's/^Events *\([0-9,]*\).*/\1/p' | tr -d ,)
echo "$(stat -c %s "$folder/trace") bytes, $events events"

# measure NAME COMMAND…: appends CPU seconds and KiB to NAME's list.
measure() {
    local name=$1
    shift
    /usr/bin/time -f '%U %S %M' -o "$folder/time" "$@" >/dev/null
    awk '{ print $1 + $2, $3 }' "$folder/time" >>"$folder/$name.list"
}

rm -f "$folder"/*.list
for ((round = 0; round < rounds; round++)); do
    measure summary dotnet "$tool" summary "$folder/trace"
    measure dump dotnet "$tool" dump "$folder/trace" --as parsed
    measure go "$PWD/artifacts/go/trace" -d=parsed "$folder/trace"
done

for name in summary dump go; do
    sort -n "$folder/$name.list" | awk -v name="$name" -v events="$events" '
        { cpu[NR] = $1; if ($2 > most) most = $2 }
        END {
            median = cpu[int((NR + 1) / 2)]
            printf "%-8s %5.2f s CPU, %5.2f M events/s, %5.1f MiB at most\n", name, median, events / median / 1e6, most / 1024
        }'
done
