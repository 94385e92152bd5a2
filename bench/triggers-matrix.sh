#!/usr/bin/env bash
# Whether a rule on each signal fires on its cause and stays silent on the healthy twin, and whether
# `contrail triggers explain` reports both. The causes are programs of samples/Incidents, samples/Shop,
# test/Contrail.Target and test/go; each is recorded from outside with what the rule needs. Prints a matrix.
#   bench/triggers-matrix.sh [--seconds 5] [--rules "gc-pause lag"] [--strict] [--no-build]
# --strict exits with code 1 if a rule was silent on its cause, fired on the twin, or was explained wrongly.
# Requires curl and jq; Go's programs require test/go/prepare.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

seconds=5 rules= strict= built=
while [ $# -gt 0 ]; do
    case "$1" in
        --strict) strict=1; shift; continue ;;
        --no-build) built=1; shift; continue ;;
        --seconds) seconds=$2 ;;
        --rules) rules=$2 ;;
        *) fail "unknown option $1" ;;
    esac
    shift 2
done

need curl jq
go=1.26
go_root=$PWD/artifacts/go
hosting=Microsoft.AspNetCore.Hosting
scratch=$(mktemp -d)
trap end_started EXIT

contrail() {
    dotnet exec "$scratch/tool/Contrail.Tool.dll" "$@"
}

build() {
    local project
    for project in src/Contrail.Tool samples/Incidents samples/Shop; do
        dotnet build "$project" -c Release -v quiet
    done
    dotnet build test/Contrail.Target -c Release -v quiet -f net10.0
    test/go/prepare.sh "$go"
    env CGO_ENABLED=0 GOPROXY=off GOTOOLCHAIN=local GO111MODULE=off GOFLAGS= GOCACHE="$go_root/cache-$go" \
        "$go_root/$go/usr/lib/go-$go/bin/go" build -o "$go_root/causes-$go" ./test/go/causes
}

# start_target KIND ARGUMENTS…: starts a program and waits until its cause is in force; sets target and address.
start_target() {
    local kind=$1
    shift
    case "$kind" in
        incident) set -- artifacts/bin/Contrail.Samples.Incidents/release/Contrail.Samples.Incidents "$@" --seconds 90 ;;
        shop) set -- artifacts/bin/Contrail.Samples.Shop/release/Contrail.Samples.Shop --seconds 90 ;;
        target) set -- artifacts/bin/Contrail.Target/release_net10.0/Contrail.Target "$@" --seconds 90 ;;
        go-cause) set -- "$go_root/causes-$go" "$@" ;;
        go-service) set -- "$go_root/service-$go" "$@" ;;
    esac
    # Go's programs end with their input. The cause of some starts with SIGHUP, which a caller may have ignored.
    rm -f "$scratch/input"
    mkfifo "$scratch/input"
    : >"$scratch/target"
    # shellcheck disable=SC2086
    env --default-signal=HUP $settings "$@" <"$scratch/input" >"$scratch/target" 2>&1 &
    target=$!
    exec 7>"$scratch/input"
    started+=("$target")
    address=$(await_line "$scratch/target" '^(ready|http:|listening on)' 600) ||
        { cat "$scratch/target" >&2; fail "$1 did not start"; }
    address=${address#listening on }
}

end_target() {
    exec 7>&-
    kill -CONT "$target" 2>/dev/null || true
    kill "$target" 2>/dev/null || true
    await_end "$target" 50 || kill -9 "$target" 2>/dev/null || true
    wait "$target" 2>/dev/null || true
}

# act WHAT: what happens to the program, or to its recorder, while it is recorded.
act() {
    case "$1" in
        -) ;;
        hangup) kill -HUP "$target" ;;
        kill) kill -KILL "$target" ;;
        terminate) kill -TERM "$target" ;;
        stall) kill -STOP "$recorder"; sleep 3; kill -CONT "$recorder" ;;
        freeze) kill -STOP "$target"; sleep 3; kill -CONT "$target" ;;
        get:*) curl -s -m 20 -o "$scratch/answer" "$address${1#get:}" || true ;;
        post:*) curl -s -m 20 -o "$scratch/answer" -X POST "$address${1#post:}" || true ;;
        *) fail "unknown action $1" ;;
    esac
}

# record ACTION OPTIONS…: records the program; leaves what the recorder printed and what it explains.
record() {
    local action=$1 recorder
    shift
    case "$address" in
        http:*) [ "$kind" = shop ] && set -- --pid "$target" "$@" || set -- --url "$address" "$@" ;;
        *) set -- --pid "$target" "$@" ;;
    esac
    mkdir -p "$scratch/files"
    # Without job control, a process in the background ignores SIGINT.
    set -m
    dotnet exec "$scratch/tool/Contrail.Tool.dll" record --attach-timeout 30s --on "$expression" "$@" \
        -o "$scratch/files/" </dev/null >"$scratch/recorder" 2>&1 &
    recorder=$!
    set +m
    started+=("$recorder")
    rm -f "$scratch/explained"
    if await_line "$scratch/recorder" '^recording ' 600 >/dev/null; then
        sleep 1
        act "$action"
        sleep "$seconds"
        if kill -0 "$recorder" 2>/dev/null; then
            contrail triggers explain "$recorder" --json >"$scratch/explained" 2>"$scratch/errors" || true
            kill -INT "$recorder" 2>/dev/null || true
        fi
    fi
    await_end "$recorder" 600 || kill -9 "$recorder"
    wait "$recorder" 2>/dev/null || true
    rm -rf "$scratch/files"
}

# What the recorder explains: the number of firings, and why the rule did not fire last.
explained() {
    [ -s "$scratch/explained" ] || { echo "ended -"; return; }
    jq -r '.[0].rules[0] | "\(.firingCount) \(if .observationCount == 0 then "nothingObserved"
        else ([.recent[].because] | group_by(.) | max_by(length)[0]) end)"' "$scratch/explained" 2>/dev/null ||
        echo "ended -"
}

# one CASE ACTION OPTIONS…: records a case, and appends its verdict. A process that ended takes its recorder with it:
# then nothing is left that explains.
one() {
    local case=$1 fired=no firings because right=wrong
    shift
    record "$@"
    end_target
    ! grep -q '^taken because of ' "$scratch/recorder" || fired=yes
    read -r firings because <<<"$(explained)"
    case "$fired:$firings" in
        *:ended) right=ended ;;
        yes:0 | no:[1-9]*) right=wrong ;;
        *) right=right ;;
    esac
    echo "$name $case $fired $right $because" >>"$scratch/verdicts"
    echo "$(date -u +%H:%M:%S) $name, $case: fired $fired, explained $right ($because)" >&2
    [ "$case:$fired" = cause:yes ] || [ "$case:$fired" = twin:no ] || sed 's/^/    /' "$scratch/recorder" >&2
}

# check NAME EXPRESSION "OPTIONS" "CAUSE" ACTION "TWIN" ACTION ["SETTINGS"]
check() {
    name=$1 expression=$2 settings=${8:-}
    local -a options=()
    [[ -z $rules || " $rules " = *" $name "* ]] || return 0
    read -ra options <<<"$3"
    printf '%s\t%s\n' "$name" "$expression" >>"$scratch/expressions"
    kind=${4%% *}
    # shellcheck disable=SC2086
    start_target $4
    one cause "$5" "${options[@]}"
    kind=${6%% *}
    # shellcheck disable=SC2086
    start_target $6
    one twin "$7" "${options[@]}"
}

# incident NAME EXPRESSION "OPTIONS" PROGRAM [ACTION "SETTINGS"]
incident() {
    check "$1" "$2" "$3" "incident $4" "${5:--}" "incident $4 --healthy" "${5:--}" "${6:-}"
}

if [ -z "$built" ]; then
    build >"$scratch/build" 2>&1 || { cat "$scratch/build" >&2; fail "the programs were not built"; }
fi

# The same tool records all, whatever is built meanwhile.
cp -r artifacts/bin/Contrail.Tool/release "$scratch/tool"
: >"$scratch/verdicts"
: >"$scratch/expressions"
small_gen0="DOTNET_gcServer=0 DOTNET_GCgen0size=1000000"
beats="--providers Contrail-Target-Heartbeat"
silent="--providers Contrail-Target-Quiet"

incident gc-pause 'gc-pause>100ms' "" long-gc-pause - DOTNET_gcConcurrent=0
incident suspension 'suspension>100ms' "" slow-suspension - "$small_gen0"
incident gen2 'gen2 count>=3 in 5s' "" loh-churn
incident induced-gc 'induced-gc count>=3 in 5s' "" induced-collections
incident exception-rate 'exception:FormatException rate>100/s' "" exception-storm
incident exception-message 'exception message~"^Payment [0-9]+ was refused"' "" swallowed-exceptions
incident contention 'contention>20ms' "" lock-convoy
incident starvation 'starvation' "" pool-starvation-blocking
check silence-stopped 'silence>2s' "$beats" "target heartbeat --rate 100" freeze "target heartbeat --rate 100" -
check silence-idle 'silence>2s' "$silent" "target quiet --every 4" - "target quiet --every 0.2" -
check lag 'lag>1s' "--providers Contrail-Target-Flood" "target flood --rate 5000" stall "target flood --rate 5000" -
check death-killed 'death' "$beats" "target heartbeat" kill "target heartbeat+exit --how return --after 5" -
check death-failfast 'death' "$beats" "target heartbeat+exit --how failfast --after 5" - \
    "target heartbeat+exit --how environment --after 5" -
check death-signal 'death' "" "target heartbeat" terminate "incident crash --healthy" terminate
check death-named-exit 'death:exit' "$beats" "target heartbeat+exit --how return --after 5" - "target heartbeat" kill
check death-exit-code 'death:exit' "$beats" "target heartbeat+exit --how environment --code 3 --after 5" - \
    "target heartbeat" -
# Without a dump, the runtime ends before it has sent the exception; with one, it usually has: docs/limits.md.
incident unhandled 'unhandled-exception:KeyNotFoundException' "" crash hangup \
    "DOTNET_DbgEnableMiniDump=1 DOTNET_DbgMiniDumpType=1 DOTNET_DbgMiniDumpName=$scratch/core"
# Requests that are open while the recorder attaches are slower: one alone is no cause.
incident request 'request:/convert/{id}>300ms count>=20 in 5s' "--profile requests" slow-dependency
incident request-percentile 'request by route p90>300ms in 1m' "--profile requests" slow-dependency
check event "event:$hosting/RequestStart payload.path=/incident" "--providers $hosting" \
    shop post:/incident shop get:/products
check pair "pair:$hosting/RequestStart..RequestStop>1s" \
    "--providers $hosting,System.Threading.Tasks.TplEventSource:0x80:4" shop post:/incident shop get:/products
incident counter 'counter:System.Runtime/exception-count>100' \
    "--providers System.Runtime:0x0:4:EventCounterIntervalSec=1" exception-storm
incident counter-meter 'counter:System.Runtime/dotnet.exceptions>100' \
    "--providers System.Diagnostics.Metrics:0x2:4:Metrics=System.Runtime;RefreshInterval=1" exception-storm
check log "log:$hosting.* message~\"POST .*/incident\"" "--providers Microsoft-Extensions-Logging:0x4:4" \
    shop post:/incident shop get:/products
check go-stop 'stop-the-world rate>50/s in 2s' "" "go-cause stop" - "go-cause stop --healthy" -
check go-gc-pause 'gc-pause rate>5/s in 5s' "" "go-cause assist" - "go-cause assist --healthy" -
check go-scheduling 'scheduling p50>5ms in 5s' "" "go-cause latency" - "go-cause latency --healthy" -
check go-region 'region:load>200ms' "" "go-service 2" "get:/load?milliseconds=300" "go-service 2" \
    "get:/load?milliseconds=1"
check go-log 'log:mark message~late' "" "go-service 2" "get:/mark?text=late" "go-service 2" "get:/mark?text=early"

awk -F '\t' '
    FNR == NR { split($0, part, " "); fired[part[1], part[2]] = part[3]; right[part[1], part[2]] = part[4]
        because[part[1], part[2]] = part[5]; next }
    FNR == 1 { print "| rule | on | cause: fired | explained | twin: silent | explained |"; print "|---|---|---|---|---|---|" }
    { text = $2; gsub(/\|/, "\\|", text)
      print "| " $1 " | `" text "` | " fired[$1, "cause"] " | " right[$1, "cause"] " | " \
        (fired[$1, "twin"] == "no" ? "yes" : "no") " | " right[$1, "twin"] ": " because[$1, "twin"] " |" }
' "$scratch/verdicts" "$scratch/expressions"
echo
machine_facts
wrong=$(grep -cE ' cause no | twin yes | wrong ' "$scratch/verdicts" || true)
echo "- $seconds s each; not as expected: $wrong"
[ -z "$strict" ] || [ "$wrong" = 0 ] || exit 1
