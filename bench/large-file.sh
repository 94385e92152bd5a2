#!/usr/bin/env bash
# Time and peak memory of the summary and of three views of a large nettrace file: the mixed stream of bench/run.sh
# several times in sequence, with many threads, kinds of events, stacks and samples. Goal: 128 MiB.
#   bench/large-file.sh [MEBIBYTES]     Default: 2048. Requires ./pack.sh. The file stays in artifacts/bench.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

mebibytes=${1:-2048}
tool=$PWD/artifacts/packages/contrail-linux-x64
file=$PWD/artifacts/bench/large-$mebibytes.nettrace
[ -x "$tool" ] || fail "needs $tool: ./pack.sh makes it"
[ -x /usr/bin/time ] || fail "time is missing: apt-get install time"
scratch=$(mktemp -d)
trap end_started EXIT

if [ ! -f "$file" ]; then
    dotnet build test/Contrail.Target -c Release -v quiet -f net10.0 -nodeReuse:false >&2
    dotnet run --project bench/Contrail.Benchmarks -c Release -- large-file "$file.partial" "$mebibytes" >&2
    mv "$file.partial" "$file"
fi

# measure COMMAND…: one row.
measure() {
    /usr/bin/time -f '%e %U %M' -o "$scratch/time" "$tool" "$@" "$file" >"$scratch/out" 2>"$scratch/errors" ||
        { cat "$scratch/errors" >&2; fail "$* failed"; }
    awk -v what="$*" '{ printf "| %s | %.1f s | %.1f s | %d MiB |\n", what, $1, $2, $3 / 1024 }' "$scratch/time"
}

echo "| of $(($(stat -c %s "$file") >> 20)) MiB | wall | user | peak |"
echo "|---|---:|---:|---:|"
measure summary
for view in exceptions gc-pauses hot-methods; do
    measure view "$view"
done
echo
machine_facts
