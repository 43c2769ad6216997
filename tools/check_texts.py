#!/usr/bin/env python3
"""Checks the texts of the repository: relative links in *.md lead somewhere, nothing names a machine's own paths or a package
registry, nothing is left for later, no file of ours is too long (a warning above 400 lines, an error above 800)."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# Written so that this file does not match itself.
FORBIDDEN = [
    (re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|tm[p]/wt|hom[e]/\w+)/"), "a machine's own path"),
    (re.compile(r"registry\.npm[j]s|registry\.[y]arnpkg|pypi\.[o]rg|deb\.debian\.[o]rg|mirrors?\.\w+\.(?:c[o]m|c[n]|o[r]g)"), "a registry's host"),
    (re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b"), "work left for later"),
    (re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)"), "a conflict mark"),
]
TEXT = {".md", ".cc", ".h", ".inc", ".py", ".sh", ".txt", ".cmake", ".json", ".csv", ".golden", ".sql", ".yml", ".yaml", ""}
CODE = {".cc", ".h", ".py", ".sh", ".inc"}
WARN_LINES, MAX_LINES = 400, 800


def main():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True,
                            text=True, check=True).stdout.splitlines()
    errors, warnings = [], []
    for name in listed:
        path = ROOT / name
        if not path.is_file() or path.suffix not in TEXT or name == "LICENSE":
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # test inputs in other encodings
        for number, line in enumerate(lines, 1):
            for pattern, what in FORBIDDEN:
                if pattern.search(line):
                    errors.append(f"{name}:{number}: {what}: {line.strip()[:100]}")
        if path.suffix in CODE and len(lines) > WARN_LINES:
            (errors if len(lines) > MAX_LINES else warnings).append(f"{name}:{len(lines)}: {len(lines)} lines; split it by what it is about")
        if path.suffix != ".md":
            continue
        fenced = False
        for number, line in enumerate(lines, 1):
            fenced ^= line.lstrip().startswith("```")
            if fenced:
                continue
            for target in LINK.findall(line):
                if re.match(r"[a-z]+:|#", target):
                    continue
                if not (path.parent / target.split("#")[0]).exists():
                    errors.append(f"{name}:{number}: broken link: {target}")
    for warning in warnings:
        print(f"warning: {warning}")
    for error in errors:
        print(error)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
