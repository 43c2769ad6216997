#!/usr/bin/env bash
# lint.sh [--all]: arrows between rooms, formatting, texts and links, scripts, clang-tidy. Without --all, clang-tidy takes the
# files changed last for as long as YISHOU_TIDY_SECONDS (default 120) and says how many it left.
set -euo pipefail
cd "$YISHOU_ROOT"
bash tools/dev/setup.sh --clang
failed=0
step() { # NAME COMMAND…
  local name="$1"
  shift
  if "$@"; then echo "ok      $name"; else echo "FAILED  $name"; failed=1; fi
}
sources() { git ls-files --cached --others --exclude-standard -- 'src/*.cc' 'src/*.h' 'tests/*.cc' 'tests/*.h' 'bench/*.cc' 'bench/*.h'; }
formatted() {
  if ! command -v clang-format-19 >/dev/null; then echo "not run: clang-format-19 is not installed"; return 0; fi
  sources | xargs -r clang-format-19 --dry-run -Werror 2>&1 | grep -E 'error:' | head -20
  [ "${PIPESTATUS[1]}" -eq 0 ]
}
scripts() {
  local file
  for file in dev .ci/run tools/dev/*.sh; do bash -n "$file" || return 1; done
  git ls-files --cached --others --exclude-standard -- '*.py' | xargs -r python3 -c '
import ast, sys
for name in sys.argv[1:]:
    ast.parse(open(name, encoding="utf-8").read(), name)'
}
tidy() {
  if ! command -v clang-tidy-19 >/dev/null; then echo "not run: clang-tidy-19 is not installed"; return 0; fi
  [ -f build/tidy/compile_commands.json ] || cmake --preset tidy >build/configure-tidy.log 2>&1 || { cat build/configure-tidy.log; return 1; }
  python3 tools/dev/tidy.py build/tidy "$@"
}
step "rooms" python3 tools/check_rooms.py
step "format" formatted
step "texts" python3 tools/check_texts.py
step "scripts" scripts
# clang-tidy has not yet seen every file: by default it reports, with --all it decides.
if [ "${1:-}" = --all ]; then
  step "clang-tidy" tidy "$@"
else
  tidy "$@" || echo "clang-tidy: findings above, reported only (./dev lint --all decides)"
fi
exit "$failed"
