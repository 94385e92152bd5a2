#!/usr/bin/env bash
# Whether memory, descriptors and files of a recorder stay the same while a rule fires again and again: a simulated day
# of stream, a folder that keeps 20 snapshots. Exits with code 1 if something grows or a snapshot fails.
#   bench/trigger-soak.sh [SNAPSHOTS] [FOLDER]      Default: 10000 snapshots, into a temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

scratch=$(mktemp -d)
trap end_started EXIT
dotnet build bench/Contrail.Benchmarks -c Release -v quiet
mkdir -p "${2:-$scratch/snapshots}"
timeout 1800 artifacts/bin/Contrail.Benchmarks/release/Contrail.Benchmarks trigger-soak \
    "${2:-$scratch/snapshots}" "${1:-10000}"
