#!/usr/bin/env bash
# Time and peak memory of the summary and of three views of a large nettrace file: the mixed stream of bench/run.sh
# several times in sequence, with many threads, kinds of events, stacks and samples. Goal: 128 MiB.
#   bench/large-file.sh [MEBIBYTES]     Default: 2048. Requires ./pack.sh. The file stays in artifacts/bench.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

mebibytes=${1:-2048}
packed_tool
scratch=$(mktemp -d)
trap end_started EXIT

large_file "$mebibytes"

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
