"""yishou knowledge confirm | withdraw, as people use it: list the ids, confirm, see it in show and diff, give it back."""
import os
import subprocess
import sys
import tempfile

YISHOU = os.environ["YISHOU_BINARY"]
passed = failed = 0


def run(*words):
    done = subprocess.run([YISHOU, "knowledge", *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def expect(what, condition, said=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{said}")


with tempfile.TemporaryDirectory() as folder:
    base = ("--base", os.path.join(folder, "base"), "--lang", "zh")
    code, out, err = run("list", *base, "--rule", "66", "--state", "reference")
    expect("the reference points of a rule", code == 0 and "REF-66-001" in out and "仅供参考" in out, out + err)
    code, out, err = run("show", *base, "XA07DAL999")
    expect("show says that it does not judge", code == 0 and "状态： 仅供参考，不判定" in out, out + err)
    code, out, err = run("confirm", *base, "--rule", "66", "--point", "REF-66-006", "REF-66-003", "--region", "44")
    expect("confirm says what it did", code == 0 and "确认 2 个知识点（44）" in out and "REF-66-003" in out, out + err)
    expect("and names its batch", "批次 confirm-66-44" in out, out)
    code, out, err = run("list", *base)
    expect("the batch is in the manifest", code == 0 and "confirm-66-44" in out, out + err)
    code, out, err = run("show", *base, "--region", "440100", "XA07DAL999")
    expect("show says who confirmed", code == 0 and "状态： 地方确认  44" in out and "仅供参考" not in out, out + err)
    code, out, err = run("show", "--base", base[1], "--lang", "en", "--region", "440100", "XA07DAL999")
    expect("in English too", code == 0 and "state: confirmed by a region  44" in out, out + err)
    code, out, err = run("show", *base, "--region", "430100", "XA07DAL999")
    expect("elsewhere it stays one of reference", code == 0 and "仅供参考" in out, out + err)
    code, out, err = run("diff", *base, "--region", "44")
    expect("diff shows the change", code == 0 and "> 66" in out and "地方确认 44" in out, out + err)
    code, out, err = run("withdraw", *base, "--rule", "66", "--all", "--region", "44")
    expect("withdraw says what it did", code == 0 and "撤回 2 个知识点（44）" in out, out + err)
    code, out, err = run("show", *base, "--region", "440100", "XA07DAL999")
    expect("a withdrawn point does not judge", code == 0 and "仅供参考" in out and "地方确认" not in out, out + err)
    for words in (("--rule", "66"), ("--rule", "66", "--all", "--point", "REF-66-001"), ("--all",),
                  ("--rule", "66", "--all", "--region", "粤"), ("--rule", "99", "--all")):
        code, out, err = run("confirm", *base, *words)
        expect(f"confirm {words} is a wrong call", code == 2 and err != "", f"{code} {err}")
    code, out, err = run("confirm", *base, "--rule", "66", "--point", "nonsense")
    expect("an unknown id is said with a remedy", code != 0 and "knowledge list --rule 66" in err, f"{code} {err}")

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
