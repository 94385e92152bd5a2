#!/usr/bin/env bash
# The recorder's inner parts, each compared with its peer in the same run: split + store, the pump, decoding headers.
#   bench/run.sh [FILTER] [BenchmarkDotNet options]     e.g. bench/run.sh '*Decode*' --iterationCount 5
# Streams are recorded once from a real process into artifacts/bench (about 350 MB each, a minute or two).
set -euo pipefail
cd "$(dirname "$0")/.."

filter="${1:-*}"
shift || true
dotnet build test/Contrail.Target -c Release -f net10.0 -v quiet
dotnet build bench/Contrail.Benchmarks -c Release -v quiet
mkdir -p artifacts/bench
log=artifacts/bench/run.log
table=artifacts/bench/figures.md

# BenchmarkDotNet prints much; only the table at its end is shown.
if ! timeout 1800 artifacts/bin/Contrail.Benchmarks/release/Contrail.Benchmarks --filter "$filter" "$@" >"$log" 2>&1; then
    tail -40 "$log" >&2
    echo "bench/run.sh: the benchmarks failed; their output is in $log" >&2
    exit 1
fi
sed -n '/^| benchmark | stream/,$p' "$log" | tee "$table"
