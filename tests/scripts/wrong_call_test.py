"""A wrong call ends with 2 and one sentence on standard error that names what is wrong; nothing on standard output."""
import os
import subprocess
import sys

YISHOU = os.environ["YISHOU_BINARY"]
CASES = [
    (["bogus"], "bogus"),
    (["--bogus"], "--bogus"),
    (["audit", "--bogus"], "--bogus"),
    (["audit"], "--lake"),
    (["load", "--lake", "x"], "PATH"),
    (["rules"], ""),
    (["audit", "--lake", "x", "--out", "x.csv", "--threads", "0"], "--threads"),
    (["audit", "--lake", "x", "--out", "x.csv", "more"], "more"),
    (["audit", "--lake", "x", "--out", "x.csv", "--summary", "x.csv"], "--summary"),
    (["knowledge", "import", "--known-since", "2999-01-01", "x.csv"], "--known-since"),
    (["audit", "--lake", "x", "--out", "x.csv", "--summary", "no-folder/x.json"], "--summary"),
    (["--lang", "fr", "rules", "list"], "--lang"),
]
passed = failed = 0
for words, named in CASES:
    done = subprocess.run([YISHOU, *words], capture_output=True, text=True, check=False)
    lines = done.stderr.splitlines()
    if done.returncode == 2 and len(lines) == 1 and lines[0].startswith("yishou: ") and named in lines[0] and not done.stdout:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {words}: {done.returncode}\n{done.stderr}{done.stdout}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
