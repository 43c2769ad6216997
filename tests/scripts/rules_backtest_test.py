"""yishou rules backtest, as people use it: a small city, a changed parameter, own points, another base; files, exit codes, refusals."""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

YISHOU = os.environ["YISHOU_BINARY"]
passed = failed = 0


def run(*words):
    done = subprocess.run([YISHOU, *map(str, words)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def expect(what, condition, said=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{said}")


with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch)
    lake, base = folder / "lake", folder / "base"
    run("simulate", "--persons", 400, "--months", 12, "--seed", 3, "--out", folder / "city")
    code, out, err = run("load", "--lake", lake, folder / "city")
    expect("the city loads", code == 0, out + err)
    backtest = ["rules", "backtest", "--lake", lake, "--base", base, "--lang", "en"]

    code, out, err = run(*backtest)
    expect("nothing to compare is a wrong call", code == 2 and "--set" in err, out + err)
    for text, named in (("child_max_year=14", "child_max_years"), ("child_max_years=99", "between 1 and 30"),
                        ("child_max_years", "name=value"), ("child_max_years=14@soon", "YYYY-MM-DD")):
        code, out, err = run(*backtest, "--set", text)
        expect(f"--set {text} is refused with the remedy", code == 2 and named in err and len(err.splitlines()) == 1, err)
    code, out, err = run(*backtest, "--against", folder / "nowhere")
    expect("--against a folder that is not there", code == 3 and "nowhere" in err and not (folder / "nowhere").exists(), err)
    code, out, err = run(*backtest, "--set", "child_max_years=14", "--rules", "999")
    expect("a rule that is not there", code == 2, err)

    for ending in ("csv", "jsonl", "xlsx", "parquet"):
        code, out, err = run(*backtest, "--set", "child_max_years=3", "--rules", "7,65,27", "--out", folder / f"c.{ending}",
                             "--summary", folder / "c.json")
        expect(f"--out {ending}", code == 0 and (folder / f"c.{ending}").stat().st_size > 0, out + err)
    figures = json.loads((folder / "c.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((folder / "c.csv").open(encoding="utf-8")))
    changes = {c: sum(r["change"] == c for r in rows) for c in ("added", "dropped", "changed_from", "changed_to")}
    total = figures["total"]["findings"]
    expect("the file holds what the figures say", len(rows) > 0 and (changes["added"], changes["dropped"]) ==
           (total["added"], total["dropped"]) and changes["changed_to"] == changes["changed_from"] == total["changed"],
           f"{changes} {total}")
    expect("a lower age adds and drops nothing else", changes["added"] > 0 and changes["dropped"] == 0 and
           {r["rule_no"] for r in rows} <= {"7", "65"}, str(changes))
    expect("the first column says which", list(rows[0])[:2] == ["change", "finding_id"], str(list(rows[0])))
    expect("rule 27 says the same", figures["by_rule"]["27"]["findings"]["now"] == figures["by_rule"]["27"]["findings"]["draft"])
    expect("people see rule, total, institutions and examples", "Total" in out and "Most touched institutions" in out and
           "findings" in out, out)

    points = folder / "points.csv"
    points.write_text("rule_no,point_id,code,name,value\n67,D1,XA,甲,男\n67,D2,XB,乙,人\n", encoding="utf-8")
    code, out, err = run(*backtest, "--points", points, "--rules", "67")
    expect("a refused row is named and ends with 1", code == 1 and "row 3" in err and "value" in err, out + err)
    points.write_text("rule_no,point_id,code,name,value\n67,D1,X,一切西药,男\n", encoding="utf-8")
    code, out, err = run(*backtest, "--points", points, "--rules", "67", "--summary", folder / "p.json")
    moved = json.loads((folder / "p.json").read_text(encoding="utf-8"))["total"]
    expect("own points add findings", code == 0 and moved["findings"]["added"] > 0, out + err)
    code, out, err = run(*backtest, "--with-reference", "--as-known", "2000-01-01", "--rules", "67", "--summary", folder / "r.json")
    moved = json.loads((folder / "r.json").read_text(encoding="utf-8"))["total"]["findings"]
    expect("against a past knowledge day", code == 0 and moved["draft"] >= moved["now"], out + err)
    run("knowledge", "list", "--base", folder / "other")
    code, out, err = run(*backtest, "--against", folder / "other", "--rules", "67", "--summary", folder / "o.json")
    moved = json.loads((folder / "o.json").read_text(encoding="utf-8"))["total"]["findings"]
    expect("the same base under another name changes nothing", code == 0 and moved["added"] == moved["dropped"] == 0, out + err)
    parameters = folder / "parameters.csv"
    parameters.write_text("name,value\nchild_max_years,many\n", encoding="utf-8")
    code, out, err = run(*backtest, "--parameters", parameters)
    expect("a bad parameter file names row and column", code == 3 and "row 2" in err and "value" in err, out + err)
    parameters.write_text("name,region,valid_from,value\nchild_max_years,44,2020-01-01,3\n", encoding="utf-8")
    code, out, err = run(*backtest, "--parameters", parameters, "--region", "440100", "--rules", "7,65", "--summary", folder / "g.json")
    moved = json.loads((folder / "g.json").read_text(encoding="utf-8"))["total"]["findings"]
    expect("a parameter file for the region", code == 0 and moved["added"] > 0, out + err)

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
