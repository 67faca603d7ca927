#!/usr/bin/python3
"""Whether the rule files say what they should, by an independent processor and a table written by hand.

    check.py        all of it; the last line is "N passed, N failed"

- every rule file is valid ISO Schematron, every pattern has its titles and reasons in Japanese and English;
- every assert and report has an id and one diagnostic in each language, none is empty, none is left over;
- the reasons of unknown are of the known ones;
- every evidence document is valid, and some spoilt ones are not;
- every record gets the verdict and the reason of expected.tsv, and no other record is judged;
- no message has a hole where a value should stand;
- every assert and every report decides something in these documents, every check passes (supplementary ones never do), and the
  parameters count.

A verdict, as the program reaches it: the first report with a role that fires on a record decides; else any failed assert, or
a report without a role, is a fail; else pass. The reason of an unknown is what follows "unknown-" in the id of the report.
"""
import csv
import glob
import os
import re
import subprocess
import sys

from lxml import etree

import oracle

HERE = os.path.dirname(os.path.abspath(__file__))
CONTROLS = os.path.join(HERE, "..", "..", "controls")
NS = {"s": "http://purl.oclc.org/dsdl/schematron", "e": "urn:tenken:evidence"}
LANGUAGES = ["ja", "en"]
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ROLES = {"unknown", "not-applicable"}
REASONS = {"missing", "unparsed", "size-bound", "young", "stale", "not-collected", "not-decidable", "forwarded", "undated", "collected-unknown", "unreadable",
           "revised", "future", "unattended", "incomplete", "imprecise", "service", "open", "suspected", "generic",
           "emergency"}
# Supplementary checks: what other tools say, or a register claims, may fail, and never passes anything.
NEVER_PASS = {"password-shared", "tool-findings", "exposed-management", "exposed-cleartext", "vulnerability-overdue", "asset-support"}
# Values that are free to be absent, in messages that read well without them.
MAY_BE_EMPTY = {"@severity", "@obligation", "@title", "@called", "@author", "@approver", "@hash-kind", "@uid", "@name",
                "../e:log-forwarding[@central='true']/@target"}
# A document that is valid, and what must not be accepted in its place.
SPOILT = [
    ("host-good.xml", 'kind="host"', 'kind="server"', "a kind of subject that is not listed"),
    ("host-good.xml", 'retention-kind="unbounded"', 'retention-kind="forever"', "a value that is not listed"),
    ("host-good.xml", 'guaranteed-days="371"', 'guaranteed-days="371.5"', "half a day"),
    ("host-good.xml", 'offset-seconds="0.000021"', 'offset-seconds="2.1e-05"', "an exponent"),
    ("host-good.xml", 'offset-seconds="0.000021"', 'offset-seconds="-0.1"', "a negative offset"),
    ("host-good.xml", 'hash-kind="yescrypt"', 'hash="x"', "a hash"),
    ("host-good.xml", 'password-changed="2026-04-01"', 'password-changed="2026-4-1"', "a date of another form"),
    ("host-good.xml", 'name="login.defs"', 'name=" "', "a blank name"),
    ("host-good.xml", ' at="web01!/etc/passwd:1"', "", "a record without its place"),
    ("host-good.xml", "2026-11-20T02:00:00+09:00", "2026-11-20T02:00:00", "a time without its zone"),
    ("scan-tools.xml", 'looks-at="ports"', 'looks-at="everything"', "a run that looks at something not listed"),
    ("scan-tools.xml", 'complete="true"', "", "a run that does not say whether it is complete"),
    ("scan-tools.xml", 'severity="critical"', 'severity="severe"', "a severity that is not listed"),
    ("scan-tools.xml", 'state="open"', 'state="filtered"', "a port that is not open"),
    ("supplier.xml", 'level="4"', 'level="6"', "a level beyond 5"),
    ("organisation-good.xml", 'state="withdrawn"', 'state="old"', "a state that is not listed"),
    ("organisation-good.xml", "<document ", "<documents ", "an element that is not listed"),
]

passed = failed = 0


def expect(condition, text):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print("FAIL: " + text)
    return bool(condition)


def words(text):
    return (text or "").split()


def check_form(name, schema):
    """Titles, reasons, ids and diagnostics of one rule file."""
    for pattern in schema.iterfind("s:pattern", NS):
        where = "%s: %s" % (name, pattern.get("id"))
        texts = [("title ja", t) for t in pattern.findall("s:title", NS)]
        texts += [(" ".join(sorted(words(t.get("class")), reverse=True)), t) for t in pattern.findall("s:p", NS)]
        expect(sorted(kind for kind, _ in texts) == sorted("%s %s" % (kind, lang) for kind in ("title", "why") for lang in LANGUAGES)
               and all("".join(t.itertext()).strip() for _, t in texts), where + ": titles and reasons")
        expect(words(pattern.get("see")), where + ": no control")
    diagnostics = {d.get("id"): d for d in schema.iterfind("s:diagnostics/s:diagnostic", NS)}
    used = set()
    for test in schema.xpath("//s:assert | //s:report", namespaces=NS):
        check = test.xpath("string(ancestor::s:pattern/@id)", namespaces=NS)
        ident, role = test.get("id") or "", test.get("role")
        where = "%s:%d: %s" % (name, test.sourceline, ident or "no id")
        expect(ident.startswith(check + "-"), where + ": the id does not begin with the check's")
        expect("".join(test.itertext()).strip(), where + ": no text")
        refs = words(test.get("diagnostics"))
        used.update(refs)
        found = [diagnostics[r] for r in refs if r in diagnostics]
        expect(len(found) == len(refs), where + ": a diagnostic that is not there")
        expect([d.get(LANG) for d in found] == LANGUAGES, where + ": one diagnostic in each language, in their order")
        expect(all(len("".join(d.itertext()).strip()) > 5 for d in found), where + ": an empty diagnostic")
        shown = [set(v.get("select") for v in d.iterfind("s:value-of", NS)) for d in found]
        expect(all(values == shown[0] for values in shown), where + ": the languages show different values")
        if test.tag.endswith("report"):
            expect(role in ROLES, where + ": a report with another role")
        else:
            expect(role is None, where + ": an assert with a role")
        match = re.fullmatch(re.escape(check) + "-unknown-(.*)", ident)
        expect(bool(match) == (role == "unknown") and (not match or match.group(1) in REASONS), where + ": reason")
        first_assert = test.xpath("boolean(preceding-sibling::s:assert)", namespaces=NS)
        expect(not (role and first_assert), where + ": a guard after an assert")
    for ident in sorted(set(diagnostics) - used):
        expect(False, "%s: diagnostic %s is used by nobody" % (name, ident))
    texts = {}
    for ident, d in diagnostics.items():
        text = etree.tostring(d, method="c14n", with_tail=False).split(b">", 1)[1]
        expect(text not in texts, "%s: %s and %s say the same" % (name, ident, texts.get(text)))
        texts[text] = ident


def judged(schema, document):
    """{pattern id: elements that a rule of it matches}."""
    return {p.get("id"): {node for rule in p.iterfind("s:rule", NS)
                          for node in document.xpath("//" + rule.get("context"), namespaces=NS)}
            for p in schema.iterfind("s:pattern", NS)}


def verdicts(schema, document, fired, decided):
    """{(check, record): (verdict, reason)} of a document; adds the ids that decided one to `decided`."""
    result = {}
    roles = {t.get("id"): t.get("role") for t in schema.iter("{*}report")}
    for check, nodes in judged(schema, document).items():
        for node in nodes:
            mine = [(kind, ident) for pattern, element, kind, ident, _ in fired if pattern == check and element is node]
            guards = [ident for kind, ident in mine if kind == "report" and roles.get(ident)]
            others = sorted(ident for kind, ident in mine if ident not in guards)
            expect(len({roles[g] for g in guards}) <= 1, "%s: unknown and not applicable at once" % guards)
            if guards:
                role = roles[guards[0]]
                reason = guards[0].split("-unknown-", 1)[1] if role == "unknown" else guards[0]
                verdict = (role, reason)
            else:
                verdict = ("fail", " ".join(others)) if others else ("pass", "-")
            decided.update(guards[:1] or others)
            key = (check, oracle.record_name(node))
            expect(key not in result, "%s: two records of one name" % (key,))
            result[key] = verdict
    return result


def check_messages(name, schema, document, fired):
    """Every value-of of a diagnostic that fired gives text, and the processor shows it."""
    selects = {d.get("id"): [v.get("select") for v in d.iterfind("s:value-of", NS)] for d in schema.iter("{*}diagnostic")}
    lets = {let.get("name"): etree.XPath(let.get("value"))(document) for let in schema.iterfind("s:let", NS)}
    guarded = {(p, e) for p, e, kind, _, _ in fired if kind == "report"}
    for pattern, element, kind, ident, texts in fired:
        if kind == "assert" and (pattern, element) in guarded:
            continue   # fired, and not counted
        holes = ["%s %s" % (d, s) for d in texts for s in selects[d] if s not in MAY_BE_EMPTY
                 and element.xpath("string(%s)" % s, namespaces=NS, **lets) in ("", "NaN")]
        expect(len(texts) == len(LANGUAGES) and not holes, "%s: %s of %s: %s" % (name, ident, oracle.record_name(element), holes))


def is_valid(path, content):
    command = ["xmllint", "--noout", "--nonet", "--relaxng", os.path.join(CONTROLS, "evidence.rng")]
    done = subprocess.run(command + ["-"], input=content, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
    return done.returncode == 0


def check_documents(paths):
    for path in paths:
        with open(path, "rb") as file:
            expect(is_valid(path, file.read()), os.path.basename(path) + ": not valid by evidence.rng")
    for name, old, new, what in SPOILT:
        with open(os.path.join(HERE, name), encoding="utf-8") as file:
            content = file.read()
        expect(old in content, "%s: nothing to spoil: %s" % (name, old))
        expect(not is_valid(name, content.replace(old, new, 1).encode("utf-8")), "evidence.rng accepts " + what)


def read_expected():
    with open(os.path.join(HERE, "expected.tsv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    expected = {}
    for row in rows:
        verdict = (row["verdict"], row["reason"])
        place = expected.setdefault(row["file"], {})
        expect((row["check"], row["record"]) not in place, "expected.tsv: twice: %s" % row)
        place[row["check"], row["record"]] = verdict
    return expected


def check_verdicts(rules, paths):
    expected, decided, passing = read_expected(), set(), set()
    expect(set(expected) <= {os.path.basename(p) for p in paths}, "expected.tsv names a document that is not there")
    compiled = [(schema, oracle.compile_schema(path)) for path, schema in rules]
    for path in paths:
        name, document, found = os.path.basename(path), oracle.parse(path), {}
        for schema, processor in compiled:
            fired, counts = oracle.run(processor, document)
            expect(counts == {check: len(nodes) for check, nodes in judged(schema, document).items()},
                   name + ": the processor judged another number of records")
            found.update(verdicts(schema, document, fired, decided))
            check_messages(name, schema, document, fired)
        want = expected.get(name, {})
        for key in sorted(set(want) | set(found)):
            expect(want.get(key) == found.get(key), "%s: %s of %s: expected %s, found %s"
                   % (name, key[0], key[1], want.get(key, "no verdict"), found.get(key, "no verdict")))
        passing.update(check for (check, _), verdict in found.items() if verdict[0] == "pass")
    for _, schema in rules:
        for pattern in schema.iterfind("s:pattern", NS):
            never = pattern.get("id") in NEVER_PASS
            expect((pattern.get("id") in passing) != never, pattern.get("id") + (" passes" if never else " passes nowhere"))
        for test in schema.xpath("//s:assert | //s:report", namespaces=NS):
            if test.getparent().xpath("s:report[@role]/@test = $opposite", opposite="not(%s)" % test.get("test"), namespaces=NS):
                continue   # the guard before it leaves it nothing; it is there so that the rule can pass a record
            expect(test.get("id") in decided, "%s decides nothing in these documents" % test.get("id"))


def check_parameters(rules):
    """A let takes the profile's value: what passes by default fails by a stricter one, and the message shows it."""
    for rule, document, name, value, ident in [
            ("logs.sch", "host-good.xml", "log-retention-days", "372", "log-retention-configured"),
            ("logs.sch", "host-good.xml", "log-retention-days", "381", "log-observed-days"),
            ("time.sch", "host-edges.xml", "clock-max-offset-seconds", "0.5", "time-synchronised-offset"),
            ("time.sch", "host-clocks.xml", "clock-max-distance-seconds", "0.005", "time-synchronised-distance"),
            ("time.sch", "host-clocks.xml", "clock-max-update-seconds", "40", "time-synchronised-update"),
            ("time.sch", "host-clocks.xml", "clock-max-polls", "2", "time-synchronised-answer"),
            ("passwords.sch", "host-good.xml", "password-min-length", "16", "password-policy-length"),
            ("accounts.sch", "host-dormant.xml", "dormant-days", "89", "account-dormant-used"),
            ("system.sch", "host-system.xml", "backup-min-generations", "4", "backup-generations-count"),
            ("system.sch", "host-system.xml", "update-max-age-days", "44", "updates-recent-days"),
            ("accounts.sch", "tenant-aws.xml", "dormant-days", "4", "account-dormant-used"),
            ("accounts.sch", "host-lockout.xml", "lockout-max-attempts", "9", "account-lockout-attempts"),
            ("accounts.sch", "host-lockout.xml", "lockout-min-seconds", "601", "account-lockout-time"),
            ("ledger.sch", "registers-good.xml", "account-review-days", "364", "account-review-recent"),
            ("cloud.sch", "tenant-aws-kept.xml", "log-retention-days", "366", "cloud-trail-unknown-not-decidable"),
            ("tools.sch", "scan-tools.xml", "patch-max-days", "29", "vulnerability-overdue-fixed"),
            ("documents.sch", "organisation-good.xml", "document-review-days", "100", "document-review-recent"),
            ("documents.sch", "organisation-good.xml", "exercise-days", "100", "exercise-date-recent"),
            ("training.sch", "registers-good.xml", "training-completion-percent", "96", "training-completion-share"),
            ("training.sch", "registers-good.xml", "training-days", "100", "training-completion-recent"),
            ("training.sch", "registers-good.xml", "exercise-days", "364", "recovery-exercise-recent"),
            ("assets.sch", "registers-good.xml", "asset-review-days", "364", "asset-inventory-recent"),
            ("suppliers.sch", "registers-good.xml", "supplier-evaluation-days", "364", "supplier-evaluation-recent"),
            ("documents.sch", "organisation-bad.xml", "as-of", "2031-01-02", "document-review-due")]:
        path = [p for p, _ in rules if os.path.basename(p) == rule][0]
        fired, _ = oracle.run(oracle.compile_schema(path, {name: value}), oracle.parse(os.path.join(HERE, document)))
        texts = [text for _, _, _, found, both in fired if found == ident for text in both.values()]
        expect(texts and all(value in text for text in texts), "%s=%s does not reach %s" % (name, value, ident))
    # Once a fiscal year from April on: September 2025 is the year before the one of November 2026, and enough; 2023 is not.
    path = [p for p, _ in rules if os.path.basename(p) == "documents.sch"][0]
    for document, record, late in (("organisation-unknown.xml", "U-16", False), ("organisation-bad.xml", "ISMS-D12", True)):
        fired, _ = oracle.run(oracle.compile_schema(path, {"document-review-fiscal-month": "4"}), oracle.parse(os.path.join(HERE, document)))
        found = any(found == "document-review-recent" and record in " ".join(both.values()) for _, _, _, found, both in fired)
        expect(found == late, "a fiscal year from April: %s of %s" % (record, document))


def main():
    paths = sorted(glob.glob(os.path.join(HERE, "*.xml")))
    rules = []
    for path in sorted(glob.glob(os.path.join(CONTROLS, "checks", "*.sch"))):
        try:
            oracle.compile_schema(path)
            rules.append((path, oracle.parse(path)))
            expect(True, path)
        except (etree.Error, SyntaxError) as error:
            expect(False, "%s: %s" % (os.path.basename(path), error))
    expect(rules, "no rule files")
    for path, schema in rules:
        check_form(os.path.basename(path), schema)
    ids = [i for _, schema in rules for i in schema.xpath("//@id")]
    expect(len(ids) == len(set(ids)), "an id stands in two places")
    check_documents(paths)
    check_verdicts(rules, paths)
    check_parameters(rules)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
