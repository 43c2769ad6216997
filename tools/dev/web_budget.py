"""web_budget.py BUILD KIB: adds up, packed, the scripts that the workbench's first page needs before it shows anything: the entry
with all it imports, and the larger of what each language adds. Fails over KIB."""
import json
import pathlib
import sys


def main():
    build, limit = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    chunks = json.loads((build / "manifest.json").read_text("utf-8"))

    def reach(key, seen):
        if key not in seen:
            seen.add(key)
            for other in chunks[key].get("imports", []):
                reach(other, seen)
        return seen

    entry = next(key for key, chunk in chunks.items() if chunk.get("isEntry"))
    base = reach(entry, set())

    def packed(keys):
        return sum((build / "dist" / f'{chunks[key]["file"]}.gz').stat().st_size for key in keys)

    languages = {name: set() for name in ("zh", "en")}
    for key in chunks:
        for name, own in languages.items():
            if f"words/{name}/index" in key or f"locale/{name}_" in key or (name == "zh" and "zh-cn" in key):
                reach(key, own)
    if not all(languages.values()):
        sys.exit("web_budget: the words of a language are not in the manifest")
    size = packed(base) + max(packed(own - base) for own in languages.values())
    print(f"web: initial scripts {size / 1024:.0f} KiB packed, of {limit}", file=sys.stderr)
    if size > limit * 1024:
        sys.exit(f"web_budget: {size / 1024:.0f} KiB are over {limit}; load what the first page does not need by import()")


if __name__ == "__main__":
    main()
