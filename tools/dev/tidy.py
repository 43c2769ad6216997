"""tidy.py BUILD [--all]: clang-tidy over our sources, two at a time; the files changed last come first, within a time budget."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import time


def git(*words):
    return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.splitlines()


def by_last_change():
    """Our .cc files of src but tests: uncommitted ones first, then by their last commit."""
    ours = [f for f in git("ls-files", "--cached", "--others", "--exclude-standard", "--", "src/*.cc") if pathlib.Path(f).is_file() and not f.endswith("_test.cc")]
    order = [line[3:] for line in git("status", "--porcelain", "--", "src")]
    order += git("log", "--name-only", "--format=", "-n", "60", "--", "src")
    rank = {}
    for name in order:
        rank.setdefault(name, len(rank))
    return sorted(ours, key=lambda f: (rank.get(f, len(rank)), f))


def main():
    build, everything = sys.argv[1], "--all" in sys.argv[2:]
    budget = float("inf") if everything else float(os.environ.get("YISHOU_TIDY_SECONDS", "120"))
    began = time.monotonic()
    files = by_last_change()

    def check(name):
        if time.monotonic() - began > budget:
            return None
        return subprocess.run(["clang-tidy-19", "--quiet", "-p", build, name], capture_output=True, text=True, check=False)

    done = failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, result in zip(files, pool.map(check, files)):
            if result is None:
                continue
            done += 1
            if result.returncode != 0:
                failed += 1
                print(result.stdout)
    left = "" if done == len(files) else f"; not run: {len(files) - done} files (time budget; ./dev lint --all takes all)"
    print(f"clang-tidy: {done} of {len(files)} files, {failed} with findings{left}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
