#!/usr/bin/env bash
# Makes everything that users install, in artifacts/packages: the dotnet tool, the libraries with their symbols, one
# executable for each architecture that needs no installed runtime, and the man page.
#   ./pack.sh [--without-executables]
# The executable for linux-arm64 is compiled here and not run.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"

packages=$PWD/artifacts/packages
libraries=(Contrail.Core Contrail Contrail.Analysis)
architectures=(linux-x64 linux-arm64)
# A folder of their own: packages are built with settings that a working build does not have. That one runs analyzers.
settings=(-c Release -v quiet -nodeReuse:false --artifacts-path "$PWD/artifacts/pack"
    -p:ContinuousIntegrationBuild=true -p:ContrailPackages=true -p:RunAnalyzers=false)
export DOTNET_NOLOGO=1
# The time that the files in a package get; without a repository, any fixed one.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)
export SOURCE_DATE_EPOCH

# The scenario that installs the packages needs those of the machine that it runs on, and no executables.
if [[ ${1:-} == --without-executables ]]; then
    settings+=(-p:ContrailRuntimes=linux-x64)
    architectures=()
fi

rm -rf "$packages"
mkdir -p "$packages"
for project in "${libraries[@]}" Contrail.Tool; do
    echo "packing $project"
    dotnet pack "src/$project" "${settings[@]}" -o "$packages"
done
for architecture in "${architectures[@]}"; do
    echo "publishing contrail for $architecture"
    dotnet publish src/Contrail.Tool "${settings[@]}" -r "$architecture" --self-contained \
        -p:PublishSingleFile=true -p:DebugType=embedded -o "artifacts/pack/$architecture"
    install -m 755 "artifacts/pack/$architecture/Contrail.Tool" "$packages/contrail-$architecture"
done
[[ ${#architectures[@]} -gt 0 ]] || exit 0
"$packages/contrail-linux-x64" man >"$packages/contrail.1"
(cd "$packages" && sha256sum -- * >SHA256SUMS)
ls -l "$packages"
