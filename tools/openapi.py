#!/usr/bin/env python3
"""Joins docs/openapi.yaml and docs/openapi/*.yaml into src/server/openapi.json, which the service embeds.

    openapi.py           writes it
    openapi.py --check   fails when the file in the repository is not what would be written

The answers that every operation can have are added here (docs/openapi.yaml says which), so that no fragment repeats them.
"""
import json
import os
import pathlib
import re
import sys

try:
    import yaml
except ImportError:  # the system's Python has it, whichever stands first on the PATH
    if sys.executable != "/usr/bin/python3":
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    raise

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "server" / "openapi.json"
METHODS = ("get", "put", "post", "delete", "patch")
PROBLEM = {"$ref": "#/components/responses/Problem"}


class Strict(yaml.SafeLoader):
    """Refuses a key that comes twice: YAML itself silently takes the last."""

    def construct_mapping(self, node, deep=False):
        keys = [k.value for k, _ in node.value if k.tag != "tag:yaml.org,2002:merge"]
        twice = {k for k in keys if keys.count(k) > 1}
        # What << brings may be overridden, and is flattened into the node before its second visit.
        if twice and not getattr(node, "flattened", False):
            raise SystemExit(f"openapi: {node.start_mark.name}:{node.start_mark.line + 1}: twice in one map: {sorted(twice)}")
        node.flattened = True
        return super().construct_mapping(node, deep)


def load(path):
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Strict)


def merge(whole, part, where):
    for key, value in part.items():
        if key not in whole:
            whole[key] = value
        elif isinstance(whole[key], dict) and isinstance(value, dict) and len(where) < 2:
            merge(whole[key], value, where + [key])
        elif where and where[0] == "paths":  # one path in two fragments: different methods
            merge(whole[key], value, where + [key])
        elif whole[key] != value:
            raise SystemExit(f"openapi: defined twice and differently: {'/'.join(where + [key])}")


def give_common_answers(path, operation):
    if operation.pop("x-gateway", False):
        operation["x-gateway"] = True
        return
    common = ["400", "429", "500", "503"]
    if operation.get("security") != []:
        common += ["401", "403", "507"]
    if "{" in path:
        common.append("404")
    if "requestBody" in operation:
        common += ["411", "413", "415"]
    for status in common:
        operation["responses"].setdefault(status, PROBLEM)
    operation["responses"] = dict(sorted(operation["responses"].items()))


def resolve(node, whole):
    """What a $ref points to; any other node is itself."""
    target = node.get("$ref")
    if not isinstance(target, str):
        return node
    found = whole
    for step in target.removeprefix("#/").split("/"):
        found = found.get(step) if isinstance(found, dict) else None
    if found is None:
        raise SystemExit(f"openapi: nothing stands at {target}")
    return found


def check_references(node, whole):
    if isinstance(node, dict):
        resolve(node, whole)
        for value in node.values():
            check_references(value, whole)
    elif isinstance(node, list):
        for value in node:
            check_references(value, whole)


def joined():
    whole = load(ROOT / "docs" / "openapi.yaml")
    for path in sorted((ROOT / "docs" / "openapi").glob("*.yaml")):
        part = load(path)
        unknown = set(part) - {"paths", "components", "tags"}
        if unknown:
            raise SystemExit(f"openapi: {path.name}: a fragment has paths, components and tags, not {sorted(unknown)}")
        whole["tags"] += [tag for tag in part.pop("tags", []) if tag not in whole["tags"]]
        merge(whole, part, [])
    seen = {}
    for path, item in sorted(whole["paths"].items()):
        for method in METHODS:
            operation = item.get(method)
            if operation is None:
                continue
            name = operation.get("operationId")
            if not name or name in seen:
                raise SystemExit(f"openapi: {method} {path}: operationId missing or also of {seen.get(name)}")
            seen[name] = f"{method} {path}"
            parameters = [resolve(p, whole) for p in item.get("parameters", []) + operation.get("parameters", [])]
            declared = {p["name"] for p in parameters if p["in"] == "path"}
            if declared != set(re.findall(r"{([^}.]+)(?:\.\.\.)?}", path)):
                raise SystemExit(f"openapi: {method} {path}: its path parameters are {sorted(declared)}")
            give_common_answers(path, operation)
    whole["paths"] = dict(sorted(whole["paths"].items()))
    check_references(whole, whole)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def main():
    text = joined()
    if sys.argv[1:] == ["--check"]:
        if not OUT.exists() or OUT.read_text(encoding="utf-8") != text:
            raise SystemExit("openapi: src/server/openapi.json is stale: run tools/openapi.py (./dev docs does)")
    elif sys.argv[1:]:
        raise SystemExit(__doc__)
    else:
        OUT.write_text(text, encoding="utf-8")


main()
