#!/usr/bin/env python3
"""Proves the arrows between the rooms of src/: what each file includes, against the table in src/CMakeLists.txt.

Checked, each with file:line and the remedy:
  * a room includes only itself and the rooms of its DEPS; the arrows have no cycle; nobody includes cli
  * a third-party header is included only where its library is in LIBS; DuckDB and libxlsxwriter by one file only
  * model, knowledge and rules know no clock, chance, console, thread, engine or network: verdicts are pure
  * each room has a README.md
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SRC = ROOT / "src"

# Header prefix -> library in LIBS. "any": part of the house's vocabulary, allowed everywhere.
THIRD_PARTY = {
    "fmt/": "any",
    "tsl/": "any",
    "duckdb": "duckdb::duckdb",
    "simdjson": "simdjson::simdjson",
    "openssl/ssl": "OpenSSL::SSL",
    "openssl/": "OpenSSL::Crypto",
    "pugixml": "pugixml::pugixml",
    "zip.h": "PkgConfig::libzip",
    "zlib.h": "ZLIB::ZLIB",
    "zstd": "PkgConfig::zstd",
    "xlsxwriter": "PkgConfig::xlsxwriter",
    "CLI/": "CLI11::CLI11",
    "boost/json": "Boost::json",
    "boost/": "Boost::headers",
    "rocksdb/": "PkgConfig::rocksdb",
    "sqlite3.h": "SQLite::SQLite3",
    "libpq-fe.h": "PkgConfig::pq",
    "botan/": "PkgConfig::botan",
}
ONE_FILE = {"duckdb": "src/duck/handles.h", "xlsxwriter": "src/report/xlsx_writer.cc"}
# Of the system and of the tests.
KNOWN = re.compile(r"^(sys/|netinet/|arpa/|linux/|[a-z0-9_]+(\.h)?$|gtest/|gmock/|rapidcheck|benchmark/)")

PURE_ROOMS = {"model", "knowledge", "rules"}
IMPURE_HEADERS = {"random", "iostream", "thread", "duckdb.h", "sys/socket.h", "netdb.h", "curl/curl.h", "httplib.h"}
IMPURE_WORDS = re.compile(r"\bsystem_clock\b")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')


def read_table():
    """room -> (deps, libs), in the order of src/CMakeLists.txt, which is also the order of the arrows."""
    text = (SRC / "CMakeLists.txt").read_text(encoding="utf-8")
    table = {}
    for words in re.findall(r"^yishou_room\(([^)]*)\)", text, re.M):
        name, *rest = words.split()
        parts = {"DEPS": [], "LIBS": []}
        part = None
        for word in rest:
            if word in parts:
                part = word
            else:
                parts[part].append(word)
        table[name] = (set(parts["DEPS"]), set(parts["LIBS"]))
    command = re.search(r"target_link_libraries\(yishou PRIVATE([^)]*)\)", text).group(1).split()
    table["cli"] = (set(table), {w for w in command if "::" in w})
    return table


def check_file(path, room, table, complain):
    deps, libs = table[room]
    is_test = path.name.endswith("_test.cc")
    name = path.relative_to(ROOT).as_posix()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if room in PURE_ROOMS and not is_test and IMPURE_WORDS.search(line):
            complain(name, number, f"{room} may not read the clock: take the day as a value")
        found = INCLUDE.match(line)
        if not found:
            continue
        header = found.group(2)
        if room in PURE_ROOMS and not is_test and header in IMPURE_HEADERS:
            complain(name, number, f"{room} may not include <{header}>: verdicts are pure")
        first = header.split("/")[0]
        if "/" in header and first in table:
            if first != room and first not in deps:
                complain(name, number, f"{room} may not include {header}: {first} is not in its DEPS (src/CMakeLists.txt)")
            continue
        for prefix, library in THIRD_PARTY.items():
            if not header.startswith(prefix):
                continue
            if library != "any" and library not in libs:
                complain(name, number, f"{room} may not include <{header}>: {library} is not in its LIBS")
            if prefix in ONE_FILE and name != ONE_FILE[prefix]:
                complain(name, number, f"<{header}> belongs to {ONE_FILE[prefix]} alone")
            break
        else:
            if found.group(1) == '"':
                complain(name, number, f'"{header}" is written "room/file.h"')
            elif not KNOWN.match(header):
                complain(name, number, f"<{header}> is not in the list of tools/check_rooms.py")


def main():
    table = read_table()
    errors = []

    def complain(name, number, what):
        errors.append(f"{name}:{number}: {what}")

    seen = set()
    for room, (deps, _) in table.items():
        for dep in deps - seen:
            complain("src/CMakeLists.txt", 1, f"{room} depends on {dep}, which is not declared before it: arrows go one way")
        seen.add(room)
    folders = sorted(p for p in SRC.iterdir() if p.is_dir())
    for folder in folders:
        sources = sorted(p for p in folder.rglob("*") if p.suffix in {".h", ".cc", ".inc"})
        if folder.name not in table:
            complain(f"src/{folder.name}", 1, "is not a room of src/CMakeLists.txt")
            continue
        if sources and not (folder / "README.md").is_file():
            complain(f"src/{folder.name}/README.md", 1, "is missing: one page, what the room is for and what it may not do")
        for path in sources:
            check_file(path, folder.name, table, complain)
    for error in errors:
        print(error)
    arrows = sum(len(deps) for room, (deps, _) in table.items() if room != "cli")
    print(f"rooms: {len(folders)} rooms, {arrows} arrows, {len(errors)} violations", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
