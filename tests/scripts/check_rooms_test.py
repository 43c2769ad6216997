"""check_rooms.py must let the house pass and see each kind of wrong arrow. Each case adds one line to a copy of src/."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# file, line to add, what the complaint must say
CASES = [
    ("src/rules/added.cc", '#include "engine/engine.h"', "engine is not in its DEPS"),
    ("src/model/added.h", "#include <thread>", "verdicts are pure"),
    ("src/knowledge/added.cc", "const auto now = std::chrono::system_clock::now();", "may not read the clock"),
    ("src/rules/added.cc", "#include <random>", "verdicts are pure"),
    ("src/engine/added.cc", "#include <duckdb.h>", "duckdb::duckdb is not in its LIBS"),
    ("src/duck/added.cc", "#include <duckdb.h>", "belongs to src/duck/handles.h alone"),
    ("src/report/added.cc", '#include "cli/command.h"', "cli is not in its DEPS"),
    ("src/base/added.h", '#include "model/block.h"', "model is not in its DEPS"),
    ("src/report/added.cc", "#include <pugixml.hpp>", "pugixml::pugixml is not in its LIBS"),
    ("src/extra/added.cc", "", "is not a room"),
]


def run(root):
    done = subprocess.run([sys.executable, str(root / "tools/check_rooms.py")], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


passed = failed = 0


def expect(what, condition, said):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{said}")


with tempfile.TemporaryDirectory() as folder:
    copy = pathlib.Path(folder)
    shutil.copytree(ROOT / "src", copy / "src")
    (copy / "tools").mkdir()
    shutil.copy(ROOT / "tools/check_rooms.py", copy / "tools/check_rooms.py")
    code, said = run(copy)
    expect("the house itself", code == 0, said)
    for name, line, complaint in CASES:
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(line + "\n", encoding="utf-8")
        code, said = run(copy)
        expect(f"{name}: {line}", code == 1 and complaint in said and (not line or f"{name}:1: " in said), said)
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
