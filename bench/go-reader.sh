#!/usr/bin/env bash
# Reading a Go trace of two million events in one generation, the worst case for memory: contrail summary and dump, and
# the tool of Go 1.26 in the same run, and all views in one reading. Events per second of CPU time in excess of that of a nearly empty trace, and
# maximum memory.
#   bench/go-reader.sh [ROUNDS]      Default: 5 rounds; each runs all, one after the other. Reports medians.
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
dotnet build bench/Contrail.Benchmarks -c Release -v quiet -nodeReuse:false >&2
mkdir -p "$folder"
env GO111MODULE=off GOFLAGS= GOPROXY=off GOTOOLCHAIN=local CGO_ENABLED=0 GOCACHE="$PWD/artifacts/go/cache-1.26" \
    "$goroot/bin/go" build -o "$folder/pingpong" bench/go/pingpong/main.go
# A period longer than the run: one generation.
GODEBUG=traceadvanceperiod=60000000000 "$folder/pingpong" 340000 >"$folder/trace"
"$folder/pingpong" 1 >"$folder/empty"
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
    for what in empty trace; do
        measure "summary.$what" dotnet "$tool" summary "$folder/$what"
        measure "dump.$what" dotnet "$tool" dump "$folder/$what" --as parsed
        measure "go.$what" "$PWD/artifacts/go/trace" -d=parsed "$folder/$what"
    done
done

median() { sort -n "$folder/$1.list" | awk '{ cpu[NR] = $1 } END { print cpu[int((NR + 1) / 2)] }'; }

for name in summary dump go; do
    awk -v name="$name" -v events="$events" -v all="$(median "$name.trace")" -v start="$(median "$name.empty")" '
        $2 > most { most = $2 }
        END {
            printf "%-8s %5.2f s CPU, %4.2f of them to start; %5.2f M events/s; %5.1f MiB at most\n",
                name, all, start, events / (all - start) / 1e6, most / 1024
        }' "$folder/$name.trace.list"
done

echo "all views in one reading, five times in one process (the first includes compilation):"
dotnet "$PWD/artifacts/bin/Contrail.Benchmarks/release/Contrail.Benchmarks.dll" go-views "$folder/trace"
