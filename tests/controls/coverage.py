#!/usr/bin/python3
"""What the checks cover: rows of the guidelines, and records of the evidence.

    coverage.py        all of it; the last line is "N passed, N failed"

- every check is a criterion of some control, and names in `see` the controls whose criterion it is, and no others;
- every technical row (evidence-kind) has a check, and is otherwise known not to have one;
- every kind of record is read by a rule, and stands in docs/evidence.md as in controls/evidence.rng;
- what is excepted from this stands in exceptions.tsv, each with its reason, and nothing stands there that needs no exception.
"""
import csv
import glob
import os
import re
import sys
import xml.etree.ElementTree as tree

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "..")
SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
OSCAL = "{http://csrc.nist.gov/ns/oscal/1.0}"
RELAXNG = "{http://relaxng.org/ns/structure/1.0}"

passed = failed = 0


def expect(condition, text):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print("FAIL: " + text)


def read_exceptions():
    """{what: {id}} of exceptions.tsv: check (of no control), row (without a check), record (that no rule reads)."""
    excepted = {"check": set(), "row": set(), "record": set()}
    with open(os.path.join(HERE, "exceptions.tsv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            expect(row["reason"] and row["id"] not in excepted[row["what"]], "exceptions.tsv: %s %s: no reason, or twice" % (row["what"], row["id"]))
            excepted[row["what"]].add(row["id"])
    return excepted


def read_checks():
    """{check id: controls it names}, and the text of all rule files."""
    sees, text = {}, ""
    for path in sorted(glob.glob(os.path.join(SOURCE, "controls", "checks", "*.sch"))):
        with open(path, encoding="utf-8") as file:
            text += file.read()
        for pattern in tree.parse(path).getroot().iterfind(SCHEMATRON + "pattern"):
            sees[pattern.get("id")] = set(pattern.get("see", "").split())
    return sees, text


def read_controls():
    """{control id: (whether it is technical, checks of its own criteria)}."""
    controls = {}
    for path in ("jasa-2.0.xml", "meti-3.0.xml"):
        for control in tree.parse(os.path.join(SOURCE, "controls", path)).getroot().iter(OSCAL + "control"):
            props = {p.get("name"): p.get("value") for p in control.iterfind(OSCAL + "prop")}
            checks = [p.get("value") for part in control.iterfind(OSCAL + "part") if part.get("name") == "maturity-criteria"
                      for p in part.iterfind(OSCAL + "prop") if p.get("name") == "check"]
            expect(len(checks) == len(set(checks)), "%s: a check twice: %s" % (control.get("id"), sorted(checks)))
            controls[control.get("id")] = ("technical" in props.get("evidence-kind", "").split(), set(checks))
    return controls


def check_ties(sees, controls, excepted):
    for check, see in sorted(sees.items()):
        users = {c for c, (_, checks) in controls.items() if check in checks}
        expect(see <= set(controls), "%s: see names no control: %s" % (check, sorted(see - set(controls))))
        expect(bool(users) != (check in excepted), "%s: used by %s, and %sexcepted" % (check, sorted(users), "" if check in excepted else "not "))
        expect(not users or see == users, "%s: see says %s, the catalogues %s" % (check, sorted(see), sorted(users)))
    for control, (_, checks) in sorted(controls.items()):
        expect(checks <= set(sees), "%s: no such check: %s" % (control, sorted(checks - set(sees))))


def check_rows(controls, excepted):
    for control, (is_technical, checks) in sorted(controls.items()):
        if is_technical or control in excepted:
            expect(is_technical and bool(checks) != (control in excepted), "%s: technical %s, checks %s, and %sexcepted"
                   % (control, is_technical, sorted(checks), "" if control in excepted else "not "))
    expect(excepted <= set(controls), "exceptions.tsv: no such row: %s" % sorted(excepted - set(controls)))


def check_records(rules, excepted):
    with open(os.path.join(SOURCE, "docs", "evidence.md"), encoding="utf-8") as file:
        documented = {kind for line in file for kind in re.findall(r"^\| `([a-z-]+)` \|", line)}
    grammar = tree.parse(os.path.join(SOURCE, "controls", "evidence.rng")).getroot()
    bound = {e.get("name")[2:] for e in grammar.iter(RELAXNG + "element")} - {"evidence"}
    expect(documented == bound, "docs/evidence.md or controls/evidence.rng alone: %s" % sorted(documented ^ bound))
    read = set(re.findall(r"\be:([a-z-]+)", rules))
    for kind in sorted(bound):
        expect((kind in read) != (kind in excepted), "%s: read by a rule %s, and %sexcepted" % (kind, kind in read, "" if kind in excepted else "not "))
    expect(read | excepted <= bound | {"evidence"}, "no such record: %s" % sorted((read | excepted) - bound - {"evidence"}))


def main():
    excepted, controls = read_exceptions(), read_controls()
    sees, rules = read_checks()
    check_ties(sees, controls, excepted["check"])
    check_rows(controls, excepted["row"])
    check_records(rules, excepted["record"])
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
