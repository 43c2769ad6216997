#!/usr/bin/env bash
# Rewrites our C++ sources with clang-format.
set -euo pipefail
cd "$YISHOU_ROOT"
bash tools/dev/setup.sh --clang
find src tests bench -name '*.cc' -o -name '*.h' | sort | xargs clang-format-19 -i
