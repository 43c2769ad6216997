#!/usr/bin/env bash
# Installs what is missing, and nothing else. Quiet when there is nothing to do.
#   setup.sh [--clang|--web|--browser]   --clang: also the second compiler, clang-tidy and clang-format
#                                        --web: only what builds the workbench; --browser: that, and what its tests need
set -euo pipefail
cd "$YISHOU_ROOT"
source tools/dev/deps.sh
say() { printf '%s\n' "$*" >&2; }

kind="${1:-}"
case "$kind" in
  --web) want=() ;;
  --browser) want=("${APT_PACKAGES_BROWSER[@]}") ;;
  --clang) want=("${APT_PACKAGES[@]}" "${APT_PACKAGES_CLANG[@]}") ;;
  *) want=("${APT_PACKAGES[@]}") ;;
esac
for_web() { [ "$kind" = --web ] || [ "$kind" = --browser ]; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@" 2>/dev/null || sudo "$@"; fi; }

if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
  have=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '$1 == "ii" {print $2}')
  missing=()
  for p in "${want[@]}"; do grep -qxF "$p" <<<"$have" || missing+=("$p"); done
  # An npm that is there already will do.
  if for_web || { [ ! -f build/deps/duckdb/ok-$DUCKDB_VERSION ] && [ -z "${YISHOU_DUCKDB_ROOT:-}" ]; } ||
    { [ ! -f build/deps/rapidoc/ok-$RAPIDOC_VERSION ] && [ -z "${YISHOU_RAPIDOC_ROOT:-}" ]; }; then
    command -v npm >/dev/null 2>&1 || missing+=(npm)
  fi
  if [ ${#missing[@]} -gt 0 ]; then
    say "setup: installing ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
else
  say "setup: this system has no apt. Needed, by Debian's names: ${want[*]}"
  say "setup: going on; if a package is missing, CMake names it."
fi

tmp=
trap '[ -z "$tmp" ] || rm -rf "$tmp"' EXIT
fetch() { # package sha256 -> $tmp/NAME.tgz
  local file
  file=$(cd "$tmp" && npm pack --silent "$1" 2>npm.log | tail -1)
  if [ -z "$file" ] || [ ! -s "$tmp/$file" ]; then
    say "setup: could not fetch $1: $(tail -3 "$tmp/npm.log" | tr '\n' ' ')"
    exit 3
  fi
  if ! echo "$2  $tmp/$file" | sha256sum --check --quiet - >&2; then
    say "setup: $1 is not the file we pinned (sha256 differs). Nothing was installed."
    exit 3
  fi
  printf '%s\n' "$tmp/$file"
}
begin_fetching() { # what, remedy
  if ! command -v npm >/dev/null 2>&1; then
    say "setup: npm is needed to fetch $1, or set $2"
    exit 3
  fi
  say "setup: fetching $1"
  mkdir -p build/deps
  tmp=$(mktemp -d build/deps/tmp.XXXXXX)
}

# Node, for the workbench: the program alone; npm is the one that is there.
node_will_do() {
  local least="$NODE_LEAST" have
  have=$(node --version 2>/dev/null | tr -d v) && [ "$(printf '%s\n' "$least" "$have" | sort -V | head -1)" = "$least" ]
}
if for_web; then
  dest=build/deps/node
  if ! node_will_do && [ ! -f "$dest/ok-$NODE_VERSION" ]; then
    begin_fetching "Node $NODE_VERSION" "a Node of $NODE_LEAST or newer into the PATH"
    package=$(fetch "$NODE_PACKAGE" "$NODE_SHA256")
    rm -rf "$dest"
    mkdir -p "$dest"
    tar -xzf "$package" -C "$dest" --strip-components=1 package/bin/node package/LICENSE
    touch "$dest/ok-$NODE_VERSION"
    rm -rf "$tmp"
  fi
  exit 0
fi

# DuckDB: the shared library from its npm binary package, the header from its npm source package, both pinned by hash.
dest=build/deps/duckdb
if [ -z "${YISHOU_DUCKDB_ROOT:-}" ] && [ ! -f "$dest/ok-$DUCKDB_VERSION" ]; then
  begin_fetching "DuckDB $DUCKDB_VERSION" "YISHOU_DUCKDB_ROOT to a folder with include/duckdb.h and lib/libduckdb.so"
  lib=$(fetch "$DUCKDB_LIB_PACKAGE" "$DUCKDB_LIB_SHA256")
  src=$(fetch "$DUCKDB_HEADER_PACKAGE" "$DUCKDB_HEADER_SHA256")
  rm -rf "$dest"
  mkdir -p "$dest/lib" "$dest/include"
  tar -xzf "$lib" -C "$dest/lib" --strip-components=1 package/libduckdb.so package/LICENSE
  tar -xzf "$src" -C "$dest/include" --strip-components=5 package/src/duckdb/src/include/duckdb.h
  touch "$dest/ok-$DUCKDB_VERSION"
  rm -rf "$tmp"
fi

# RapiDoc: one script and its licence, pinned by hash.
dest=build/deps/rapidoc
if [ -z "${YISHOU_RAPIDOC_ROOT:-}" ] && [ ! -f "$dest/ok-$RAPIDOC_VERSION" ]; then
  begin_fetching "RapiDoc $RAPIDOC_VERSION" "YISHOU_RAPIDOC_ROOT to a folder with rapidoc.js and rapidoc.js.gz"
  package=$(fetch "$RAPIDOC_PACKAGE" "$RAPIDOC_SHA256")
  rm -rf "$dest"
  mkdir -p "$dest"
  tar -xzf "$package" -C "$dest" --strip-components=2 package/dist/rapidoc-min.js
  tar -xzf "$package" -C "$dest" --strip-components=1 package/LICENSE.txt
  mv "$dest/rapidoc-min.js" "$dest/rapidoc.js"
  gzip -9 -n -k "$dest/rapidoc.js"
  touch "$dest/ok-$RAPIDOC_VERSION"
  rm -rf "$tmp"
fi
