#!/usr/bin/env bash
# Builds page.html, the template of contrail convert --format html, from src. Needs Node.js 20.11 or later with npm.
#   ./build.sh            builds it; commit the result
#   ./build.sh --check    fails if page.html is not what the sources give
# Exit code 3: what it needs is not there.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"

[[ ${1:-} == '' || ${1:-} == --check ]] || { echo "usage: ./build.sh [--check]" >&2; exit 2; }
unavailable() {
    echo "build.sh: $*" >&2
    exit 3
}

command -v npm >/dev/null || unavailable "npm is not installed; install Node.js 20.11 or later"
# What is installed already from the same lock file is not installed again.
if ! cmp -s package-lock.json node_modules/.contrail-lock; then
    npm ci --silent --ignore-scripts || unavailable "the packages of package-lock.json cannot be installed"
    cp package-lock.json node_modules/.contrail-lock
fi
npx --no-install tsc --project tsconfig.json
if [[ ${1:-} == --check ]]; then
    built=$(mktemp)
    trap 'rm -f "$built"' EXIT
    node build.mjs "$built"
    cmp "$built" page.html || { echo "build.sh: page.html is not what the sources give; run build.sh" >&2; exit 1; }
else
    node build.mjs
fi
