#!/usr/bin/env python3
"""Compares the truth of a simulated city with the findings of an audit.

usage: check_city.py TRUTH.csv FINDINGS.csv [--covered all|1,2,3,...] [--honest] [--schemes]

Prints, per rule (--schemes: per scheme too): what was planted, found and missed, the money planted and found, honest look-alikes and how
many of them were accused, and findings that nobody planted. Lines are compared one by one; a truth without lines is met by a finding
without lines for its visit, or else for its subject and time. Ends with 1 when a covered rule misses something, accuses a look-alike or
what nobody planted, or finds other money than was planted; with --honest when there is any finding at all.

TRUTH.csv is the truth.csv that `yishou simulate` writes, FINDINGS.csv what `yishou audit --out` writes; indeterminate findings do not
count. Without --covered, every rule that has at least one finding counts as covered. Standard library only.
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
    """Findings of one rule: those with lines by line, those without by visit, settlement and subject."""

    SUBJECTS = ("psn_no", "fixmedins_code", "bilg_dr_code")

    def __init__(self):
        self.rows = []
        self.by_line = {}
        self.bare = collections.defaultdict(list)

    def add(self, row):
        number = len(self.rows)
        self.rows.append(row)
        lines = parts(row["bkkp_sns"])
        for line in lines:
            self.by_line[line] = number
        if not lines:
            for column in ("mdtrt_id", "setl_id") + self.SUBJECTS:
                if row[column]:
                    self.bare[(column, row[column])].append(number)

    def meeting(self, truth):
        """The numbers of the findings that this truth explains."""
        lines = parts(truth["bkkp_sns"])
        if lines:
            return {self.by_line[line] for line in lines if line in self.by_line}
        if truth["subject_kind"] == "settlement":
            found = self.bare.get(("setl_id", truth["subject_id"]))
            if found:
                return set(found)
        if truth["mdtrt_id"]:
            return set(self.bare.get(("mdtrt_id", truth["mdtrt_id"]), []))
        found = set()
        for column in self.SUBJECTS:
            for number in self.bare.get((column, truth["subject_id"]), []):
                row = self.rows[number]
                if row["end_time"][:10] >= truth["begin_time"][:10] and row["begin_time"][:10] <= truth["end_time"][:10]:
                    found.add(number)
        return found

    def has(self, truth):
        lines = parts(truth["bkkp_sns"])
        return all(line in self.by_line for line in lines) if lines else bool(self.meeting(truth))


class Count:
    def __init__(self):
        self.planted = self.found = self.honest = self.accused = self.extra = 0
        self.money_planted = self.money_found = Decimal(0)

    def cells(self):
        return (self.planted, self.found, self.planted - self.found, self.money_planted, self.money_found, self.honest, self.accused,
                self.extra)


def table(title, rows):
    head = ("planted", "found", "missed", "money planted", "money found", "look-alikes", "accused", "not planted")
    width = max([len(name) for name, _ in rows] + [len(title)])
    print("  ".join([title.ljust(width)] + [h.rjust(max(7, len(h))) for h in head]))
    for name, count in rows:
        print("  ".join([name.ljust(width)] + [str(cell).rjust(max(7, len(h))) for cell, h in zip(count.cells(), head)]))
    print()


def compare(truths, by_rule, rules, schemes, failures):
    for truth in truths:
        rule = truth["rule_no"]
        findings = by_rule.get(rule) if rule else None
        benign = bool(truth["benign_reason"])
        met = findings.meeting(truth) if findings else set()
        hit = bool(met) if benign else findings is not None and findings.has(truth)
        for count in (rules[rule or "none"], schemes[truth["scheme"] + (" [%s]" % rule if rule else "")]):
            if benign:
                count.honest += 1
                count.accused += hit
            else:
                count.planted += 1
                count.found += hit
                count.money_planted += money(truth["amount"])
        if hit == benign:
            what = "look-alike accused" if benign else "missed"
            failures.append((rule, "%s: %s %s %s %s" % (what, truth["scheme"], truth["subject_id"], truth["mdtrt_id"],
                                                        truth["begin_time"])))


def count_extra(truths, by_rule, rules, failures):
    planted_lines, explained = collections.defaultdict(set), collections.defaultdict(set)
    for truth in truths:
        rule = truth["rule_no"]
        if truth["benign_reason"] or rule not in by_rule:
            continue
        planted_lines[rule] |= parts(truth["bkkp_sns"])
        explained[rule] |= by_rule[rule].meeting(truth)
    for rule, findings in by_rule.items():
        for number, row in enumerate(findings.rows):
            rules[rule].money_found += money(row["vola_amt"])
            strange = parts(row["bkkp_sns"]) - planted_lines[rule]
            if number not in explained[rule] or strange:
                rules[rule].extra += 1
                failures.append((rule, "nobody planted: %s %s %s %s %s" % (row["psn_no"], row["fixmedins_code"], row["mdtrt_id"],
                                                                           row["begin_time"], row["vola_cont"])))
    for rule, count in rules.items():
        # Each finding is rounded to the fen by itself.
        if abs(count.money_planted - count.money_found) > Decimal("0.02") * max(count.planted, 1):
            failures.append((rule, "planted for %s yuan, found for %s" % (count.money_planted, count.money_found)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth")
    parser.add_argument("findings")
    parser.add_argument("--covered", help="rule numbers that must find exactly what is planted, with commas, or `all`")
    parser.add_argument("--honest", action="store_true", help="the city is honest: nothing may be found")
    parser.add_argument("--schemes", action="store_true", help="a table by scheme too")
    options = parser.parse_args()

    truths = read(options.truth)
    by_rule = collections.defaultdict(Findings)
    for row in read(options.findings):
        if row["verdict"] != "indeterminate" and int(row["rule_no"]) <= 88:
            by_rule[row["rule_no"]].add(row)
    rules, schemes, failures = collections.defaultdict(Count), collections.defaultdict(Count), []
    compare(truths, by_rule, rules, schemes, failures)
    count_extra(truths, by_rule, rules, failures)

    if options.covered == "all":
        covered = {str(number) for number in range(1, 89)}
    else:
        covered = set(options.covered.split(",")) if options.covered else set(by_rule)
    if options.schemes:
        table("scheme", sorted(schemes.items()))
    order = sorted(rules.items(), key=lambda item: (item[0] == "none", int(item[0]) if item[0].isdigit() else 0))
    table("rule", [(name + ("" if name in covered else " (not covered)"), count) for name, count in order])
    failures = [failure for failure in failures if failure[0] in covered or options.honest and failure[1].startswith("nobody")]
    shown = collections.Counter()
    for rule, text in sorted(failures, key=lambda failure: int(failure[0] or 0)):
        shown[rule] += 1
        if shown[rule] <= 5:
            print("rule %s: %s" % (rule, text))
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
