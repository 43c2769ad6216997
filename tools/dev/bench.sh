#!/usr/bin/env bash
# bench.sh [NAME…]: builds the release and runs the benchmarks of bench/ (all, or build/release/bench_NAME …). Each checks its
# answer before it measures. Arguments after "--" go to the programs.
set -euo pipefail
cd "$YISHOU_ROOT"
names=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do names+=("$1"); shift; done
[ "${1:-}" = -- ] && shift
bash tools/dev/build.sh release
if [ ${#names[@]} -eq 0 ]; then
  for program in build/release/bench_*; do [ -x "$program" ] && names+=("${program##*/bench_}"); done
fi
for name in "${names[@]}"; do
  if [ ! -x "build/release/bench_$name" ]; then
    echo "bench: there is no bench/$name.cc" >&2
    exit 2
  fi
  echo "== $name"
  "build/release/bench_$name" "$@"
done
