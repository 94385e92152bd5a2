#!/usr/bin/env bash
# What triggers cost the recorder at a million events a second of the mixed stream: CPU time of the thread that reads the
# stream with 0, 1 and 20 rules, compared with none in the same round, and that of the thread that decides.
#   bench/trigger-cost.sh [ROUNDS]      Default: 15 rounds. The stream is recorded once into artifacts/bench.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build test/Contrail.Target -c Release -f net10.0 -v quiet
dotnet build bench/Contrail.Benchmarks -c Release -v quiet
timeout 1200 artifacts/bin/Contrail.Benchmarks/release/Contrail.Benchmarks trigger-cost "${1:-15}"
