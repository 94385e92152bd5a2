#!/usr/bin/env bash
# CPU time of a reading of the operating system's figures, for processes with 20, 200 and 2,000 threads that wait or wake
# up ten times a second. Goals: 1 ms for 200 threads, 10 ms for 2,000.
#   bench/figure-cost.sh [TURNS]      Default: 20 turns of a second, and as many of 100 ms, for each of 6 processes.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Contrail.Benchmarks -c Release -v quiet
# Compiled completely, as after some minutes of recording.
export DOTNET_TieredCompilation=0
timeout 900 artifacts/bin/Contrail.Benchmarks/release/Contrail.Benchmarks figure-cost "${1:-20}"
