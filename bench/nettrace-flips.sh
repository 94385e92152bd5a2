#!/usr/bin/env bash
# Whether contrail verify and TraceEvent agree on nettrace files with one bit flipped: both accept, or both reject.
#   bench/nettrace-flips.sh [FLIPS]      FLIPS of each of five files, default: 200; the seeds are 1 to FLIPS
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

tests=$PWD/artifacts/bin/Contrail.Tests/release/Contrail.Tests.dll
[ -f "$tests" ] || fail "needs $tests: dotnet build test/Contrail.Tests -c Release"
FLIPS=${1:-200} dotnet "$tests" -noLogo -noColor -class '*FlippedBitTests'
