#!/bin/sh
# Our reading of chrony's configuration against chronyd itself: `chronyd -p` prints what it read of the main file, confdir and
# include; what it takes from sourcedir only a running one tells (`chronyc activity`; it runs with -x and never touches the clock).
set -u
TENKEN=${TENKEN:?}
chronyd=$(command -v chronyd || echo /usr/sbin/chronyd)
if [ ! -x "$chronyd" ] || ! command -v chronyc >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1; then
	echo 'skipped: chrony or python3 is not installed'
	echo '0 passed, 0 failed'
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
CHRONYD=$chronyd WORK=$work exec python3 - <<'PY'
import os, random, shutil, signal, subprocess, sys, time, xml.etree.ElementTree as ET

chronyd, work, tenken = os.environ["CHRONYD"], os.environ["WORK"], os.environ["TENKEN"]
root = work + "/h"
MANIFEST = '<manifest xmlns="urn:tenken:manifest" version="1" host="h" collected-at="2026-11-20T00:00:00Z"/>'
passed = failed = 0

def report(good, text):
    global passed, failed
    passed += good
    failed += not good
    if not good:
        print("FAIL " + text)

def write(files):
    """The files twice: for chronyd with the folder they really lie in, for us named from the bundle's root."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.rmtree(work + "/bundle", ignore_errors=True)
    for base, prefix in ((root, root), (work + "/bundle/h", "")):
        for name, text in files.items():
            path = f"{base}/{name}"
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "w").write(text.replace("@", prefix))
    open(work + "/bundle/h/manifest.xml", "w").write(MANIFEST)

def ours():
    out = subprocess.run([tenken, "evidence", "--as-of", "2026-11-25", work + "/bundle/h"], capture_output=True, text=True).stdout
    return next(e.attrib for e in ET.fromstring(out) if e.tag.endswith("clock"))

def kind_of(line):
    """What a line that chronyd printed adds: a source that may be selected and leads out of the host, one that waits, nothing."""
    words = line.lower().split()
    if words[0] == "refclock":
        return "none" if words[1] in ("pps", "rtc") or "noselect" in words else "source"
    if words[0] not in ("server", "pool", "peer") or words[1] in ("127.0.0.1", "::1", "localhost", "h") or "noselect" in words:
        return "none"
    return "waiting" if "offline" in words else "source"

def check(files, is_exact=True):
    write(files)
    run = subprocess.run([chronyd, "-p", "-f", root + "/etc/chrony/chrony.conf"], capture_output=True, text=True)
    record = ours()
    kinds = [] if run.returncode else [kind_of(l) for l in run.stdout.splitlines() if l.strip()]
    count = kinds.count("source")
    if count:
        want = ("true", str(count))
    elif run.returncode or "waiting" in kinds:
        want = (None, None)                 # chronyd refuses, or somebody has to switch a source on: nothing is known
    else:
        want = ("false", "0")
    found = (record.get("configured"), record.get("sources"))
    good = found == want if is_exact else found[0] == want[0]
    # A pattern that nothing matches: chronyd knows that there is nothing, we only that nothing was collected.
    good |= want[0] == "false" and found[0] is None and "include" in str(record.get("reason"))
    report(good, f"chronyd: {want}, tenken: {found} {record.get('reason')}; {run.stderr.strip()} of:\n{files}")

random.seed(int(os.environ.get("SEED", 20261125)))
def mixed(word):
    return "".join(random.choice((c, c, c.upper())) for c in word)
def number():
    return random.choice(["0", "4", "+6", "-2", "10", "x", "", "1x", "0x", "1.5", "1e1"]) if random.random() < 0.15 else random.choice(["4", "6", "10"])
OPTIONS = ["iburst", "prefer", "trust", "require", "xleave", "auto_offline", "burst", "minpoll N", "maxpoll N", "key P", "port 123", "maxdelay N",
           "minsamples N", "maxsamples N", "version 4", "offset 0.001", "polltarget P", "maxsources P", "certset N", "mindelay N", "presend 2", "asymmetry 0.5", "filter 3", "minstratum 1"]
RARE = ["noselect", "noselect", "offline", "nonsense", "#", "minpoll", "# comment"]
OTHERS = ["driftfile /var/lib/chrony/drift", "makestep 1 3", "rtcsync", "local stratum 10", "local", "maxdistance 3", "logdir /var/log/chrony",
          "allow 192.0.2.0/24", "log tracking", "leapsectz right/UTC", "maxupdateskew 100.0", "keyfile /etc/chrony/chrony.keys", "cmdport 0",
          "manual", "minsources 2", "hwtimestamp *", "user _chrony", "smoothtime 400 0.01", "lock_all", "noclientlog", "deny", "port 0"]
REFCLOCKS = ["refclock SHM 0", "refclock SHM 0 refid GPS precision 1e-1 offset 0.5", "refclock PPS /dev/pps0 lock NMEA", "refclock PHC /dev/ptp0 poll 3",
             "refclock SOCK /run/x.sock noselect", "refclock SHM", "refclock SHM 0 nonsense", "refclock PPS /dev/pps0 refid PPS1 width 0.1"]
def source():
    names = ["192.0.2.%d" % random.randint(1, 250), "ntp.example.jp", "2001:db8::1", "127.0.0.1", "::1", "localhost", "h"]
    words = [mixed(random.choice(["server", "server", "pool", "peer"])), random.choice(names)]
    words += [random.choice(OPTIONS).replace("N", number()).replace("P", random.choice(["1", "8", "+3", "x", ""] if random.random() < 0.1 else ["2"])) for _ in range(random.randint(0, 3))]
    if random.random() < 0.15:
        words.append(random.choice(RARE))
    return random.choice([" ", " ", "\t", "   "]).join(words)
def line():
    kind = random.random()
    if kind < 0.35:
        return source()
    if kind < 0.65:
        word, _, rest = random.choice(OTHERS).partition(" ")
        return (mixed(word) + " " + rest).strip()
    if kind < 0.75:
        return random.choice("#!;%") + random.choice(["", " "]) + source()
    if kind < 0.82:
        return random.choice(REFCLOCKS)
    if kind < 0.84:
        return random.choice(["nonsense 1", "servers ntp.example.jp", "server", "Server:", "-server ntp.example.jp"])
    return ""
def text(most):
    end = random.choice(["\n", "\n", "\r\n", "\n\n"])
    return "".join(random.choice(["", "", " ", "\t"]) + line() + end for _ in range(random.randint(0, most)))

for _ in range(400):
    check({"etc/chrony/chrony.conf": text(8)})
for _ in range(200):
    files = {f"etc/chrony/{folder}/{name}": text(3) for folder in ("a", "b") for name in ("10-x.conf", "9-y.conf", "30-z.conf", ".0-hidden.conf",
             "notes.txt", "deep/5-w.conf") if random.random() < 0.5}
    files["etc/chrony/a/README"] = files["etc/chrony/b/README"] = "a folder that was collected\n"
    how = random.choice(["confdir @/etc/chrony/a @/etc/chrony/b", "confdir @/etc/chrony/b\nConfDir @/etc/chrony/a/", "include @/etc/chrony/a/READ??",
                         "include @/etc/chrony/a/*.conf", "confdir @/etc/chrony/a @/etc/chrony/b\ninclude @/etc/chrony/*/9-y.conf",
                         "include @/etc/chrony/chrony.conf"])
    if "READ" in how:
        files["etc/chrony/a/README"] = text(2)
    files["etc/chrony/chrony.conf"] = text(2) + how + "\n" + text(2)
    check(files, is_exact="*/9-y" not in how)   # we count what is read twice once

def ask(files):
    """How many sources a running chronyd has, or None where none can be run here."""
    os.makedirs(root + "/run", exist_ok=True)
    os.chmod(root + "/run", 0o770)
    with open(root + "/etc/chrony/chrony.conf", "a") as main:
        main.write(f"port 0\ncmdport 0\nbindcmdaddress {root}/run/sock\npidfile {root}/run/pid\n")
    daemon = subprocess.Popen([chronyd, "-x", "-d", "-u", "root", "-f", root + "/etc/chrony/chrony.conf"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    try:
        for _ in range(50):
            time.sleep(0.05)
            out = subprocess.run(["chronyc", "-n", "-h", root + "/run/sock", "-c", "activity"], capture_output=True, text=True).stdout
            if out.count(",") == 4:
                return sum(int(n) for n in out.strip().split(","))
            if daemon.poll() is not None:
                return None
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()

able = os.geteuid() == 0
for round in range(20 if able else 0):
    addresses = iter(random.sample(range(1, 250), 60))   # chronyd takes no address twice
    files = {f"run/{folder}/{name}": "".join(random.choice(["server 192.0.2.%d iburst\n", "server 192.0.2.%d nonsense\n", "#server 192.0.2.%d\n",
             "peer 198.51.100.%d\n", "allow 192.0.2.%d\n", "nonsense %d\n"]) % next(addresses) for _ in range(3))
             for folder in ("one", "two") for name in ("a.sources", "b.sources", "c.conf", ".d.sources") if random.random() < 0.6}
    for name in [n for n in files if random.random() < 0.3]:
        files[name] = files[name].rstrip("\n")
    files["run/one/README"] = files["run/two/README"] = ""
    files["etc/chrony/chrony.conf"] = random.choice(["sourcedir @/run/one @/run/two\n", "sourcedir @/run/one\nsourcedir @/run/two\n"])
    write(files)
    theirs = ask(files)
    if theirs is None:
        able = False
        break
    record = ours()
    report(record.get("sources") == str(theirs), f"chronyd has {theirs} sources, tenken read {record} of:\n{files}")
if not able:
    print("skipped: no chronyd can be run here, sourcedir is not compared")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
PY
