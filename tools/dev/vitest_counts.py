"""vitest_counts.py RESULTS: the last line that check.sh adds up, "N passed, N failed", from what Vitest's JSON reporter wrote. Tests
that ended before they could count are one failure."""
import json
import pathlib
import sys

file = pathlib.Path(sys.argv[1])
results = json.loads(file.read_text("utf-8")) if file.is_file() else {}
passed = results.get("numPassedTests", 0)
failed = results.get("numFailedTests", 0) or (0 if results.get("success") and passed else 1)
print(f"{passed} passed, {failed} failed")
