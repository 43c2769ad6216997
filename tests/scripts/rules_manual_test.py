"""docs/rules is what `yishou rules manual` writes: every page, and no other."""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
passed = failed = 0


def expect(what, condition, said=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{said}")


with tempfile.TemporaryDirectory() as scratch:
    out = pathlib.Path(scratch) / "pages"
    done = subprocess.run([os.environ["YISHOU_BINARY"], "rules", "manual", "--out", str(out)], capture_output=True, text=True, check=False)
    expect("the manual is written", done.returncode == 0, done.stderr)
    made = {p.name: p.read_text(encoding="utf-8") for p in out.glob("*")}
    kept = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "docs/rules").glob("*")}
    expect("the same pages", sorted(made) == sorted(kept), f"{sorted(set(made) ^ set(kept))}: run ./dev docs")
    for name, text in sorted(made.items()):
        expect(f"docs/rules/{name} is what the rules say now", kept.get(name) == text, "run ./dev docs")
    index = made.get("README.md", "")
    expect("88 rows", sum(line.startswith("| [") for line in index.splitlines()) == 88)
    everything = "".join(made.values())
    expect("every rule has its section", all(f'<a id="{n}"></a>' in everything for n in range(1, 89)))

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
