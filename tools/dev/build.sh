#!/usr/bin/env bash
# build.sh [debug|release|tsan|clang] [TARGET…]: configures once, then builds all, or the targets. Quiet when nothing is to
# be done.
set -euo pipefail
cd "$YISHOU_ROOT"
preset="${1:-release}"
targets=()
[ $# -gt 1 ] && targets=(--target "${@:2}")
if [ "$preset" = clang ]; then bash tools/dev/setup.sh --clang; else bash tools/dev/setup.sh; fi
# The program that people run holds the workbench; YISHOU_WEB=off leaves out what is not built yet.
if [ "$preset" = release ] && [ "${YISHOU_WEB:-on}" != off ]; then bash tools/dev/web.sh build; fi
args=()
[ -n "${YISHOU_DUCKDB_ROOT:-}" ] && args+=("-DYISHOU_DUCKDB_ROOT=$YISHOU_DUCKDB_ROOT")
[ -n "${YISHOU_RAPIDOC_ROOT:-}" ] && args+=("-DYISHOU_RAPIDOC_ROOT=$YISHOU_RAPIDOC_ROOT")
if [ ! -f "build/$preset/build.ninja" ]; then
  cmake --preset "$preset" "${args[@]}" >"build/configure-$preset.log" 2>&1 || { cat "build/configure-$preset.log" >&2; exit 3; }
fi
if [ -t 1 ]; then
  cmake --build "build/$preset" "${targets[@]}"
else
  log="build/build-$preset.log"
  cmake --build "build/$preset" "${targets[@]}" >"$log" 2>&1 || { grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking)' "$log" | head -200 >&2; exit 3; }
fi
