#!/bin/sh
# Real outputs and configurations of clocks (the corpus), and what must be read from each: written by hand from the files.
set -u
TENKEN=${TENKEN:?}
if [ -z "${TENKEN_CORPUS:-}" ] || [ ! -d "$TENKEN_CORPUS/time" ] || ! command -v python3 >/dev/null 2>&1; then
	echo 'skipped: no corpus of clocks, or no python3'
	echo '0 passed, 0 failed'
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
WORK=$work exec python3 - <<'PY'
import os, shutil, subprocess, sys, xml.etree.ElementTree as ET

tenken, work, corpus = os.environ["TENKEN"], os.environ["WORK"], os.environ["TENKEN_CORPUS"] + "/time/"
CHRONY, CENTOS, UBUNTU = "2026-11-22T05:39:36Z", "2020-03-11T00:53:23Z", "2020-03-11T00:51:12Z"
TRACKING = {"observed-by": "chrony", "synchronised": "false", "stratum": "4", "offset-seconds": "0.000001299", "reference": "127.0.0.1"}
UNSYNCED = {"observed-by": "chrony", "synchronised": "false", "stratum": "0", "leap": "Not synchronised", "root-distance-seconds": "1.5",
            "last-update-seconds": None}
# What is followed there is the host itself.
OWN = {"observed-by": "chrony", "synchronised": "false", "reachable": "1", "last-answer-seconds": None}
# Sample: its name in a bundle, the time of collection, what must be read. None: it must not be there.
KNOWN = {
    "chrony43.tracking.csv": ("cmd/chronyc-tracking.txt", CHRONY, TRACKING | {"root-distance-seconds": "0.000005231", "last-update-seconds": "1"}),
    "chrony43.tracking.txt": ("cmd/chronyc-tracking.txt", CHRONY, TRACKING | {"root-distance-seconds": "0.000005236", "last-update-seconds": "2"}),
    "chrony43.tracking-unsync.csv": ("cmd/chronyc-tracking.txt", CHRONY, UNSYNCED),
    "chrony43.tracking-unsync.txt": ("cmd/chronyc-tracking.txt", CHRONY, UNSYNCED),
    "chrony43.chronyc-nodaemon.txt": ("cmd/chronyc-tracking.txt", CHRONY, {"observed-by": "chrony", "synchronised": "false", "stratum": None}),
    "chrony43.sources.csv": ("cmd/chronyc-sources.txt", CHRONY, OWN),
    "chrony43.sources.txt": ("cmd/chronyc-sources.txt", CHRONY, OWN),
    "chrony43.sources-v.txt": ("cmd/chronyc-sources.txt", CHRONY, OWN),
    "chrony43.sources-unsync.csv": ("cmd/chronyc-sources.txt", CHRONY, {"synchronised": "false", "reachable": "0"}),
    "chrony43.srv.conf": ("etc/chrony/chrony.conf", CHRONY, {"daemon": "chrony", "configured": "false", "sources": "0"}),
    "chrony43.cli.conf": ("etc/chrony/chrony.conf", CHRONY, {"daemon": "chrony", "configured": "true", "sources": "1"}),
    "centos-7.7.ntpq-p.out": ("cmd/ntpq-p.txt", CENTOS, {"observed-by": "ntp", "synchronised": "false", "reachable": "4", "reference": None}),
    "centos-7.7.ntpq-pn.out": ("cmd/ntpq-pn.txt", CENTOS, {"synchronised": "true", "reference": "72.5.72.15", "stratum": "3", "reachable": "4",
                               "offset-seconds": "0.000231", "last-answer-seconds": "63", "poll-seconds": "64", "root-distance-seconds": None}),
    "freebsd12.ntpq-p.out": ("cmd/ntpq-p.txt", CENTOS, {"synchronised": "false", "reachable": "4"}),
    # One answer each, all peers 65 ms off: just started. Followed all the same.
    "ubuntu-18.04.ntpq-p.out": ("cmd/ntpq-p.txt", UBUNTU, {"synchronised": "true", "reference": "clock.nyc.he.ne", "stratum": "2",
                                "reachable": "14", "offset-seconds": "0.065938", "last-answer-seconds": "31"}),
    "ubuntu-18.04.ntpq-p2.out": ("cmd/ntpq-p.txt", UBUNTU, {"synchronised": "true", "reference": "ntp2.wiktel.com", "stratum": "2",
                                 "reachable": "17", "offset-seconds": "0.000473", "last-answer-seconds": "25"}),
    "ubuntu-18.04.ntpq-pn.out": ("cmd/ntpq-pn.txt", UBUNTU, {"synchronised": "true", "reference": "209.51.161.238", "reachable": "14"}),
    "centos-7.7.timedatectl.out": ("cmd/timedatectl.txt", CENTOS, {"observed-by": "kernel", "synchronised": "true", "offset-seconds": None,
                                   "timezone": "America/Los_Angeles", "last-update-seconds": "2"}),
    "ubuntu-18.04.timedatectl.out": ("cmd/timedatectl-status.txt", UBUNTU, {"observed-by": "kernel", "synchronised": "true",
                                     "timezone": "Etc/UTC", "last-update-seconds": "1"}),
    "generic.timedatectl-rtc-local.out": ("cmd/timedatectl-status.txt", CENTOS, {"synchronised": "true", "timezone": "Europe/Athens"}),
    # The figures of its server, but no flag: whether the clock follows is not known.
    "generic.timedatectl-timesync-status.out": ("cmd/timedatectl-timesync-status.txt", CENTOS, {"observed-by": "timesyncd", "leap": "normal",
        "synchronised": None, "stratum": "2", "offset-seconds": "0.005224", "root-distance-seconds": "0.033033"}),
}
# Nothing is decided by these; that they are not read must be said.
UNREAD = {"chrony43.activity.csv", "chrony43.ntpdata.csv", "chrony43.selectdata.csv", "chrony43.serverstats.csv", "chrony43.sourcestats.csv"}
passed = failed = 0

def expect(good, text):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print("FAIL " + text)

def evidence(path):
    run = subprocess.run([tenken, "evidence", "--as-of", "2026-11-25", path], capture_output=True, text=True)
    clocks = [e.attrib for e in ET.fromstring(run.stdout).iter() if e.tag.endswith("}clock")] if run.stdout.strip() else []
    return clocks, run.stderr

for sample in sorted(os.listdir(corpus)):
    if sample in UNREAD:
        clocks, said = evidence(corpus + sample)
        expect(not clocks and sample in said, f"{sample}: {clocks} {said}")
        continue
    expect(sample in KNOWN, f"{sample}: nobody has said what must be read from it")
    if sample not in KNOWN:
        continue
    name, collected, want = KNOWN[sample]
    host = work + "/h"
    shutil.rmtree(host, ignore_errors=True)
    os.makedirs(os.path.dirname(f"{host}/{name}"))
    shutil.copyfile(corpus + sample, f"{host}/{name}")
    open(host + "/manifest.xml", "w").write(f'<manifest xmlns="urn:tenken:manifest" version="1" host="h" collected-at="{collected}"/>')
    clocks, said = evidence(host)
    found = clocks[0] if clocks else {}
    wrong = {key: (found.get(key), value) for key, value in want.items() if found.get(key) != value}
    expect(not wrong and not said, f"{sample}: found and expected: {wrong}; {said}")
    # The same file loose is known by its content, and says the same but for what needs the time of the collection.
    if name.startswith("cmd/"):
        clocks, said = evidence(corpus + sample)
        found = clocks[0] if clocks else {}
        wrong = {key: (found.get(key), value) for key, value in want.items() if found.get(key) != value and key != "last-update-seconds"}
        expect(not wrong, f"{sample}, loose: found and expected: {wrong}; {said}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
PY
