#!/usr/bin/env bash
# Exactly what CI runs. Each part is listed with its seconds at the end as ok, FAILED or not run; the last line is
# "N passed, N failed": the tests, and each other part as one.
set -uo pipefail
cd "$YISHOU_ROOT"
mkdir -p build
passed=0 failed=0
report=()
part() { # NAME COMMAND…; a command that cannot run here ends with 77
  local name="$1" began=$SECONDS status=0 state
  shift
  echo "== $name"
  "$@" || status=$?
  case $status in
    0) state="ok" passed=$((passed + 1)) ;;
    77) state="not run" ;;
    *) state="FAILED" failed=$((failed + 1)) ;;
  esac
  report+=("$(printf '%-8s %4d s  %s' "$state" $((SECONDS - began)) "$name")")
}
counted() { # LOG COMMAND…: adds what the command counted itself in its last line, not one for the part
  local log="build/check-$1.log" status=0 line
  shift
  "$@" >"$log" 2>&1 || status=$?
  cat "$log"
  line=$(tail -1 "$log")
  if [[ "$line" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
  fi
  return $status
}
clang_build() {
  bash tools/dev/setup.sh --clang
  if ! command -v clang++-19 >/dev/null; then echo "clang++-19 is not installed"; return 77; fi
  # The program and the fuzz targets; the tests are compiled by GCC alone, to keep the whole under 25 minutes.
  local target targets=(yishou)
  for target in tests/fuzz/fuzz_*.cc; do targets+=("$(basename "$target" .cc)"); done
  bash tools/dev/build.sh clang "${targets[@]}"
}
fuzz() {
  local targets=() target name each status=0
  for target in build/clang/fuzz_*; do [ -x "$target" ] && targets+=("$target"); done
  if [ ${#targets[@]} -eq 0 ]; then echo "no fuzz targets"; return 77; fi
  each=$((20 / ${#targets[@]} + 1))
  for target in "${targets[@]}"; do
    name=${target##*/fuzz_}
    mkdir -p "build/clang/corpus/$name"
    local inputs=("build/clang/corpus/$name")
    [ -d "tests/fuzz/seeds/$name" ] && inputs+=("tests/fuzz/seeds/$name")
    if ! "$target" -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="build/clang/crash-$name-" "${inputs[@]}" \
        >"build/clang/fuzz-$name.log" 2>&1; then
      tail -40 "build/clang/fuzz-$name.log"
      status=1
    fi
    echo "fuzz $name: $(grep -oE '^#[0-9]+' "build/clang/fuzz-$name.log" | tail -1 | tr -d '#') runs in $each s"
  done
  return $status
}
threads() {
  bash tools/dev/setup.sh
  [ -f build/tsan/build.ninja ] || cmake --preset tsan >build/configure-tsan.log 2>&1 || { cat build/configure-tsan.log; return 1; }
  local wanted=() name
  for name in engine intake lake report http; do
    compgen -G "src/$name/*_test.cc" >/dev/null && wanted+=("$name")
  done
  for name in audit; do  # several rooms together
    compgen -G "tests/$name/*_test.cc" >/dev/null && wanted+=("$name")
  done
  cmake --build build/tsan --target "${wanted[@]/#/test_}" >build/build-tsan.log 2>&1 || { tail -60 build/build-tsan.log; return 1; }
  local names
  names=$(IFS='|'; echo "${wanted[*]}")
  # The engine's library is not built with ThreadSanitizer; what it does inside is not ours to judge (tsan.supp).
  # What asks for threads; the other tests of a city take minutes here and say nothing new.
  (cd build/tsan && GTEST_FILTER='-Backtest.*:AuditInvariance.OrderOfPersons:InstitutionRules.OnlyFindings*:InstitutionRules.WhatIs*' \
    TSAN_OPTIONS="suppressions=$YISHOU_ROOT/tools/dev/tsan.supp halt_on_error=0 exitcode=66" \
    ctest -j2 -R "^($names)\$" --output-on-failure --no-tests=error)
}
part "lint" env YISHOU_TIDY_SECONDS=30 bash tools/dev/lint.sh
part "web" counted web bash tools/dev/web.sh check
part "debug tests (GCC, ASan + UBSan)" counted tests-debug bash tools/dev/test.sh debug
part "clang build (ASan + UBSan)" clang_build
part "fuzz targets" fuzz
part "thread sanitizer" threads
part "release build" bash tools/dev/build.sh release
part "browser" counted browser bash tools/dev/browser.sh test
part "end to end" bash tools/dev/smoke.sh build/release/yishou
echo
printf '%s\n' "${report[@]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
