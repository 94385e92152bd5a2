#!/usr/bin/env bash
# Whether contrail verify and Go's own reader agree on Go traces with one bit flipped: both accept, or both reject.
#   bench/go-flips.sh TRACE [FLIPS]      FLIPS default: 200; the seeds are 1 to FLIPS, so a run repeats
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

source=${1:-}
flips=${2:-200}
go=$PWD/artifacts/go/trace
tool=$PWD/artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll
[ -f "$source" ] || fail "usage: bench/go-flips.sh TRACE [FLIPS]"
[ -x "$go" ] || fail "needs $go: test/go/prepare.sh builds it"
[ -f "$tool" ] || fail "needs $tool: dotnet build src/Contrail.Tool -c Release"
scratch=$(mktemp -d)
trap end_started EXIT

size=$(stat -c %s "$source")
refused=0
differ=0
for ((seed = 1; seed <= flips; seed++)); do
    read -r offset bit < <(awk -v seed="$seed" -v size="$size" \
        'BEGIN { srand(seed); rand(); print 16 + int(rand() * (size - 16)), int(rand() * 8) }')
    cp "$source" "$scratch/x.trace"
    chmod u+w "$scratch/x.trace"
    byte=$(od -An -tu1 -j "$offset" -N 1 "$source")
    printf "\\x$(printf %02x $((byte ^ (1 << bit))))" |
        dd of="$scratch/x.trace" bs=1 seek="$offset" conv=notrunc status=none
    by_go=0
    "$go" -d=parsed "$scratch/x.trace" >/dev/null 2>"$scratch/go" || by_go=1
    by_us=0
    dotnet "$tool" verify "$scratch/x.trace" >"$scratch/us" 2>&1 || by_us=1
    refused=$((refused + by_go))
    if ((by_go != by_us)); then
        differ=$((differ + 1))
        echo "seed $seed, byte $offset, bit $bit: go $by_go, contrail $by_us"
        head -n 2 "$scratch/go" "$scratch/us"
    fi
done
echo "$flips flips of $(basename "$source"): Go refuses $refused, contrail differs at $differ"
((differ == 0))
