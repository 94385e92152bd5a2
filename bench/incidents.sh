#!/usr/bin/env bash
# Whether `contrail findings` names the cause of each incident (samples/Incidents, test/go/causes) and reports nothing on
# its healthy twin. Each program is recorded from outside, with the default profile and what its row of the catalogue
# needs in addition. Prints a matrix: in how many runs a cause was found with its culprit as the first or second finding
# (with one more place for each further cause), and in how many runs of the twin a finding was a warning or worse. Twins
# for which the only warning is busy-host are not counted: the machine is busy with something else.
#   bench/incidents.sh [--runs 1] [--seconds 6] [--frameworks "net10.0 net11.0 go"] [--programs "lock-convoy crash"]
#                      [--keep FOLDER] [--judge] [--strict] [--no-build]
# --strict exits with code 1 if a cause was missed or a finding was false. --keep keeps the recordings and the findings;
# with --judge in addition, the recordings that were kept there are examined again, and nothing is recorded.
# Requires jq; Go's programs require test/go/prepare.sh. Programs with limits run in a control group of their own, which
# requires root and the controllers cpu, cpuacct and memory of version 1 or cpu and memory of version 2; otherwise they
# are left out.
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
group=contrail-incidents-$$
trap 'end_started; remove_groups' EXIT
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

# group_folders: the folder of the group in each hierarchy with a controller that limits; none if there is none.
group_folders() {
    local root=/sys/fs/cgroup controller
    if [ -f $root/cgroup.controllers ]; then
        echo "$root/$group"
    elif [ -d $root/cpu ] && [ -d $root/memory ]; then
        for controller in cpu cpuacct memory; do echo "$root/$controller/$group"; done
    fi
}

# make_groups LIMITS: makes the groups with limits as in the catalogue.
make_groups() {
    local folder limit
    for folder in $(group_folders); do
        mkdir "$folder" || return 1
        for limit in ${1//,/ }; do
            case "$limit:$folder" in
                cpu=*:/sys/fs/cgroup/cpu/*) echo $((${limit#*=} * 1000)) >"$folder/cpu.cfs_quota_us" ;;
                weight=*:/sys/fs/cgroup/cpu/*) echo $((${limit#*=} * 1024)) >"$folder/cpu.shares" ;;
                memory=*:/sys/fs/cgroup/memory/*) echo "${limit#*=}M" >"$folder/memory.limit_in_bytes" ;;
                *:/sys/fs/cgroup/cpu*/*|*:/sys/fs/cgroup/memory/*) ;;
                cpu=*) echo "$((${limit#*=} * 1000)) 100000" >"$folder/cpu.max" ;;
                weight=*) echo $((${limit#*=} * 100)) >"$folder/cpu.weight" ;;
                memory=*) echo "${limit#*=}M" >"$folder/memory.max" ;;
            esac || return 1
        done
    done
}

# A group can be removed when its last process has ended.
remove_groups() {
    local folder tenths
    for folder in $(group_folders); do
        for ((tenths = 0; tenths < 50; tenths++)); do
            [ -d "$folder" ] && ! rmdir "$folder" 2>/dev/null || break
            sleep 0.1
        done
    done
}

# release_companions PID: the companions of a program are not in its container; they return to the group of the script.
release_companions() {
    local child folder own controller
    for folder in $(group_folders); do
        [ -d "$folder" ] || continue
        controller=${folder#/sys/fs/cgroup} controller=${controller%/*} controller=${controller#/}
        own=$(awk -F: -v c="$controller" '$2 == c { print $3 }' /proc/self/cgroup)
        for child in $(cat "/proc/$1/task/"*/children); do
            echo "$child" >"${folder%/*}$own/cgroup.procs"
        done
    done
}

# in_groups COMMAND…: becomes the command, in the groups. Only for a process that was started for it.
in_groups() {
    local folder
    for folder in $(group_folders); do
        [ ! -d "$folder" ] || echo "$BASHPID" >"$folder/cgroup.procs"
    done
    exec "$@"
}

# rows FRAMEWORK: lines of NAME WAY SETTINGS RECORDING EXPECTED LIMITS, separated by tabs.
rows() {
    if [ "$1" = go ]; then
        "$(executable go)" --list | awk -F '\t' -v OFS='\t' '{ print $1, "go", "-", "-", $2 "=" $3, "-" }'
    else
        "$(executable "$1")" --list | awk -F '\t' -v OFS='\t' -v f="$1" 'index($3, f) { print $1, $2, $4, $5, $6, $7 }'
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
        in_groups env --default-signal=HUP $settings "$@" --seconds 90 >"$scratch/target" 2>&1 &
        target=$!
    fi
    started+=("$target")
    address=$(await_line "$scratch/target" '^(ready|http:)' 600) || { cat "$scratch/target" >&2; fail "$1 did not start"; }
    release_companions "$target"
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

# one FRAMEWORK NAME WAY SETTINGS RECORDING EXPECTED LIMITS RUN TWIN
one() {
    local file=$files/$1-$2-$8$9.nettrace found=$scratch/found limits=$7 grouped= verdict
    [ "$3" != go ] || file=${file%.nettrace}.trace
    [ -z "$9" ] && limits=${limits%/*} || limits=${limits#*/}
    [[ $limits != *weight=* ]] || grouped=1
    if [ -z "$judged" ]; then
        rm -f "$file"
        [ "$limits" = - ] || make_groups "$limits" || fail "no control group with $limits"
        record "$3" "$4" "$5" "$file" "$(executable "$1")" "$2" ${9:+"$9"}
        remove_groups
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
        if [ -n "$9" ] || [ "$6" = - ]; then
            verdict=silent
            ! grep -qE $'^[^\t]*\t[^\t]*\t(warning|error|critical)\t' "$found" || verdict=false
            # The machine of the bench itself can be too busy: then that is right, and the run shows nothing.
            [ "$verdict" = silent ] || [ -n "$grouped" ] ||
                grep -qvE $'^[^\t]*\t(busy-host\t|[^\t]*\tinfo\t)' "$found" || verdict=busy
        else
            verdict=found
            judge "$6" "$found" || verdict=missed
        fi
    fi
    echo "$1 $2 ${9:-incident} $8 $verdict" >>"$scratch/verdicts"
    echo "$(date -u +%H:%M:%S) $1 $2 ${9:-incident} run $8: $verdict" >&2
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
        while IFS=$'\t' read -r -u 8 program way settings recording expected limits; do
            [[ -z $programs || " $programs " = *" $program "* ]] || continue
            if [ "$limits" != - ] && { [ "$(id -u)" != 0 ] || [ -z "$(group_folders)" ]; }; then
                echo "$program is left out: its limits need root and the controllers of control groups" >&2
                continue
            fi
            [ "$expected" = - ] ||
                one "$framework" "$program" "$way" "$settings" "$recording" "$expected" "$limits" "$run" ""
            one "$framework" "$program" "$way" "$settings" "$recording" "$expected" "$limits" "$run" --healthy
        done 8<"$scratch/rows-$framework"
    done
done

awk '
    { seen[$2]++ || order[++names] = $2; frameworks[$1] = 1; kind = $3 == "incident" ? "incident" : "twin"
      if ($5 == "busy") next
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
misses=$(grep -cvE ' (found|silent|busy)$' "$scratch/verdicts" || true)
busy=$(grep -c ' busy$' "$scratch/verdicts" || true)
echo "- $runs runs of $seconds s; missed, false or failed: $misses; twins not counted on a busy machine: $busy"
[ -z "$strict" ] || [ "$misses" = 0 ] || exit 1
