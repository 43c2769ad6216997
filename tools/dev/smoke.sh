#!/usr/bin/env bash
# smoke.sh YISHOU: a small city end to end, simulate → load → load again → import the city's own points → audit in
# every format; the same findings in each; then what was planted is found, no look-alike accused, and the honest city clean.
set -euo pipefail
cd "$YISHOU_ROOT"
yishou=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$yishou" simulate --persons 2000 --months 12 --seed 7 --out "$work/city"
"$yishou" load --lake "$work/lake" "$work/city"
"$yishou" load --lake "$work/lake" "$work/city" | tail -3
"$yishou" knowledge import --base "$work/base" "$work/city/city_points.csv"
for ending in csv jsonl parquet xlsx; do
  "$yishou" audit --lake "$work/lake" --base "$work/base" --out "$work/findings.$ending" --summary "$work/summary.$ending.json" \
    >"$work/table.$ending"
done
cat "$work/table.csv"
python3 - "$work" <<'PY'
import csv, json, pathlib, sys
work = pathlib.Path(sys.argv[1])
summaries = {e: json.loads((work / f"summary.{e}.json").read_text("utf-8")) for e in ("csv", "jsonl", "parquet", "xlsx")}
csv.field_size_limit(1 << 30)
with open(work / "findings.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
lines = [json.loads(line) for line in open(work / "findings.jsonl", encoding="utf-8")]
assert [r["finding_id"] for r in rows] == [r["finding_id"] for r in lines], "CSV and JSON Lines differ"
assert len({r["finding_id"] for r in rows}) == len(rows), "a finding_id twice"
counted = sum(r["verdict"] != "indeterminate" for r in rows)
assert counted > 0, "no findings"
for ending, summary in summaries.items():
    assert summary["findings"] == counted, (ending, summary["findings"], counted)
    assert sum(r["findings"] for r in summary["by_rule"].values()) == counted
    assert (work / f"findings.{ending}").stat().st_size > 0
print(f"end to end: {counted} findings, the same in four formats")
PY
# What was planted is found and no look-alike is accused; the honest city has no violation.
# Covered is every rule that judges, whether or not it found anything.
covered=$("$yishou" rules list | grep -oE ' [0-9]+@[0-9]+ ' | tr -d ' ' | cut -d@ -f1 | sort -un | paste -sd,)
python3 tools/check_city.py "$work/city/truth.csv" "$work/findings.csv" --covered "$covered"
"$yishou" simulate --persons 2000 --months 12 --seed 7 --honest --out "$work/honest" >/dev/null
"$yishou" load --lake "$work/honest-lake" "$work/honest" >/dev/null
"$yishou" audit --lake "$work/honest-lake" --base "$work/base" --out "$work/honest.csv" >/dev/null
python3 tools/check_city.py "$work/honest/truth.csv" "$work/honest.csv" --covered "$covered" --honest
