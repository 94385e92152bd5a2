#!/usr/bin/env bash
# What sampling all processors adds to the CPU time of a request, at 49 and at 199 Hz: samples/Shop answers
# GET /products at its full rate, and sampling is switched every half second. A round is one slice without and one at
# each rate, in a changing order; the result is the ratio within a round. Goals: below +2 % at 49 Hz, below +3 % at
# 199 Hz.
#   bench/sampling-price.sh [ROUNDS]      Default: 300 rounds
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

rounds=${1:-300}
scratch=$(mktemp -d)
trap end_started EXIT
for project in samples/Shop bench/Contrail.Benchmarks; do
    dotnet build "$project" -c Release -v quiet >"$scratch/build" || { cat "$scratch/build" >&2; fail "no build"; }
done
artifacts/bin/Contrail.Samples.Shop/release/Contrail.Samples.Shop --port 0 >"$scratch/shop" 2>&1 &
service=$!
started+=("$service")
url=$(await_line "$scratch/shop" '^listening on ' 150 | sed 's/^listening on //') || fail "the service did not start"
timeout $((rounds * 6 + 60)) artifacts/bin/Contrail.Benchmarks/release/Contrail.Benchmarks \
    sampling-price "$service" "$url/products" "$rounds" >"$scratch/measured"

awk '{ samples[$2] += $5; slices[$2]++ } END { for (arm in samples) {
    printf "%s: %.1f samples of the service with each slice\n", arm, samples[arm] / slices[arm] } }' \
    "$scratch/measured" | sort >&2
awk -v requests=1 -v listed="hz0 hz49 hz199" -v hz=1000000000 -f bench/statistics.awk -f bench/paired.awk \
    "$scratch/measured"
echo
echo "- samples/Shop, GET /products, at its full rate on 8 connections, $rounds rounds of slices of 0.5 s, one process each"
echo "- not in it: the recorder's own processor time, and interrupts that stop other processes than the service"
# With it, the time of interrupts is counted for no process, and the figures would be too low.
echo "- CONFIG_IRQ_TIME_ACCOUNTING: $(zcat /proc/config.gz 2>/dev/null |
    sed -n 's/^CONFIG_IRQ_TIME_ACCOUNTING=\(.\)$/\1/p; s/^# CONFIG_IRQ_TIME_ACCOUNTING is not set$/n/p' | grep . || echo unknown)"
machine_facts
