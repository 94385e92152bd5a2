#!/usr/bin/env bash
# Mutation testing: dotnet-stryker changes Contrail.Core in small ways and counts how many changes the tests find.
# It works on a copy of the tree in artifacts/stryker, with the given tests only: each change runs all of them.
#   bench/mutate.sh [FILES [TESTS…]]      FILES: a pattern inside src/Contrail.Core. Default: Ring/*.cs
#                                         TESTS: folders of test/Contrail.Tests. Default: Core/Ring Core/Snapshots
# The report, with the changes that no test found, is in artifacts/stryker/output.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

files=${1:-Ring/*.cs}
[ $# -gt 0 ] && shift
tests=("$@")
[ $# -gt 0 ] || tests=(Core/Ring Core/Snapshots)
stryker=$PWD/artifacts/stryker/dotnet-stryker
[ -x "$stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path artifacts/stryker
tree=$PWD/artifacts/stryker/tree
# The builds of the copy are kept: the next run takes less time.
mkdir -p "$tree"
find "$tree" -mindepth 1 -maxdepth 1 ! -name artifacts -exec rm -rf {} +
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$tree"

cd "$tree/test/Contrail.Tests"
mkdir kept
# Support finds the files of the repository with Tidy/Tree.cs, which needs the other two.
cp --parents -r Support Tidy/{Tree,TextFile,CodeFile}.cs "${tests[@]}" kept
find . -name '*.cs' ! -path './kept/*' -delete
# The other runner, vstest, does not activate the changes in programs that contain their own test runner: all survive.
export RunAnalyzers=false
"$stryker" --project Contrail.Core.csproj --mutate "**/$files" --configuration Release --concurrency 1 \
    --test-runner mtp --break-at 0 --reporter cleartext --reporter json --output ../../../output
