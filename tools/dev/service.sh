#!/usr/bin/env bash
# service.sh up|down: the service on the demonstration city, in the background. `up` starts it, or again when the program is newer,
# has it audit the city, and says how to ask it. YISHOU_PORT chooses the port (8080).
set -euo pipefail
cd "$YISHOU_ROOT"
port="${YISHOU_PORT:-8080}"
address="http://127.0.0.1:$port"
pid_file=demo/service.pid

running() { [ -f "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null; }
stop() {
  running || return 0
  kill "$(cat "$pid_file")"
  for _ in $(seq 150); do running || break; sleep 0.1; done
  rm -f "$pid_file"
}

case "${1:-up}" in
  down) stop; exit 0 ;;
  up) ;;
  *) echo "service.sh: up or down" >&2; exit 2 ;;
esac

if running && [ build/release/yishou -nt "$pid_file" ]; then stop; fi
if ! running; then
  # Away from this terminal, so that it goes on when the terminal closes.
  setsid nohup build/release/yishou --lang en serve --lake demo/lake --base demo/knowledge --state demo/state \
    --listen "127.0.0.1:$port" --demonstration >demo/service.out 2>demo/service.log </dev/null &
  echo $! >"$pid_file"
fi
for _ in $(seq 600); do
  curl -fs "$address/readyz" >/dev/null 2>&1 && break
  if ! running; then
    tail -5 demo/service.out demo/service.log >&2
    echo "服务没有启动；端口被占用时换一个：YISHOU_PORT=8081 ./dev up · the service did not start; if the port is taken, choose another" >&2
    rm -f "$pid_file"
    exit 3
  fi
  sleep 0.1
done

said() { sed -n "s/$1/\\1/p" demo/service.out | head -1; }
institution=$(said '^demonstration institution: \([^ ]*\).*')
paasid=$(said '.* paasid=\([^ ]*\) .*')
token=$(said '.* token=\([^ ]*\).*')
sed "s/@institution@/$institution/" tools/dev/ask-3101.json >demo/ask-3101.json
cat >demo/ask.sh <<'ASK'
#!/usr/bin/env bash
# Asks the demonstration's gateway before the bill (3101), signed as a hospital's software signs.
T=$(date +%s) N=$RANDOM$RANDOM
curl -s "@address@/fsi/api/riskConService/beforeAnalyze" -H "Content-Type: application/json" \
  -H "x-tif-paasid: @paasid@" -H "x-tif-timestamp: $T" -H "x-tif-nonce: $N" \
  -H "x-tif-signature: $(printf '%s@token@%s%s' "$T" "$N" "$T" | sha256sum | cut -d' ' -f1)" \
  -d "@${1:-demo/ask-3101.json}"
ASK
sed -i "s|@address@|$address|; s|@paasid@|$paasid|; s|@token@|$token|" demo/ask.sh

# The city's findings into the service, once.
password=$(said '^public password: \(.*\)')
session=$(curl -fs "$address/v1/session" -H "Content-Type: application/json" \
  -d "{\"login\":\"demo-inspector\",\"password\":\"$password\"}" | sed -n 's/.*"token":"\([^"]*\)".*/\1/p')
if [ ! -f demo/state/audited ]; then
  curl -fs "$address/v1/jobs" -H "Authorization: Bearer $session" -H "Content-Type: application/json" \
    -d '{"kind":"audit","parameters":{}}' >/dev/null && touch demo/state/audited
fi

cat <<TXT
  工作台   workbench   $address       停止 stop: ./dev down
  接口     API         $address/docs/api · $address/openapi.json
  账户     accounts    admin demo-inspector demo-reviewer demo-analyst demo-hospital demo-auditor
  口令     password    $password  （示范专用 · for the demonstration only）
  问一次   ask 3101    bash demo/ask.sh        → 男性患者开女用药，当场得到提醒 · a man is given a drug for women
TXT
answer=$(bash demo/ask.sh)
echo "  答       answer      $(printf '%s' "$answer" | sed -n 's/.*"vola_cont":"\([^"]*\)".*/\1/p')"
