#!/usr/bin/env bash
# How long `contrail info` of a small file takes from start to end: the executable without an installed runtime, and the
# dotnet tool installed from artifacts/packages. Medians of wall time and of processor time. Goal: 0.15 s.
#   bench/start.sh [RUNS]      Default: 20 runs of each, in turn. Requires ./pack.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

runs=${1:-20}
packages=$PWD/artifacts/packages
file=$PWD/test/Contrail.Tests/Corpus/net10.nettrace
[ -x "$packages/contrail-linux-x64" ] || fail "needs $packages: ./pack.sh makes it"
scratch=$(mktemp -d)
trap end_started EXIT

cat >"$scratch/NuGet.config" <<END
<configuration><packageSources><clear /><add key="packages" value="$packages" /></packageSources></configuration>
END
NUGET_PACKAGES="$scratch/cache" dotnet tool install Contrail.Tool --prerelease --tool-path "$scratch/tool" \
    --configfile "$scratch/NuGet.config" >"$scratch/log" || { cat "$scratch/log" >&2; fail "the tool does not install"; }

# one NAME COMMAND: adds a line with wall and processor time to the file NAME.
one() {
    TIMEFORMAT='%R %U %S'
    { time "$2" info "$file" >/dev/null; } 2>>"$scratch/times-$1"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

for ((run = 0; run < runs; run++)); do
    one single "$packages/contrail-linux-x64"
    one tool "$scratch/tool/contrail"
done
machine_facts
for name in single tool; do
    echo "$name: median $(cut -d' ' -f1 "$scratch/times-$name" | median) s wall," \
        "$(awk '{ print $2 + $3 }' "$scratch/times-$name" | median) s of processor time ($runs runs)"
done
