#!/usr/bin/env bash
# The scenarios whose result varies from time to time, with samples large enough for figures. ./test.sh runs them with
# small ones. Prints the measured lines.
#   bench/samples.sh [CLASS…]      patterns of test classes. Default: all scenarios with a large sample
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

classes=("$@")
[ $# -gt 0 ] || classes=('*MarkerTests' '*KilledTargetTests' '*ExitDelayTests' '*MemoryTests' '*LateAttachTests'
    '*HeldUpTests' '*GovernorTests' '*AttachStallTests')
arguments=()
for class in "${classes[@]}"; do
    arguments+=(-class "$class")
done
dotnet build test/Contrail.Scenarios -c Release -v quiet >&2
status=0
CONTRAIL_LARGE_SAMPLES=1 dotnet artifacts/bin/Contrail.Scenarios/release/Contrail.Scenarios.dll \
    -noLogo -noColor -maxThreads 1 "${arguments[@]}" >&2 || status=$?
cat artifacts/scenarios/measured.txt
machine_facts
exit "$status"
