#!/bin/sh
# Our merging of systemd's configuration files against `systemd-analyze cat-config`: which files count, in which order, of
# journald.conf and timesyncd.conf with their drop-ins. Trees are made at random: main file, folders that hide each other's
# files, links, empty files, names that systemd passes over. What the files it lists come to, last assignment first, must be
# what we say. SYSTEMD_ROUNDS sets how many (default 120), SYSTEMD_SEED which they are.
set -u
TENKEN=${TENKEN:?}
if ! command -v systemd-analyze >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1 ||
	! systemd-analyze --help 2>/dev/null | grep -q cat-config; then
	echo 'skipped: systemd-analyze with cat-config, or python3, is not installed'
	echo '0 passed, 0 failed'
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
WORK=$work python3 - <<'PY'
import os, random, re, shutil, subprocess, sys, xml.etree.ElementTree as ET

work, tenken = os.environ["WORK"], os.environ["TENKEN"]
FOLDERS = ["etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd"]
NAMES = ["10-a.conf", "20-b.conf", "a.conf", "Z.conf", "50-x.conf", ".hidden.conf", "c.conf.bak", "d.conf~", "e", "10-a.CONF", "sub/f.conf"]
rng = random.Random(int(os.environ.get("SYSTEMD_SEED", "1")))
passed = failed = 0

def body(kind):
    """Some lines of a file, each with a value that nobody else writes."""
    lines = ["# a comment", "[Journal]" if kind == "journald" else "[Time]"]
    for _ in range(rng.randint(0, 3)):
        if kind == "journald":
            lines.append(rng.choice([f"SystemMaxUse={rng.randint(1, 9999)}M", f"SystemMaxUse = {rng.randint(1, 99)}G", "SystemMaxUse=",
                                     f"MaxRetentionSec={rng.randint(1, 900)}day", "Storage=none", "Storage=persistent", "Storage=auto", "Compress=yes",
                                     f"MaxRetentionSec=\\\n {rng.randint(1, 90)}week"]))
        else:
            lines.append(rng.choice([f"NTP=ntp{rng.randint(1, 99)}.example.jp", f"NTP=a{rng.randint(1, 99)}.example.jp b.example.jp", "NTP=",
                                     "FallbackNTP=", f"FallbackNTP=f{rng.randint(1, 99)}.example.jp", "RootDistanceMaxSec=5"]))
        if rng.random() < 0.1:
            lines.append(rng.choice(["[Other]", "; NTP=no.example.jp", "#Storage=none"]))
    return "\n".join(lines) + "\n"

def make(root, kind):
    """A tree; the main file is there, in /etc, where every version looks."""
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(f"{root}/etc/systemd")
    with open(f"{root}/etc/systemd/{kind}.conf", "w") as f:
        f.write(body(kind))
    with open(f"{root}/etc/real", "w") as f:
        f.write(body(kind))
    for folder in FOLDERS:
        for name in rng.sample(NAMES, rng.randint(0, 5)):
            path = f"{root}/{folder}/{kind}.conf.d/{name}"
            os.makedirs(os.path.dirname(path), exist_ok=True)
            chance = rng.random()
            if chance < 0.1:
                os.symlink("/dev/null", path)
            elif chance < 0.15 and "/" not in name:
                os.symlink("../" * (folder.count("/") + 2) + "etc/real", path)
            else:
                with open(path, "w") as f:
                    f.write("" if chance < 0.2 else body(kind))
    with open(f"{root}/manifest.xml", "w") as f:
        f.write('<manifest xmlns="urn:tenken:manifest" version="1" host="h" collected-at="2026-11-20T02:00:00+09:00"/>')

def merged(root, kind):
    """The settings that count, from what systemd says the files are: key to the values in their order."""
    done = subprocess.run(["systemd-analyze", f"--root={root}", "cat-config", f"systemd/{kind}.conf"], capture_output=True, text=True)
    if done.returncode:
        sys.exit("systemd-analyze: " + done.stderr)
    settings, section, joined = {}, "", ""
    for line in done.stdout.splitlines():
        # A file begins with its name, in no section.
        if re.fullmatch(r"# (/\S+)", line):
            section = ""
        if not line.strip() or line.lstrip()[0] in "#;":
            continue
        if line.endswith("\\"):
            joined += line[:-1] + " "
            continue
        line, joined = joined + line, ""
        if line.startswith("["):
            section = line.strip()
        elif "=" in line and section in ("[Journal]", "[Time]"):
            key, value = (part.strip() for part in line.split("=", 1))
            settings.setdefault(key, []).append(value)
    return settings

def wanted(settings, kind):
    last = {key: values[-1] for key, values in settings.items()}
    if kind == "journald":
        if last.get("Storage") == "none":
            return {"retention-kind": "none", "capacity-bytes": None, "max-days": None}
        size = re.fullmatch(r"(\d+)([MG])", last.get("SystemMaxUse", ""))
        span = re.fullmatch(r"(\d+)(day|week)", last.get("MaxRetentionSec", ""))
        return {"retention-kind": "size-bound", "capacity-bytes": size and str(int(size[1]) << (20 if size[2] == "M" else 30)),
                "max-days": span and str(int(span[1]) * (1 if span[2] == "day" else 7))}
    counts = {}
    for key in ("NTP", "FallbackNTP"):
        counts[key] = 0
        for value in settings.get(key, []):
            counts[key] = counts[key] + len(value.split()) if value else 0
    known = counts["NTP"] or counts["FallbackNTP"]
    configured = "true" if known else "false" if "FallbackNTP" in settings else None
    return {"configured": configured, "sources": str(counts["NTP"]) if configured else None,
            "fallback-sources": str(counts["FallbackNTP"]) if configured and counts["FallbackNTP"] else None}

for i in range(int(os.environ.get("SYSTEMD_ROUNDS", "120"))):
    kind = ("journald", "timesyncd")[i % 2]
    root = f"{work}/h"
    make(root, kind)
    want = wanted(merged(root, kind), kind)
    done = subprocess.run([tenken, "evidence", "--as-of", "2026-11-25", root], capture_output=True, text=True)
    element = "log" if kind == "journald" else "clock"
    got = [e for e in ET.fromstring(done.stdout) if e.tag.endswith("}" + element)]
    wrong = [f"{k}: {got[0].get(k) if got else 'no record'}, systemd {v}" for k, v in want.items() if not got or got[0].get(k) != v]
    passed += not wrong
    failed += bool(wrong)
    if wrong:
        print(f"FAIL tree {i}, {kind}: {'; '.join(wrong)}")
        subprocess.run(["systemd-analyze", f"--root={root}", "cat-config", f"systemd/{kind}.conf"])
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
PY
