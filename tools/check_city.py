#!/usr/bin/env python3
"""Compares the truth of a simulated city with the findings of an audit.

usage: check_city.py TRUTH.csv FINDINGS.csv [--covered 1,2,3,...] [--honest]

Prints, per scheme and per rule: planted, found, missed, honest look-alikes that were accused. Lines are compared one by one; a truth
without lines is found by its visit, or else by its subject and time. Ends with 1 when a covered rule misses something, accuses a
look-alike, or (--honest) when there is any finding with the verdict `violation`.

TRUTH.csv is the truth.csv that `yishou simulate` writes, FINDINGS.csv what `yishou audit --out` writes. Without --covered, every
rule that has at least one finding counts as covered. Standard library only.
"""
import argparse
import collections
import csv
import sys
from decimal import Decimal


def read(path):
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def parts(text):
    return {part for part in (text or "").split(";") if part}


def money(text):
    return Decimal(text or "0")


class Findings:
    """Findings of one rule, by line, visit, settlement, person, institution and doctor."""

    def __init__(self):
        self.lines, self.visits, self.settlements = set(), set(), set()
        self.subjects = collections.defaultdict(list)
        self.amount = Decimal(0)
        self.count = 0

    def add(self, row):
        self.count += 1
        self.lines |= parts(row["bkkp_sns"])
        self.visits.add(row["mdtrt_id"])
        self.settlements.add(row["setl_id"])
        for column in ("psn_no", "fixmedins_code", "bilg_dr_code"):
            if row[column]:
                self.subjects[row[column]].append((row["begin_time"], row["end_time"]))
        self.amount += money(row["vola_amt"])

    def has(self, truth):
        lines = parts(truth["bkkp_sns"])
        if lines:
            return lines <= self.lines
        if truth["mdtrt_id"] and truth["mdtrt_id"] in self.visits:
            return True
        if truth["subject_kind"] == "settlement":
            return truth["subject_id"] in self.settlements
        spans = self.subjects.get(truth["subject_id"], [])
        return any(end[:10] >= truth["begin_time"][:10] and begin[:10] <= truth["end_time"][:10] for begin, end in spans)

    def touches(self, truth):
        lines = parts(truth["bkkp_sns"])
        return bool(lines & self.lines) if lines else truth["mdtrt_id"] in self.visits and truth["mdtrt_id"] != ""


def table(title, rows):
    print(title)
    head = ("", "planted", "found", "missed", "look-alikes", "accused")
    width = max([len(row[0]) for row in rows] + [8])
    print("  ".join([head[0].ljust(width)] + [h.rjust(11) for h in head[1:]]))
    for row in rows:
        print("  ".join([row[0].ljust(width)] + [str(cell).rjust(11) for cell in row[1:]]))
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth")
    parser.add_argument("findings")
    parser.add_argument("--covered", help="rule numbers that must find all that is planted, with commas")
    parser.add_argument("--honest", action="store_true", help="the city is honest: no violation may be found")
    options = parser.parse_args()

    truths = read(options.truth)
    by_rule = collections.defaultdict(Findings)
    violations = []
    for row in read(options.findings):
        if row["verdict"] == "indeterminate":
            continue
        by_rule[row["rule_no"]].add(row)
        if row["verdict"] == "violation":
            violations.append(row)
    covered = set(options.covered.split(",")) if options.covered else set(by_rule)

    schemes, rules = collections.defaultdict(lambda: [0] * 5), collections.defaultdict(lambda: [0] * 5)
    planted_lines = collections.defaultdict(set)
    failures = []
    for truth in truths:
        rule = truth["rule_no"]
        findings = by_rule.get(rule) if rule else None
        benign = bool(truth["benign_reason"])
        if not benign:
            planted_lines[rule] |= parts(truth["bkkp_sns"])
        found = findings is not None and (findings.touches(truth) if benign else findings.has(truth))
        for counts in (schemes[truth["scheme"] + (" [%s]" % rule if rule else "")], rules[rule or "none"]):
            if benign:
                counts[3] += 1
                counts[4] += found
            else:
                counts[0] += 1
                counts[1] += found
                counts[2] += not found
        if rule in covered and found == benign:
            what = "look-alike accused" if benign else "missed"
            failures.append("rule %s %s: %s %s %s" % (rule, what, truth["scheme"], truth["subject_id"], truth["mdtrt_id"]))

    table("by scheme", [(name, *counts) for name, counts in sorted(schemes.items())])
    order = sorted(rules.items(), key=lambda item: (item[0] == "none", int(item[0]) if item[0].isdigit() else 0))
    table("by rule", [(name + ("" if name in covered else " (not covered)"), *counts) for name, counts in order])
    for rule in sorted(covered, key=int):
        extra = by_rule[rule].lines - planted_lines[rule] if rule in by_rule else set()
        if extra:
            print("rule %s: %d accused lines that nobody planted, e.g. %s" % (rule, len(extra), sorted(extra)[0]))
    if options.honest and violations:
        for row in violations[:5]:
            failures.append("honest city, rule %s accuses %s" % (row["rule_no"], row["bkkp_sns"] or row["mdtrt_id"]))
        failures.append("%d violations in an honest city" % len(violations))
    for failure in failures[:20]:
        print(failure)
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
