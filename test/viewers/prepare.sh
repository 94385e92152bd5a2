#!/usr/bin/env bash
# Gets the tools of other viewers that the scenarios need, into artifacts/viewers. What is there already is not made again.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
target=$PWD/../../artifacts/viewers
command -v npm >/dev/null || { echo "prepare.sh: npm is not installed; install nodejs" >&2; exit 1; }
cmp -s package-lock.json "$target/package-lock.json" && [[ -d $target/node_modules ]] && exit 0
rm -rf "$target"
mkdir -p "$target"
cp package.json package-lock.json "$target"
npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel=error
