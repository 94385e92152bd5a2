#!/usr/bin/env bash
# Mutation testing: dotnet-stryker changes Contrail.Core in small ways and counts how many changes the fast tests find.
#   bench/mutate.sh [FILES]      FILES: a pattern inside src/Contrail.Core. Default: Ring/Retention.cs
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

files=${1:-Ring/Retention.cs}
stryker=$PWD/artifacts/stryker/dotnet-stryker
[ -x "$stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path artifacts/stryker
cd test/Contrail.Tests
"$stryker" --project Contrail.Core.csproj --mutate "**/$files" --configuration Release --concurrency 1 \
    --test-runner mtp --break-at 0 --reporter cleartext --output ../../artifacts/stryker/output
