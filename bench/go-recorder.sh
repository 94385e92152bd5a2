#!/usr/bin/env bash
# Split + store of full Go batches, compared with Go's own flight recorder (runtime/trace of Go 1.26, built from the
# toolchain's source) and memcpy, fed the same bytes in the same run. Budget: 4 GB/s, and not less than the peer. Then a
# snapshot of the 64 MiB that each holds, into a new file in memory.
#   bench/go-recorder.sh [ROUNDS]      Default: 5 rounds; each runs all, one after the other
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

rounds=${1:-5}
stream=$PWD/artifacts/bench/batches.trace
peer=$PWD/artifacts/bench/go-recorder
benchmarks=$PWD/artifacts/bin/Contrail.Benchmarks/release/Contrail.Benchmarks
goroot=$PWD/artifacts/go/1.26/usr/lib/go-1.26

test/go/prepare.sh 1.26 >&2
dotnet build bench/Contrail.Benchmarks -c Release -v quiet -nodeReuse:false >&2
mkdir -p "$peer"

# The recorder's source, without the imports that only the standard library may use; main.go replaces them.
for file in recorder batch encoding; do
    sed -e 's/^package trace/package main/' -e '/internal\/trace\/tracev2/d' -e 's/tracev2\.//g' \
        -e '/go:linkname/d' -e '/^func runtime_traceClockNow/d' -e '/_ "unsafe"/d' \
        "$goroot/src/runtime/trace/$file.go" >"$peer/$file.go"
done
cp bench/go/main.go "$peer/main.go"
(cd "$peer" && env CGO_ENABLED=0 GOPROXY=off GOTOOLCHAIN=local GO111MODULE=off GOFLAGS= \
    GOCACHE="$OLDPWD/artifacts/go/cache-1.26" "$goroot/bin/go" build -o peer ./*.go)

[ -f "$stream" ] || "$benchmarks" go-stream "$stream"
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
results=$(mktemp)
memory=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$results" "$memory"' EXIT
for ((round = 0; round < rounds; round++)); do
    "$benchmarks" go-batches "$stream" "$memory/contrail.trace" >>"$results"
    "$peer/peer" "$stream" "$("$benchmarks" go-warmup)" "$memory/peer.trace" >>"$results"
done
echo "| what | median GB/s of $rounds rounds | min–max |"
echo "|---|---:|---:|"
for what in memcpy contrail go contrail-snapshot go-snapshot; do
    values=$(sed -n "s/^$what //p" "$results")
    echo "| $what | $(median <<<"$values") | $(sort -n <<<"$values" | sed -n '1p;$p' | paste -sd- | sed 's,-,–,') |"
done
sed -n 's/^allocated /bytes allocated a batch: /p' "$results" | sort -u
machine_facts
