#!/usr/bin/env bash
# Everything that must hold before a change is taken: build, format, fast tests, scenarios with real processes.
#   ./test.sh [--coverage]      --coverage: also prints how many lines of each project the fast tests execute
# The last line is the result: "N passed, N failed, N skipped".
set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" || exit 1

coverage=false
case ${1:-} in
    '') ;;
    --coverage) coverage=true ;;
    *) echo "usage: ./test.sh [--coverage]" >&2; exit 2 ;;
esac
results=$PWD/artifacts/test-results
export DOTNET_NOLOGO=1
# Many of the fast tests wait for a time limit, so more of them than processors run at once.
tests_threads=4
# Scenarios start processes that need processors too. Those that measure time or memory run alone (Alone.cs).
scenario_threads=2
# More than they ever take: a scenario that hangs must not hang the script.
tests_minutes=10
scenarios_minutes=22
failed_steps=()
# The steps in the background, as NAME:PID.
background=()

step() {
    local name=$1 started=$SECONDS code
    shift
    echo "== $name"
    "$@"
    code=$?
    echo "== $name: $((SECONDS - started)) s$([[ $code -eq 0 ]] || echo ", failed ($code)")"
    [[ $code -eq 0 ]] || failed_steps+=("$name")
    return "$code"
}

# Runs a step while the next ones run. Its output is shown by await_background.
step_in_background() {
    (step "$@") >"$results/$1.log" 2>&1 &
    background+=("$1:$!")
}

await_background() {
    local one
    for one in "${background[@]}"; do
        wait "${one#*:}" || failed_steps+=("${one%:*}")
        cat "$results/${one%:*}.log"
    done
    background=()
}

# The same tests in instrumented assemblies, which takes some 20 s longer.
run_covered() {
    local project=$1 minutes=$2
    timeout --foreground --kill-after=30 "${minutes}m" \
        dotnet test --project "test/$project" -c Release --no-build --no-progress --max-threads "$tests_threads" \
        --results-directory "$results" --report-xunit-xml --report-xunit-xml-filename "$project.xml" \
        --coverlet --coverlet-single-hit --coverlet-include '[Contrail*]*' --coverlet-output-format lcov
}

# Without a browser the scenarios of pages are skipped, or fail with CI=true.
prepare_browser() {
    timeout --foreground --kill-after=30 10m test/browser/prepare.sh || [[ ${CI:-} != true ]]
}

# The same for the tools of other viewers.
prepare_viewers() {
    timeout --foreground --kill-after=30 5m test/viewers/prepare.sh || [[ ${CI:-} != true ]]
}

# A fast test compares the page with its sources by their hash; here it is built again, where npm is there.
check_page() {
    local code=0
    timeout --foreground --kill-after=30 5m src/Contrail.Tool/Page/build.sh --check || code=$?
    [[ $code -eq 0 || $code -eq 3 ]]
}

# LF and LH are the lines of a source file that have code, and those of them that were executed.
print_coverage() {
    echo "Lines that the fast tests execute:"
    cat "$results"/*.info | awk -F: '
        /^SF:/ { project = $2; sub(/.*\/src\//, "", project); sub(/\/.*/, "", project) }
        /^LF:/ { lines[project] += $2 }
        /^LH:/ { executed[project] += $2 }
        END {
            for (project in lines) {
                printf "%s: %d of %d (%.1f %%)\n", project, executed[project], lines[project], \
                    100 * executed[project] / lines[project]
            }
        }' | sort
}

run_tests() {
    local project=$1 minutes=$2
    shift 2
    # --foreground keeps Ctrl+C working.
    timeout --foreground --kill-after=30 "${minutes}m" \
        dotnet "artifacts/bin/$project/release/$project.dll" -noLogo -noColor -result-xml "$results/$project.xml" "$@"
}

# The sum of an attribute over the assemblies of all results.
sum() {
    grep -ho '<assembly [^>]*>' "$results"/*.xml 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' \
        | awk '{ sum += $1 } END { print sum + 0 }'
}

# The reason is the first text after the test that was skipped.
list_skipped() {
    cat "$results"/*.xml 2>/dev/null | tr '\n' ' ' | sed 's/<test /\n<test /g' | grep ' result="Skip"' \
        | sed -E 's/^<test [^>]*name="([^"]*)".*<reason>(<!\[CDATA\[)?([^]<]*).*$/skipped: \1: \3/'
}

end() {
    local passed failed skipped
    await_background
    cat artifacts/scenarios/measured.txt 2>/dev/null
    [[ $coverage == false ]] || print_coverage
    passed=$(sum passed)
    failed=$(($(sum failed) + $(sum errors)))
    skipped=$(sum skipped)
    list_skipped
    [[ ${#failed_steps[@]} -eq 0 ]] || echo "failed: ${failed_steps[*]}"
    # A run that did not reach its tests has not passed; neither has one that ended without a result.
    [[ ${#failed_steps[@]} -gt 0 && $failed -eq 0 ]] && failed=${#failed_steps[@]}
    echo "$passed passed, $failed failed, $skipped skipped"
    [[ $failed -eq 0 && $passed -gt 0 ]]
    exit
}

if ! dotnet --version >/dev/null 2>&1; then
    echo "The .NET SDK 10.0.400 or a later 10.0 is needed; install dotnet-sdk-10.0." >&2
    failed_steps+=(sdk)
    end
fi

rm -rf "$results" artifacts/scenarios/measured.txt
mkdir -p "$results"
step tools dotnet tool restore || end
step restore dotnet restore -v quiet || end
step build dotnet build --no-restore -c Release -v quiet -nodeReuse:false || end
# Style and analyzers are errors in the build already; only white space is left.
step_in_background format dotnet format whitespace --no-restore --verify-no-changes
step_in_background browser prepare_browser
step_in_background viewers prepare_viewers
step_in_background page check_page
# One scenario installs what this makes.
step_in_background pack ./pack.sh --without-executables
# Without Go the scenarios that need it are skipped, or fail with CI=true.
echo "== go"
if ! timeout --foreground --kill-after=30 10m test/go/prepare.sh; then
    echo "== go: the toolchains are missing"
    [[ ${CI:-} != true ]] || failed_steps+=(go)
fi
if [[ $coverage == true ]]; then
    step tests run_covered Contrail.Tests "$tests_minutes"
else
    step tests run_tests Contrail.Tests "$tests_minutes" -maxThreads "$tests_threads"
fi
await_background
step scenarios run_tests Contrail.Scenarios "$scenarios_minutes" -maxThreads "$scenario_threads"
end
