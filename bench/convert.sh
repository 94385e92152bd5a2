#!/usr/bin/env bash
# Time and peak memory of `contrail convert` to speedscope and Perfetto, next to `dotnet-trace convert` on the same file:
# the mixed stream of bench/run.sh. The ratio is within a round. Goals: 5 M events/s, 128 MiB.
#   bench/convert.sh [MEBIBYTES] [ROUNDS]     Default: 97 5. Requires ./pack.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

mebibytes=${1:-97} rounds=${2:-5}
packed_tool
scratch=$(mktemp -d)
trap end_started EXIT

large_file "$mebibytes"
dotnet_trace
events=$("$tool" info --json "$file" | sed -n 's/.*"events": \([0-9]*\).*/\1/p' | head -1)

# measure NAME COMMAND…: a line with the wall time and the peak memory.
measure() {
    local name=$1
    shift
    /usr/bin/time -f '%e %M' -o "$scratch/time" "$@" >"$scratch/out" 2>&1 || { cat "$scratch/out" >&2; fail "$name failed"; }
    echo "$round $name $(tail -1 "$scratch/time")" >>"$scratch/measured"
    rm -rf "$scratch/converted"*
}

for ((round = 0; round < rounds; round++)); do
    measure speedscope "$tool" convert "$file" -f speedscope -o "$scratch/converted.json"
    measure perfetto "$tool" convert "$file" -f perfetto -o "$scratch/converted.pftrace"
    measure dotnet-trace dotnet exec "$trace_tool" convert "$file" --format Speedscope -o "$scratch/converted"
    echo "round $((round + 1)) of $rounds" >&2
done

awk -v events="$events" '
    { wall[$2, ++count[$2]] = $3; peak[$2] = $4 > peak[$2] ? $4 : peak[$2]; byRound[$1, $2] = $3 }
    function median(name,    n, i, j, t) {
        n = count[name]
        for (i = 1; i <= n; i++) v[i] = wall[name, i]
        for (i = 1; i < n; i++) for (j = i + 1; j <= n; j++) if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
        return v[int((n + 1) / 2)]
    }
    END {
        print "| format | wall (median) | M events/s | peak | of dotnet-trace, by round |"
        print "|---|---:|---:|---:|---|"
        split("speedscope perfetto dotnet-trace", names, " ")
        for (i = 1; i <= 3; i++) {
            name = names[i]; ratios = ""
            for (r = 0; r < count[name]; r++) ratios = ratios sprintf(" %.2f", byRound[r, name] / byRound[r, "dotnet-trace"])
            m = median(name)
            printf "| %s | %.2f s | %.2f | %d MiB |%s |\n", name, m, events / m / 1e6, peak[name] / 1024, ratios
        }
    }' "$scratch/measured"
echo
echo "- $(($(stat -c %s "$file") >> 20)) MiB, $events events, $rounds rounds"
machine_facts
