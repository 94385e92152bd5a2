#!/usr/bin/env bash
# Gets the Go toolchains that the scenarios need, and builds the services that they record, into artifacts/go.
#   test/go/prepare.sh [VERSION…]      default: 1.22, 1.25, 1.26 and 1.27
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

# The mirror is read from the configured sources, so that nothing depends on an earlier apt-get update.
# One-line sources (.list) and deb822 sources (.sources) are read; security archives and other schemes are left out.
find_mirror() {
    local folder=${CONTRAIL_APT_SOURCES:-/etc/apt} file
    for file in "$folder/sources.list" "$folder"/sources.list.d/*.list "$folder"/sources.list.d/*.sources; do
        [[ -r $file ]] || continue
        case $file in
            *.list) sed -nE 's/^[[:space:]]*deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p' "$file" ;;
            *) sed -nE 's/^URIs:[[:space:]]*//Ip' "$file" | tr -s '[:space:]' '\n' ;;
        esac
    done | awk '/^https?:/ && /debian/ && !/security/ && !found { print; found = 1 }'
}

prepare_lists() {
    [[ -f $root/apt/ready ]] && return
    command -v apt-get >/dev/null || fail "apt-get is not installed; Go can be unpacked on Debian only"
    [[ -f $keys ]] || fail "$keys does not exist; install debian-archive-keyring"
    local mirror suite
    mirror=$(find_mirror)
    [[ -n $mirror ]] || fail "the sources in /etc/apt name no Debian mirror; add one"
    mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial"
    for suite in "${suites[@]}"; do
        echo "deb [signed-by=$keys] $mirror $suite main"
    done >"$root/apt/sources.list"
    # Without the option, apt reports an unreachable mirror as a warning and succeeds.
    apt_own -o APT::Update::Error-Mode=any update >&2 \
        || fail "cannot read $mirror; check the network"
    touch "$root/apt/ready"
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

# The tool that judges our files. Its release also decides which characters it prints as they are, and which escaped.
judge=1.26

toolchain() {
    local version=$1
    [[ -x $root/$version/usr/lib/go-$version/bin/go ]] || unpack "$version" >&2
}

# Builds a program of a folder of test/go, unless it is newer than its source.
build() {
    local version=$1 folder=$2 target=$root/$3
    shift 3
    if [[ ! -x $target || test/go/$folder/main.go -nt $target ]]; then
        go_of "$version" build "$@" -o "$target" "test/go/$folder/main.go"
    fi
}

versions=("$@")
[[ ${#versions[@]} -gt 0 ]] || versions=(1.22 1.25 1.26 1.27)
for version in "${versions[@]}"; do
    toolchain "$version"
    build "$version" service "service-$version"
    build "$version" busy "busy-$version"
done

# A program without a symbol table.
toolchain "$judge"
build "$judge" busy busy-stripped -ldflags "-s -w"

# It is built at its first call, which takes longest.
if [[ ! -x $root/trace || $(go_of "$judge" version "$root/trace") != *" go$judge"* ]]; then
    go_of "$judge" build -o "$root/trace" cmd/trace
fi
