#!/usr/bin/env bash
# Whether `contrail findings` names the cause of each incident (samples/Incidents, test/go/causes) and reports nothing on
# its healthy twin. Each program is recorded from outside, with the default profile and what its row of the catalogue
# needs in addition. Prints a matrix: in how many runs a cause was found with its culprit as the first or second finding
# (with one more place for each further cause), and in how many runs of the twin a finding was a warning or worse.
#   bench/incidents.sh [--runs 1] [--seconds 6] [--frameworks "net10.0 net11.0 go"] [--programs "lock-convoy crash"]
#                      [--keep FOLDER] [--judge] [--strict] [--no-build]
# --strict exits with code 1 if a cause was missed or a finding was false. --keep keeps the recordings and the findings;
# with --judge in addition, the recordings that were kept there are examined again, and nothing is recorded.
# Requires jq; Go's programs require test/go/prepare.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

runs=1 seconds=6 frameworks="net10.0 net11.0 go" programs= keep= judged= strict= built=
while [ $# -gt 0 ]; do
    case "$1" in
        --strict) strict=1; shift; continue ;;
        --judge) judged=1; shift; continue ;;
        --no-build) built=1; shift; continue ;;
        --runs) runs=$2 ;;
        --seconds) seconds=$2 ;;
        --frameworks) frameworks=$2 ;;
        --programs) programs=$2 ;;
        --keep) keep=$2 ;;
        *) fail "unknown option $1" ;;
    esac
    shift 2
done
[ -z "$judged" ] || [ -n "$keep" ] || fail "--judge needs --keep FOLDER, with recordings"

need jq
go=1.26
name=Contrail.Samples.Incidents
scratch=$(mktemp -d)
trap end_started EXIT
files=${keep:-$scratch/files}
mkdir -p "$files"

contrail() {
    dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll "$@"
}

# executable FRAMEWORK
executable() {
    case "$1" in
        net10.0) echo "artifacts/bin/$name/release/$name" ;;
        net11.0) echo "artifacts/targets/incidents-net11.0/$name" ;;
        go) echo "artifacts/go/causes-$go" ;;
        *) fail "unknown framework $1" ;;
    esac
}

build() {
    case "$1" in
        tool) dotnet build src/Contrail.Tool -c Release -v quiet ;;
        net10.0) dotnet build samples/Incidents -c Release -v quiet ;;
        net11.0) dotnet publish samples/Incidents -c Release -v quiet -r linux-x64 --self-contained \
            -p:RuntimeFrameworkVersion=11.0.0 -o artifacts/targets/incidents-net11.0 \
            -p:ArtifactsPath="$PWD/artifacts/targets/build/incidents-net11.0" ;;
        go) env CGO_ENABLED=0 GOPROXY=off GOTOOLCHAIN=local GO111MODULE=off GOFLAGS= GOCACHE="$PWD/artifacts/go/cache-$go" \
            "artifacts/go/$go/usr/lib/go-$go/bin/go" build -o "$(executable go)" ./test/go/causes ;;
        *) fail "unknown framework $1" ;;
    esac
}

# rows FRAMEWORK: lines of NAME WAY SETTINGS RECORDING EXPECTED, separated by tabs.
rows() {
    if [ "$1" = go ]; then
        "$(executable go)" --list | awk -F '\t' -v OFS='\t' '{ print $1, "go", "-", "-", $2 "=" $3 }'
    else
        "$(executable "$1")" --list | awk -F '\t' -v OFS='\t' -v f="$1" 'index($3, f) { print $1, $2, $4, $5, $6 }'
    fi
}

end_target() {
    kill "$1" 2>/dev/null || true
    await_end "$1" 50 || kill -9 "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# record WAY SETTINGS RECORDING FILE COMMAND…: one recording of a program while its cause is in force.
record() {
    local way=$1 settings=$2 file=$4 target recorder address
    local -a options=()
    [ "$settings" != - ] || settings=
    [ "$3" = - ] || read -ra options <<<"$3"
    shift 4
    : >"$scratch/target"
    if [ "$way" = launch ]; then
        # The history has to reach back to the start.
        # shellcheck disable=SC2086
        env $settings dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll record "${options[@]}" \
            --period 90s -o "$file" -- "$@" --seconds 90 </dev/null >"$scratch/recorder" 2>&1 &
        recorder=$!
        started+=("$recorder")
        await_line "$scratch/recorder" '^ready' 600 >/dev/null || { cat "$scratch/recorder" >&2; fail "$1 did not start"; }
        sleep 1
        # The recording ends with the program.
        kill "$(sed -n 's/^contrail: recording .*(pid \([0-9]*\)).*/\1/p' "$scratch/recorder")" 2>/dev/null || true
        await_end "$recorder" 300 || kill -9 "$recorder"
        wait "$recorder" 2>/dev/null || true
        return
    fi
    if [ "$way" = go ]; then
        mkfifo "$scratch/input"
        "$@" <"$scratch/input" >"$scratch/target" 2>&1 &
        target=$!
        exec 7>"$scratch/input"
        rm "$scratch/input"
    else
        # The cause of some starts with SIGHUP, which a caller such as nohup may have ignored.
        # shellcheck disable=SC2086
        env --default-signal=HUP $settings "$@" --seconds 90 >"$scratch/target" 2>&1 &
        target=$!
    fi
    started+=("$target")
    address=$(await_line "$scratch/target" '^(ready|http:)' 600) || { cat "$scratch/target" >&2; fail "$1 did not start"; }
    if [ "$way" = go ]; then
        options+=(--url "$address")
    else
        options+=(--pid "$target" --attach-timeout 30s)
    fi
    # Without job control, a process in the background ignores SIGINT.
    set -m
    dotnet exec artifacts/bin/Contrail.Tool/release/Contrail.Tool.dll record "${options[@]}" -o "$file" \
        </dev/null >"$scratch/recorder" 2>&1 &
    recorder=$!
    set +m
    started+=("$recorder")
    if await_line "$scratch/recorder" '^recording ' 600 >/dev/null; then
        if [ "$way" = signal ]; then
            sleep 1
            kill -HUP "$target"
        fi
        sleep "$seconds"
        kill -INT "$recorder" 2>/dev/null || true
    fi
    await_end "$recorder" 600 || kill -9 "$recorder"
    wait "$recorder" 2>/dev/null || true
    [ "$way" != go ] || exec 7>&-
    end_target "$target"
}

# judge EXPECTED FOUND: whether each expected rule is among the first findings with one of its culprits. FOUND has lines
# of PLACE RULE SEVERITY CULPRIT HEADLINE, separated by tabs. A finding that another one explains has the same place.
judge() {
    awk -F '\t' -v expected="$1" '
        BEGIN { count = split(expected, wish, ";") }
        $1 <= count + 1 {
            for (i = 1; i <= count; i++) {
                cut = index(wish[i], "="); rules = "|" substr(wish[i], 1, cut - 1) "|"
                if (!index(rules, "|" $2 "|")) continue
                named = split(substr(wish[i], cut + 1), culprits, "|"); if (!named) met[i] = 1
                for (c = 1; c <= named; c++) if (index($4 "\t" $5, culprits[c])) met[i] = 1
            }
        }
        END { for (i = 1; i <= count; i++) if (!met[i]) exit 1 }' "$2"
}

# one FRAMEWORK NAME WAY SETTINGS RECORDING EXPECTED RUN TWIN
one() {
    local file=$files/$1-$2-$7$8.nettrace found=$scratch/found verdict
    [ "$3" != go ] || file=${file%.nettrace}.trace
    if [ -z "$judged" ]; then
        rm -f "$file"
        record "$3" "$4" "$5" "$file" "$(executable "$1")" "$2" ${8:+"$8"}
    fi
    if [ ! -s "$file" ]; then
        cat "$scratch/recorder" >&2 2>/dev/null || true
        verdict=unrecorded
    elif ! contrail findings "$file" --json >"${file%.*}.json" 2>"$scratch/errors"; then
        cat "$scratch/errors" >&2
        verdict=failed
    else
        jq -r '.findings | to_entries[] | (.key + 1) as $place | .value | recurse(.effects[])
            | [$place, .rule, .severity, .culprit // "", .headline] | @tsv' "${file%.*}.json" >"$found"
        if [ -n "$8" ] || [ "$6" = - ]; then
            verdict=silent
            ! grep -qE $'^[^\t]*\t[^\t]*\t(warning|error|critical)\t' "$found" || verdict=false
        else
            verdict=found
            judge "$6" "$found" || verdict=missed
        fi
    fi
    echo "$1 $2 ${8:-incident} $7 $verdict" >>"$scratch/verdicts"
    echo "$(date -u +%H:%M:%S) $1 $2 ${8:-incident} run $7: $verdict" >&2
    case "$verdict" in
        missed|false) sed "s/^/    /" "$found" >&2 ;;
    esac
}

for part in tool $frameworks; do
    [ -z "$built" ] || continue
    build "$part" >"$scratch/build" 2>&1 || { cat "$scratch/build" >&2; fail "$part was not built"; }
done

: >"$scratch/verdicts"
for framework in $frameworks; do
    rows "$framework" >"$scratch/rows-$framework"
    for ((run = 1; run <= runs; run++)); do
        # The programs inherit no list as their input.
        while IFS=$'\t' read -r -u 8 program way settings recording expected; do
            [[ -z $programs || " $programs " = *" $program "* ]] || continue
            [ "$expected" = - ] ||
                one "$framework" "$program" "$way" "$settings" "$recording" "$expected" "$run" ""
            one "$framework" "$program" "$way" "$settings" "$recording" "$expected" "$run" --healthy
        done 8<"$scratch/rows-$framework"
    done
done

awk '
    { seen[$2]++ || order[++names] = $2; frameworks[$1] = 1; kind = $3 == "incident" ? "incident" : "twin"
      tried[$1, $2, kind]++; good[$1, $2, kind] += $5 == "found" || $5 == "silent"
      if ($5 == "false") wrong[$1, $2]++ }
    END {
        columns = split("net10.0 net11.0 go", all, " ")
        head = "| program |"; rule = "|---|"
        for (c = 1; c <= columns; c++) if (all[c] in frameworks) {
            head = head " " all[c] ": found | " all[c] ": twin without findings |"; rule = rule "---:|---:|"
        }
        print head; print rule
        for (n = 1; n <= names; n++) {
            line = "| " order[n] " |"
            for (c = 1; c <= columns; c++) if (all[c] in frameworks) {
                i = all[c] SUBSEP order[n] SUBSEP "incident"; t = all[c] SUBSEP order[n] SUBSEP "twin"
                line = line " " (i in tried ? good[i] " of " tried[i] : "–") " | " (t in tried ? good[t] " of " tried[t] : "–") " |"
            }
            print line
        }
    }' "$scratch/verdicts"
echo
machine_facts
misses=$(grep -cvE ' (found|silent)$' "$scratch/verdicts" || true)
echo "- $runs runs of $seconds s; missed, false or failed: $misses"
[ -z "$strict" ] || [ "$misses" = 0 ] || exit 1
