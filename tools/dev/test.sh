#!/usr/bin/env bash
# Installs what is missing, builds, runs every test. The last line is "N passed, N failed".
set -euo pipefail
cd "$YISHOU_ROOT"
preset="${1:-debug}"
bash tools/dev/build.sh "$preset"
# Dates on bills have no time zone: the tests must pass in any. Written so that no zone database is needed.
zones=(CST-8 UTC0 NST3:30NDT LINT-14 HST10 CET-1CEST IST-5:30)
export TZ="${YISHOU_TEST_TZ:-${zones[RANDOM % ${#zones[@]}]}}"
echo "TZ=$TZ"
rm -rf "build/$preset/results"
mkdir -p "build/$preset/results"
status=0
(cd "build/$preset" && ctest -j2 --output-on-failure --no-tests=error) >"build/test-$preset.log" 2>&1 || status=$?
[ "$status" -eq 0 ] || cat "build/test-$preset.log"
python3 tools/dev/count_tests.py "build/$preset"
