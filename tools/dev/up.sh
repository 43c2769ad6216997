#!/usr/bin/env bash
# From a clone to findings: installs, builds, makes a demonstration city in demo/, loads it, audits it, and starts the service on it.
# What is there already is not made again: a second run only audits.
set -euo pipefail
cd "$YISHOU_ROOT"
persons=20000 months=12 seed=1
say() { printf '\n== %s\n' "$*"; }
began=$SECONDS
bash tools/dev/build.sh release
yishou=build/release/yishou
mkdir -p demo
if [ ! -f demo/city/truth.csv ]; then
  say "造一座示范城市：$persons 人，$months 个月 · a demonstration city of $persons persons, $months months"
  rm -rf demo/city.partial demo/lake demo/knowledge
  "$yishou" simulate --persons "$persons" --months "$months" --seed "$seed" --out demo/city.partial
  mv demo/city.partial demo/city
fi
if [ ! -f demo/lake.loaded ] || [ ! -d demo/lake ]; then
  say "入湖 · load"
  # 1: loaded, and some rows were refused (and written beside the lake).
  "$yishou" load --lake demo/lake demo/city || [ $? -eq 1 ]
  touch demo/lake.loaded
fi
if [ ! -f demo/knowledge.imported ] || [ ! -d demo/knowledge ]; then
  say "导入城市的地方知识点 · the city's own knowledge points"
  "$yishou" knowledge import --base demo/knowledge demo/city/city_points.csv
  touch demo/knowledge.imported
fi
say "稽核 · audit"
"$yishou" audit --lake demo/lake --base demo/knowledge --out demo/findings.xlsx --summary demo/summary.json
cat <<TXT

用时 $((SECONDS - began)) 秒 · took $((SECONDS - began)) s
  疑点明细 findings    demo/findings.xlsx
  汇总     summary     demo/summary.json
  埋设真值 truth       demo/city/truth.csv
  知识库   knowledge   build/release/yishou knowledge list --base demo/knowledge
  全部规则 all rules   build/release/yishou rules list
TXT
say "服务 · the service"
exec bash tools/dev/service.sh up
