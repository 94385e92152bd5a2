#!/usr/bin/env bash
# Gets the Go toolchains that the scenarios need, and builds the service that they record, into artifacts/go.
#   test/go/prepare.sh [VERSION…]      1.22 and 1.26 if none is named
# The toolchains are Debian's packages, unpacked and not installed. What is there already is not made again.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

root=$PWD/artifacts/go
suites=(bookworm-backports trixie trixie-backports)
keys=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
    echo "prepare.sh: $*" >&2
    exit 1
}

# A list of sources of our own: what the machine itself installs is none of our business.
apt_own() {
    apt-get -q -o Dir::Etc::sourcelist="$root/apt/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$root/apt/lists" -o Dir::Cache="$root/apt/cache" -o APT::Sandbox::User= "$@"
}

prepare_lists() {
    [[ -d $root/apt/lists ]] && return
    command -v apt-get >/dev/null && [[ -f $keys ]] || fail "there is no apt with Debian's keys here"
    local mirror suite
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | head -n 1)
    [[ -n $mirror ]] || fail "apt knows no mirror; run apt-get update"
    mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial"
    for suite in "${suites[@]}"; do
        echo "deb [signed-by=$keys] $mirror $suite main"
    done >"$root/apt/sources.list"
    apt_own update || { rm -rf "$root/apt/lists"; fail "the mirror of apt cannot be read"; }
}

# Parts of the packages are linked to by absolute paths, which lead nowhere when unpacked.
unpack() {
    local version=$1 link
    prepare_lists
    rm -rf "$root/$version.partial"
    mkdir -p "$root/$version.partial/packages"
    (cd "$root/$version.partial/packages" && apt_own download "golang-$version-go" "golang-$version-src")
    for package in "$root/$version.partial/packages/"*.deb; do
        dpkg -x "$package" "$root/$version.partial"
    done
    for link in "$root/$version.partial/usr/lib/go-$version/"*; do
        [[ -L $link ]] && ln -sfn "../../share/go-$version/$(basename "$link")" "$link"
    done
    rm -rf "$root/$version.partial/packages" "${root:?}/$version"
    mv "$root/$version.partial" "$root/$version"
}

go_of() {
    local version=$1
    shift
    env CGO_ENABLED=0 GOPROXY=off GOTOOLCHAIN=local GO111MODULE=off GOFLAGS= GOCACHE="$root/cache-$version" \
        "$root/$version/usr/lib/go-$version/bin/go" "$@"
}

versions=("$@")
[[ ${#versions[@]} -gt 0 ]] || versions=(1.22 1.26)
for version in "${versions[@]}"; do
    [[ -x $root/$version/usr/lib/go-$version/bin/go ]] || unpack "$version" >&2
    if [[ ! -x $root/service-$version || test/go/service/main.go -nt $root/service-$version ]]; then
        go_of "$version" build -o "$root/service-$version" test/go/service/main.go
    fi
done

# The judge of our files: the newest reads them all. It is built at its first call, which takes longest.
newest=$(printf '%s\n' "${versions[@]}" | sort -V | tail -n 1)
[[ -x $root/trace ]] || go_of "$newest" build -o "$root/trace" cmd/trace
