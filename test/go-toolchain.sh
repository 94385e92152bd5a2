#!/usr/bin/env bash
# Unpacks a Go toolchain from Debian's packages into a folder, and installs nothing:
#   test/go-toolchain.sh 1.26 FOLDER
# The last line says which folder is its GOROOT. The packages come from the mirror that apt here is set up with.
set -euo pipefail
version=$1
folder=$(mkdir -p "$2" && cd "$2" && pwd)
goroot=$folder/usr/lib/go-$version
if [[ ! -x $folder/.complete-$version ]]; then
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -v security | head -n 1)
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [[ -n $mirror && -r $keyring ]] || { echo "This is no Debian with a package mirror." >&2; exit 1; }
    state=$folder/.apt
    mkdir -p "$state/lists/partial" "$state/archives/partial"
    for suite in bookworm-backports trixie trixie-backports; do
        echo "deb [signed-by=$keyring] $mirror $suite main"
    done > "$state/sources.list"
    apt=(apt-get -q -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=-
        -o "Dir::State::lists=$state/lists" -o "Dir::Cache::archives=$state/archives" -o APT::Get::List-Cleanup=0)
    "${apt[@]}" update >&2
    cd "$state/archives"
    "${apt[@]}" download "golang-$version-go" "golang-$version-src" >&2
    for package in golang-"$version"-*.deb; do
        dpkg -x "$package" "$folder"
    done
    # The packages link parts of GOROOT to where they would be installed.
    find "$goroot" -maxdepth 1 -type l | while read -r link; do
        ln -sfn "../../share/go-$version/$(basename "$(readlink "$link")")" "$link"
    done
    install -m 755 /dev/null "$folder/.complete-$version"
fi
echo "$goroot"
