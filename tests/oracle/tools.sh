#!/bin/sh
# Results of other tools: the samples in $TENKEN_CORPUS, counted once more by other readers (ElementTree, csv, json) and held
# against values found by looking at the files. Skipped without the samples.
set -u
samples=${TENKEN_CORPUS:-/nonexistent}
if [ ! -d "$samples/tool-results" ]; then
	echo "skipped: no samples"
	echo "0 passed, 0 failed"
	exit 0
fi
TENKEN=${TENKEN:?} SAMPLES=$samples exec python3 - <<'PY'
import collections, csv, io, json, os, re, subprocess, sys
import xml.etree.ElementTree as ET

samples, tenken = os.environ["SAMPLES"], os.environ["TENKEN"]
E = "{urn:tenken:evidence}"
passed = failed = 0

def expect(found, wanted, what):
    global passed, failed
    if found == wanted:
        passed += 1
    else:
        failed += 1
        print("FAIL %s: found %s, expected %s" % (what, found, wanted))

def read(name):
    """The one evidence document of a sample: (subject, runs, other records)."""
    out = subprocess.run([tenken, "evidence", "--as-of", "2026-11-25", os.path.join(samples, name)], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, timeout=120).stdout
    root = ET.fromstring(out)
    documents = [root] if root.tag == E + "evidence" else list(root)
    documents = [d for d in documents if len(d)]
    expect(len(documents), 1, name + ": documents")
    records = list(documents[0])
    return (documents[0].get("kind"), documents[0].get("subject"), [r for r in records if r.tag == E + "tool-run"],
            [r for r in records if r.tag != E + "tool-run"])

# What each file holds, found by looking: kind and subject, and attributes of its runs.
RUNS = {
    "tool-results/heimdall.xccdf-results-openscap-rhel7.xml": ("heimdall.xccdf-results-openscap-rhel7", [dict(tool="openscap",
        version="1.2.17", profile="xccdf_mil.disa.stig_profile_MAC-1_Sensitive", target="localhost.localdomain", started="2021-12-17",
        finished="2021-12-17", evaluated="180", passed="43", failed="137", complete="true")]),
    "tool-results/heimdall.xccdf-results-scc-rhel7.xml": ("LOCKDOWN", [dict(tool="scc", version="5.4",
        profile="xccdf_mil.disa.stig_profile_MAC-1_Classified", target="LOCKDOWN", started="2021-04-29", finished="2021-04-29",
        evaluated="178", passed="172", failed="6", complete="true")]),
    "tool-results/osr.arf_simple_rule_fail.xml": ("rh-hony", [dict(tool="openscap", version="1.3.5", finished="2021-11-30", evaluated="1",
        passed="0", failed="1", complete="true")]),
    "tool-results/osr.arf_simple_rule_pass.xml": ("rh-hony", [dict(tool="openscap", evaluated="1", passed="1", failed="0")]),
    "tool-results/osr.xccdf_simple_rule_pass.xml": ("rh-hony", [dict(finished="2021-12-09", evaluated="1", passed="1", failed="0")]),
    "tool-results/dd.no_vuln_rhsa.xml": ("sample.system", [dict(tool="openscap", finished="2019-03-04", evaluated="8", passed="8", failed="0")]),
    "tool-results/dd.ios-sample-v1.1.3.xccdf.xml": ("lower.test.net", [dict(tool="xccdf", finished="2004-09-25", evaluated="2", passed="1",
        failed="1", **{"not-evaluated": "1"})]),
    "tool-results/own.lynis-report.dat": ("host01", [dict(tool="lynis", version="3.0.8", target="host01", started="2026-11-22",
        finished="2026-11-22", evaluated="239", failed="2", complete="true", passed=None)]),
    "tool-results/dd.lynis_many_vuln.dat": ("82103dde74c7", [dict(version="3.1.4", finished="2026-07-31", evaluated="233", failed="1")]),
    "tool-results/dd.lynis_one_vuln.dat": ("82103dde74c7", [dict(evaluated="1", failed="0", complete="true")]),
    "tool-results/dd.lynis_no_vuln.dat": ("82103dde74c7", [dict(evaluated="1", failed="0", complete="true")]),
    "tool-results/own.nmap-loopback.xml": ("own.nmap-loopback", [dict(tool="nmap", version="7.93", target="127.0.0.1", started="2026-11-22",
        finished="2026-11-22", evaluated="5", failed="1", complete="true")]),
    "tool-results/dd.nmap_0port.xml": ("dd.nmap_0port", [dict(version="6.40", evaluated="997", failed="0", complete="true")]),
    "tool-results/dd.nmap_1port.xml": ("dd.nmap_1port", [dict(finished="2014-03-29", evaluated="998", failed="1")]),
    "tool-results/dd.nmap_multiple_port.xml": (None, [dict(version="7.12", finished="2016-05-16", complete="true")]),
    "tool-results/dd.trivy.all_statuses.json": ("dd.trivy.all_statuses", [dict(tool="trivy", finished="2024-01-15", evaluated="1", failed="8",
        complete="true")]),
    "tool-results/dd.trivy.scheme_2_many_vulns.json": ("dd.trivy.scheme_2_many_vulns", [dict(target="teamdojo:latest", evaluated="3", failed="5",
        finished=None)]),
    "cloud/scubagear.ScubaResults.csv": ("scubagear.ScubaResults", [dict(tool="scubagear", evaluated="83", passed="57", failed="26",
        complete="true", finished=None, **{"not-evaluated": "9"})]),
    "cloud/scubagear.ActionPlan.csv": ("scubagear.ActionPlan", [dict(evaluated="14", passed="0", failed="14", complete="false")]),
    "cloud/scubagear.TestResults.json": ("scubagear.TestResults", [dict(evaluated="84", passed="57", failed="27", **{"not-evaluated": "9"})]),
    "cloud/scubagear.AADReport.json": ("scubagear.AADReport", [dict(version="1.8.0", target="tqhjy", evaluated="27", passed="12", failed="15",
        **{"not-evaluated": "3"})]),
}

def text(name, encoding="utf-8-sig"):
    with open(os.path.join(samples, name), encoding=encoding) as file:
        return file.read()

def xccdf(name):
    """(rule, result, severity) of every rule-result but those not selected."""
    root = ET.fromstring(text(name).encode())
    local = lambda e: e.tag.split("}")[1]
    severity = {e.get("id"): e.get("severity") for e in root.iter() if local(e) == "Rule"}
    words = {"pass": "pass", "fixed": "pass", "fail": "fail", "error": "error", "notapplicable": "not-applicable"}
    for e in root.iter():
        if local(e) != "rule-result":
            continue
        result = [c.text.strip() for c in e if local(c) == "result"][0]
        if result != "notselected":
            level = e.get("severity") or severity.get(e.get("idref"))
            yield e.get("idref"), words.get(result, "unknown"), level if level in ("high", "medium", "low", "info") else None

def lynis(name):
    for kind, value in re.findall(r"^(warning|suggestion)\[\]=(.*)$", text(name), re.M):
        yield value.split("|")[0], "fail" if kind == "warning" else "unknown", None

def scuba_row(row):
    asked = "/" not in row["Criticality"]
    result = {"Pass": "pass", "Fail": "fail", "Warning": "fail", True: "pass", False: "fail"}.get(row["Result"], "unknown")
    return row["Control ID"], result if asked else "unknown", None

def scuba(name):
    if name.endswith(".csv"):
        return [scuba_row(r) for r in csv.DictReader(io.StringIO(text(name)))]
    if "AADReport" in name:
        return [scuba_row(r) for g in json.loads(text(name, "utf-16"))[0]["Results"] for r in g["Controls"]]
    return [scuba_row({"Control ID": r["PolicyId"], "Result": r["RequirementMet"], "Criticality": r["Criticality"]})
            for r in json.loads(text(name))]

def nmap(name):
    for host in ET.fromstring(text(name).encode()).iter("host"):
        address = [a.get("addr") for a in host.iter("address") if a.get("addrtype") != "mac"][0]
        for port in host.iter("port"):
            if port.find("state").get("state") == "open":
                service = port.find("service")
                yield address, port.get("portid"), port.get("protocol"), service.get("name") if service is not None else None

def trivy(name):
    for target in json.loads(text(name))["Results"]:
        for v in target.get("Vulnerabilities") or []:
            severity = v["Severity"].lower()
            yield (v["VulnerabilityID"], v["PkgName"], v["InstalledVersion"], v.get("FixedVersion"),
                   None if severity == "unknown" else severity, (v.get("PublishedDate") or "")[:10] or None)

for name, (subject, runs) in RUNS.items():
    kind, found_subject, found, records = read(name)
    expect(kind, "scan", name + ": kind")
    if subject:
        expect(found_subject, subject, name + ": subject")
    expect(len(found), len(runs), name + ": runs")
    for have, want in zip(found, runs):
        for attribute, value in want.items():
            expect(have.get(attribute), value, "%s: %s" % (name, attribute))
    get = lambda *names: collections.Counter(tuple(r.get(n) for n in names) for r in records)
    if "nmap" in name:
        expect(get("host", "port", "protocol", "service"), collections.Counter(nmap(name)), name + ": ports")
    elif "trivy" in name:
        expect(get("name", "package", "installed", "fixed", "severity", "published"), collections.Counter(trivy(name)), name + ": vulnerabilities")
    else:
        other = lynis if "lynis" in name else scuba if "scubagear" in name else xccdf
        expect(get("name", "result", "severity"), collections.Counter(other(name)), name + ": results")

print("%d passed, %d failed" % (passed, failed))
sys.exit(failed != 0)
PY
