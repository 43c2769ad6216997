"""yishou rules list | show, as people see it: all 88, aligned for wide characters, both languages, exit codes."""
import os
import subprocess
import sys
import tempfile
import unicodedata

YISHOU = os.environ["YISHOU_BINARY"]
passed = failed = 0


def run(*words):
    done = subprocess.run([YISHOU, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def expect(what, condition, said=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{said}")


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


with tempfile.TemporaryDirectory() as base:
    for lang, absent, silent in (("zh", "尚无", "无判定知识"), ("en", "absent", "no judging knowledge")):
        code, out, err = run("rules", "list", "--base", base, "--lang", lang)
        rows = [line for line in out.splitlines() if line[:4].strip().isdigit()]
        expect(f"list --lang {lang} ends with 0", code == 0, err)
        expect(f"88 rules in {lang}", [int(r[:4]) for r in rows] == list(range(1, 89)), out)
        expect(f"columns aligned in {lang}", len({width(r) for r in rows}) == 1, out)
        expect(f"rules 67 and 88 present in {lang}", "67@1" in rows[66] and "88@2" in rows[87], out)
        states = [f"{n}@" in row or f" {absent} " in row for n, row in enumerate(rows, 1)]
        expect(f"every rule has a version or is absent in {lang}", all(states), out)
        expect(f"rule 67 has judging knowledge in {lang}", silent not in rows[66], rows[66])
        expect(f"points by state in {lang}", rows[66].split()[-5] == "640", rows[66])
        expect(f"rules whose points are text only say so in {lang}", silent in rows[7] and silent in rows[4], rows[7])
        present = sum("@" in row for row in rows)
        expect(f"the last line counts them in {lang}", str(present) in out.splitlines()[-1], out)
    code, out, err = run("rules", "show", "67", "--base", base, "--lang", "zh")
    expect("show by number", code == 0 and out.startswith("67  药品区分性别使用") and "640" in out, out + err)
    for name in ("67@1", "GZ10000301004000", "drug_sex"):
        same = run("rules", "show", name, "--base", base, "--lang", "zh")
        expect(f"show {name} is the same", same[:2] == (code, out), same[1] + same[2])
    code, out, err = run("rules", "show", "27", "--base", base, "--lang", "en")
    expect("show in English", code == 0 and "knowledge" in out and "verdict" in out, out + err)
    code, out, err = run("rules", "show", "10", "--base", base, "--lang", "zh")
    expect("parameters with value, whence and source", "course_gap_days.10 = 30 day" in out and "默认，非官方" in out, out + err)
    with open(os.path.join(base, "parameters.csv"), "w", encoding="utf-8") as file:
        file.write("name,region,valid_from,value,source\ncourse_gap_days.10,44,2025-01-01,20,某文件\n")
    code, out, err = run("rules", "show", "10", "--base", base, "--region", "4401", "--lang", "zh")
    expect("a region's parameter says whence", "course_gap_days.10 = 20" in out and "地区 44" in out and "2025-01-01" in out, out + err)
    code, elsewhere, err = run("rules", "show", "10", "--base", base, "--region", "11", "--lang", "zh")
    expect("another region does not see it", "= 20" not in elsewhere, elsewhere)
    for number in ("67", "27", "10"):
        for lang, example in (("zh", "例"), ("en", "example")):
            code, out, err = run("rules", "show", number, "--base", base, "--lang", lang)
            expect(f"show {number} in {lang} gives an example", code == 0 and example in out and "accused" in out and "。" in out, out)
            expect(f"show {number} in {lang} names facts, grain and manual", "docs/rules/" in out and any(word in out for word in ("setl_d", "公共", "common facts")), out)
    for name in ("0", "89", "nonsense", "-1x"):
        code, out, err = run("rules", "show", name, "--base", base, "--lang", "zh")
        expect(f"show {name} is a wrong call", code == 2 and err.strip() != "", out + err)
    code, out, err = run("rules")
    expect("rules alone is a wrong call", code == 2, out + err)
    code, out, err = run("rules", "list", "--help", "--lang", "en")
    expect("--help", code == 0 and "--base" in out, out + err)

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
