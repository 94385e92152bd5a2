#!/usr/bin/env bash
# Coverage-guided fuzzing (SharpFuzz, AFL++) of the code that reads untrusted bytes. Each target checks what must hold
# for every input: bench/Contrail.Fuzz/FuzzTargets.cs.
#   bench/fuzz.sh [SECONDS] [TARGET]     SECONDS for each target (60), one of the targets below
#   bench/fuzz.sh --replay TARGET FILE   runs one input, and shows the failure
# A run continues from earlier results in artifacts/fuzz/TARGET; crashes and hangs are kept there.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

targets="splitter decoder recorder repair cut frames views go-views"
root=$PWD/artifacts/fuzz
program=$root/program/Contrail.Fuzz.dll
export DOTNET_NOLOGO=1

# The program is built outside the solution's output: its libraries are rewritten to report coverage.
build() {
    rm -rf "$root/program"
    dotnet publish bench/Contrail.Fuzz -c Release -v quiet -nodeReuse:false -o "$root/program" >"$root/build" 2>&1 ||
        { cat "$root/build" >&2; fail "no build"; }
    dotnet "$program" seed "$root/seeds"
}

replay() {
    mkdir -p "$root"
    build
    dotnet "$program" "$1" "$2"
}

# fuzz TARGET SECONDS: one line of figures.
fuzz() {
    local seeds=streams out=$root/$1 input
    case $1 in
        decoder) seeds=blocks ;;
        views) seeds=files ;;
        go-views) seeds=go ;;
    esac
    input=$root/seeds/$seeds
    [ ! -d "$out/default/queue" ] || input=-
    mkdir -p "$out"
    # A runtime needs much memory, so memory is not limited here; each target checks the memory used for an input.
    AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
        AFL_AUTORESUME=1 timeout --foreground $(($2 + 120)) nice -n 10 afl-fuzz -i "$input" -o "$out" -m none -t 5000 \
        -V "$2" -- dotnet "$program" "$1" >"$out/log" 2>&1 || { tail -20 "$out/log" >&2; fail "$1: the fuzzer failed"; }
    awk -F' *: *' -v target="$1" '
        $1 == "execs_done" { done = $2 }       $1 == "execs_per_sec" { rate = $2 }
        $1 == "edges_found" { edges = $2 }     $1 == "corpus_count" { corpus = $2 }
        $1 == "saved_crashes" { crashes = $2 } $1 == "saved_hangs" { hangs = $2 }
        $1 == "run_time" { seconds = $2 }
        END { printf "| %s | %d s | %d | %.0f | %d | %d | %d | %d |\n", target, seconds, done, rate, edges, corpus, crashes, hangs }
    ' "$out/default/fuzzer_stats"
    for found in "$out"/default/crashes/id* "$out"/default/hangs/id*; do
        [ ! -e "$found" ] || { findings=1; echo "bench/fuzz.sh --replay $1 '$found'" >&2; }
    done
}

if [ "${1:-}" = --replay ]; then
    [ $# = 3 ] || fail "--replay TARGET FILE"
    replay "$2" "$3"
    exit
fi

seconds=${1:-60}
[[ $seconds =~ ^[0-9]+$ ]] || fail "the first argument is seconds, not '$seconds'"
[ -z "${2:-}" ] || targets=$2
command -v afl-fuzz >/dev/null || { [ "$(id -u)" = 0 ] || fail "afl-fuzz is missing: apt-get install afl++"
    { apt-get install -y -q afl++ || { apt-get update -q && apt-get install -y -q afl++; }; } >&2; }
mkdir -p "$root"
dotnet tool restore >/dev/null
build
for library in Core Analysis; do
    dotnet sharpfuzz "$root/program/Contrail.$library.dll" >/dev/null
done

findings=0
echo "| target | time | inputs | inputs/s | edges | kept | crashes | hangs |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
for target in $targets; do
    fuzz "$target" "$seconds"
done
echo
machine_facts
exit "$findings"
