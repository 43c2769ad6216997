#!/usr/bin/env bash
# browser.sh [test|shots] [ARGUMENT…]: the workbench in a real Chromium, over the release service on a small simulated city.
#   test   (default) web/e2e/*.test.ts; the last line is "N passed, N failed". Arguments go to Vitest: a part of a file's name
#   shots  a picture of every page in both languages, light and dark, into build/shots; an argument takes those whose name it is part
#          of. `shots pictures` takes those of the README instead, into docs/pictures, in the demonstration city.
set -euo pipefail
cd "$YISHOU_ROOT"
mode="${1:-test}"
[ $# -eq 0 ] || shift
case "$mode" in test | shots) ;; *) echo "browser.sh: test or shots" >&2; exit 2 ;; esac
bash tools/dev/setup.sh --browser
bash tools/dev/build.sh release yishou
[ ! -x build/deps/node/bin/node ] || export PATH="$YISHOU_ROOT/build/deps/node/bin:$PATH"
yishou="$PWD/build/release/yishou"
place=build/browser
persons=3000 months=12 seed=11
if [ "$mode ${1:-}" = "shots pictures" ]; then
  place=build/pictures persons=20000 seed=1
  export YISHOU_PICTURES="$PWD/docs/pictures"
fi
mkdir -p "$place"

if [ ! -f "$place/ready" ]; then
  rm -rf "$place/city" "$place/lake" "$place/base"
  "$yishou" simulate --persons "$persons" --months "$months" --seed "$seed" --out "$place/city" >/dev/null
  "$yishou" load --lake "$place/lake" "$place/city" >/dev/null || [ $? -eq 1 ]  # 1: loaded, some rows refused
  "$yishou" knowledge import --base "$place/base" "$place/city/city_points.csv" >/dev/null
  touch "$place/ready"
fi

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export YISHOU_ADDRESS="http://127.0.0.1:$port"
rm -rf "$place/state" "$place"/state.keys* "$place/failed"
"$yishou" --lang en serve --lake "$place/lake" --base "$place/base" --state "$place/state" --listen "127.0.0.1:$port" \
  --demonstration >"$place/service.out" 2>"$place/service.log" </dev/null &
service=$!
trap 'kill "$service" 2>/dev/null; wait "$service" 2>/dev/null || true' EXIT
for _ in $(seq 300); do
  curl -fs "$YISHOU_ADDRESS/readyz" >/dev/null 2>&1 && break
  kill -0 "$service" 2>/dev/null || { cat "$place/service.out" "$place/service.log" >&2; exit 3; }
  sleep 0.1
done
YISHOU_PASSWORD=$(sed -n 's/^public password: //p' "$place/service.out")
export YISHOU_PASSWORD YISHOU_PROGRAM="$yishou" # for tests that start a service of their own

# The city's findings, by the first job.
python3 - <<'PY'
import json, os, time, urllib.request
address = os.environ["YISHOU_ADDRESS"]
def ask(path, body=None, token=None):
    request = urllib.request.Request(address + path, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", "Bearer " + token)
    return json.load(urllib.request.urlopen(request))
token = ask("/v1/session", {"login": "demo-inspector", "password": os.environ["YISHOU_PASSWORD"]})["token"]
job = ask("/v1/jobs", {"kind": "audit", "parameters": {}}, token)
for _ in range(600):
    if job["state"] not in ("waiting", "running"):
        break
    time.sleep(0.1)
    job = ask(f'/v1/jobs/{job["job_no"]}', token=token)
assert job["state"] == "done", job
PY

if [ "$mode" = shots ]; then
  mkdir -p build/shots
  export YISHOU_SHOTS="$PWD/build/shots"
  (cd web && npx vitest run --config vitest.browser.config.ts ${1:+-t "$1"})
  echo "build/shots: $(find build/shots -name '*.png' | wc -l) pictures"
  exit 0
fi
status=0
rm -f "$place/results.json"
(cd web && npx vitest run --config vitest.browser.config.ts --reporter=default --reporter=json \
  --outputFile.json="$YISHOU_ROOT/$place/results.json" "$@") || status=$?
python3 tools/dev/vitest_counts.py "$place/results.json"
exit "$status"
