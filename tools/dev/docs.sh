#!/usr/bin/env bash
# docs.sh: makes what is made from other files: src/server/openapi.json from docs/openapi*, src/manual/cases.csv and oracles.csv from the golden
# files, then docs/rules from the program.
set -euo pipefail
cd "$YISHOU_ROOT"
bash tools/dev/setup.sh
python3 tools/openapi.py
[ -f build/debug/build.ninja ] || cmake --preset debug >build/configure-debug.log 2>&1 || { cat build/configure-debug.log >&2; exit 3; }
build() { cmake --build build/debug --target "$1" >build/build-docs.log 2>&1 || { tail -60 build/build-docs.log >&2; exit 3; }; }
build test_rule_checks
YISHOU_WRITE_CASES=1 build/debug/test_rule_checks --gtest_filter='ManualCases.*' >build/docs.log || { tail -40 build/docs.log >&2; exit 3; }
build yishou
rm -f docs/rules/*.md
build/debug/yishou rules manual --out docs/rules
