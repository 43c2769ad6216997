#!/usr/bin/env bash
# web.sh [build|check|serve]: the workbench in web/.
#   build  (default) installs its packages, makes the client of the API, builds into build/web/dist; nothing when nothing changed
#   check  types, lint, build, budget, component tests; the last line is "N passed, N failed"
#   serve  the development server, which asks the service at YISHOU_ADDRESS (http://127.0.0.1:8080)
set -euo pipefail
cd "$YISHOU_ROOT"
bash tools/dev/setup.sh --web
[ ! -x build/deps/node/bin/node ] || export PATH="$YISHOU_ROOT/build/deps/node/bin:$PATH"
mkdir -p build/web
budget_kib=350  # of the scripts that the first page needs, packed

say() { printf '%s\n' "$*" >&2; }
run() { # LOG COMMAND…: quiet when all is well
  local log="build/web/$1.log"
  shift
  (cd web && "$@") >"$log" 2>&1 || { cat "$log" >&2; exit 3; }
}
sum_of() { # everything that the files say, and their names
  git ls-files --cached --others --exclude-standard -- "$@" | LC_ALL=C sort | while read -r file; do
    [ -f "$file" ] && sha256sum "$file"
  done | sha256sum | cut -d' ' -f1
}
install() {
  local want
  want=$(sum_of web/package-lock.json web/package.json)
  [ "$(cat web/node_modules/.yishou 2>/dev/null)" != "$want" ] || return 0
  say "web: installing packages"
  run install npm ci --no-audit --no-fund --ignore-scripts
  echo "$want" >web/node_modules/.yishou
}
client() {
  if [ ! -f web/src/api/schema.d.ts ] || [ src/server/openapi.json -nt web/src/api/schema.d.ts ]; then
    run client npm run --silent schema
  fi
}
bundle() {
  run bundle npm run --silent bundle
  rm -rf build/web/manifest.json
  mv build/web/dist/.vite/manifest.json build/web/manifest.json
  rmdir build/web/dist/.vite
  find build/web/dist -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -exec gzip -9 -n -k {} +
  python3 tools/dev/web_budget.py build/web "$budget_kib"
}
sources=(web/src web/public web/index.html web/package.json web/package-lock.json web/vite.config.ts web/tsconfig.json
  src/server/openapi.json tools/dev/web.sh ':!web/src/**.test.ts' ':!web/src/**.test.tsx')

case "${1:-build}" in
  build)
    want=$(sum_of "${sources[@]}")
    if [ "$(cat build/web/built 2>/dev/null)" = "$want" ] && [ -f build/web/dist/index.html ]; then exit 0; fi
    install
    client
    bundle
    echo "$want" >build/web/built
    ;;
  check)
    install
    client
    run typecheck npm run --silent typecheck
    run lint npm run --silent lint
    bundle
    sum_of "${sources[@]}" >build/web/built
    status=0
    rm -f build/web/results.json
    (cd web && npx vitest run --reporter=default --reporter=json --outputFile.json=../build/web/results.json) || status=$?
    python3 tools/dev/vitest_counts.py build/web/results.json
    exit "$status"
    ;;
  serve)
    install
    client
    cd web && exec npm run --silent dev
    ;;
  *) say "web.sh: build, check or serve"; exit 2 ;;
esac
