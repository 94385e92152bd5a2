#!/usr/bin/env bash
# Installs the browser that the scenarios of pages need, if none is there.
#   test/browser/prepare.sh
set -euo pipefail

for program in chromium chromium-browser google-chrome; do
    [[ ! -x /usr/bin/$program ]] || exit 0
done
command -v apt-get >/dev/null || { echo "prepare.sh: no Chromium is installed, and no apt-get to install it" >&2; exit 1; }
[[ $(id -u) == 0 ]] || { echo "prepare.sh: no Chromium is installed: apt-get install chromium" >&2; exit 1; }
install() { apt-get install -y -q --no-install-recommends chromium; }
{ install || { apt-get update -q && install; }; } >&2
