"""count_tests.py BUILD: adds up what the test programs of a build folder say; the last line is "N passed, N failed".

GoogleTest programs leave results/NAME.json; script tests leave results/NAME.txt, whose last line is "N passed, N failed".
A test that left nothing has crashed and counts as one failure. What skipped itself is named and counts as neither.
"""
import json
import pathlib
import re
import subprocess
import sys


def google_test(path):
    passed, failed, skipped = 0, [], []
    for suite in json.loads(path.read_text(encoding="utf-8"))["testsuites"]:
        for case in suite["testsuite"]:
            name = f'{suite["name"]}.{case["name"]}'
            if case.get("failures"):
                failed.append(name)
            elif "not_run" in case or case.get("result") == "SKIPPED":
                skipped.append(f'{name}: {case.get("not_run", "skipped")}')
            elif case.get("result") == "COMPLETED":
                passed += 1
    return passed, failed, skipped


def script_test(path):
    lines = path.read_text(encoding="utf-8").strip().splitlines()
    found = re.fullmatch(r"(\d+) passed, (\d+) failed", lines[-1]) if lines else None
    if not found:
        return 0, [path.stem], []
    return int(found.group(1)), [path.stem] * int(found.group(2)), []


def main():
    build = pathlib.Path(sys.argv[1])
    listing = subprocess.run(["ctest", "--show-only=json-v1"], cwd=build, capture_output=True, text=True, check=True)
    passed, failed, skipped = 0, [], []
    for test in json.loads(listing.stdout)["tests"]:
        result = build / "results" / test["name"]
        if result.with_suffix(".json").is_file():
            p, f, s = google_test(result.with_suffix(".json"))
        elif result.with_suffix(".txt").is_file():
            p, f, s = script_test(result.with_suffix(".txt"))
        else:
            p, f, s = 0, [f'{test["name"]} (ended without a result)'], []
        print(f'{test["name"]:<24} {p} passed, {len(f)} failed')
        passed += p
        failed += f
        skipped += s
    for name in skipped:
        print(f"not run: {name}")
    for name in failed:
        print(f"FAILED: {name}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
