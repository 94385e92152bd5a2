#!/usr/bin/env bash
# Time and peak memory of `contrail convert` to each format, of a large nettrace file: the mixed stream of bench/run.sh
# several times in sequence. Goal: 128 MiB for 2 GiB.
#   bench/convert-memory.sh [MEBIBYTES]     Default: 2048. Requires ./pack.sh. The file stays in artifacts/bench; ndjson
#                                           goes to a pipe, and the others need some hundred MiB for a moment.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

mebibytes=${1:-2048}
packed_tool
scratch=$(mktemp -d)
trap end_started EXIT

large_file "$mebibytes"

# The single executable lacks the libraries for tables.
dotnet build src/Contrail.Tool -c Release -v quiet -nodeReuse:false >&2
with_tables=(dotnet artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll)

# measure FORMAT OUTPUT COMMAND…: one row.
measure() {
    local format=$1 output=$2
    shift 2
    /usr/bin/time -f '%e %U %M' -o "$scratch/time" "$@" convert "$file" --format "$format" --output "$output" \
        2>"$scratch/errors" | wc -c >"$scratch/bytes" || { cat "$scratch/errors" >&2; fail "$format failed"; }
    local bytes
    bytes=$(if [ "$output" = - ]; then cat "$scratch/bytes"; else du -sb "$output" | cut -f1; fi)
    awk -v what="$format" -v bytes="$bytes" \
        '{ printf "| %s | %.1f s | %.1f s | %d MiB | %.1f MiB |\n", what, $1, $2, $3 / 1024, bytes / 1048576 }' "$scratch/time"
    rm -rf "$scratch/converted"
}

echo "| format, of $(($(stat -c %s "$file") >> 20)) MiB | wall | user | peak | written |"
echo "|---|---:|---:|---:|---:|"
for format in speedscope folded pprof otlp perfetto firefox html; do
    measure "$format" "$scratch/converted" "$tool"
done
for format in parquet sqlite; do
    measure "$format" "$scratch/converted" "${with_tables[@]}"
done
measure ndjson - "$tool"
echo
machine_facts
