#!/bin/sh
# Our reading of sshd_config against sshd itself: `sshd -T` outside any Match, `sshd -T -C user=...` within one.
set -u
TENKEN=${TENKEN:?}
sshd=$(command -v sshd || echo /usr/sbin/sshd)
if [ ! -x "$sshd" ] || ! command -v ssh-keygen >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1; then
	echo 'skipped: sshd, ssh-keygen or python3 is not installed'
	echo '0 passed, 0 failed'
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# sshd insists on its folder, even to print a configuration.
[ -d /run/sshd ] || mkdir -p /run/sshd 2>/dev/null
ssh-keygen -q -t ed25519 -N '' -f "$work/key" || exit 1
SSHD=$sshd WORK=$work CORPUS=${TENKEN_CORPUS:-} exec python3 - <<'PY'
import os, random, re, subprocess, sys, xml.etree.ElementTree as ET

sshd, work, tenken, corpus = os.environ["SSHD"], os.environ["WORK"], os.environ["TENKEN"], os.environ["CORPUS"]
names = {"permitrootlogin": "permit-root-login", "passwordauthentication": "password-authentication",
         "kbdinteractiveauthentication": "kbd-interactive", "pubkeyauthentication": "pubkey", "usepam": "use-pam",
         "authenticationmethods": "authentication-methods"}
os.makedirs(work + "/h/etc/ssh")
open(work + "/h/manifest.xml", "w").write('<manifest xmlns="urn:tenken:manifest" version="1" host="h" collected-at="2026-11-20T00:00:00Z"/>')

def theirs(text, user):
    open(work + "/config", "w").write(text)
    command = [sshd, "-T", "-f", work + "/config", "-h", work + "/key"]
    if user:
        command += ["-C", f"user={user},host=h,addr=192.0.2.1"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        return None
    found = {}
    for line in run.stdout.splitlines():
        key, _, value = line.partition(" ")
        if key in names:
            found[names[key]] = value.replace("without-password", "prohibit-password").lower()
    return found

def ours(text):
    # What lies in the bundle is named from its root.
    open(work + "/h/etc/ssh/sshd_config", "w").write(text.replace(f"Include {work}/h/", "Include /"))
    out = subprocess.run([tenken, "evidence", "--as-of", "2026-11-25", work + "/h"], capture_output=True, text=True).stdout
    return {e.get("name"): e.attrib for e in ET.fromstring(out) if e.tag.endswith("ssh-server")}

passed = failed = 0
def check(text, user=None):
    global passed, failed
    real = theirs(text, user)
    if real is None:
        return
    records = ours(text)
    record = records.get(f"sshd Match User {user}" if user else "sshd", {})
    wrong = {k: (record.get(k), v) for k, v in real.items() if record.get(k) != v}
    if wrong:
        failed += 1
        print("FAIL", user, wrong, "ours, theirs; of:\n" + text)
    else:
        passed += 1

random.seed(20261125)
keys = {"PermitRootLogin": ["yes", "no", "prohibit-password", "without-password", "forced-commands-only"],
        "PasswordAuthentication": ["yes", "no"], "KbdInteractiveAuthentication": ["yes", "no"],
        "ChallengeResponseAuthentication": ["yes", "no"], "PubkeyAuthentication": ["yes", "no"], "UsePAM": ["yes", "no"],
        "AuthenticationMethods": ["any", "publickey", "publickey,password publickey,keyboard-interactive", "password"]}
def line(in_match):
    key = random.choice([k for k in keys if not (in_match and k == "UsePAM")])
    value = random.choice(keys[key])
    key = random.choice([key, key.lower(), key.upper()])
    form = random.choice(["{} {}", "{}\t{}", "{}={}", "  {}   {}  ", '{} "{}"' if "," not in value and " " not in value else "{} {}"])
    return form.format(key, value)
for _ in range(300):
    text = "\n".join(random.choice([line(False), "# comment", "", "#" + line(False)]) for _ in range(random.randint(0, 8))) + "\n"
    check(text)
    user = random.choice(["alice", "backup"])
    block = "\n".join("\t" + line(True) for _ in range(random.randint(1, 4)))
    check(text + f"Match User {user}\n{block}\n", user)
    check(text + f"Match User {user}\n{block}\n")
# Drop-ins: in the order of their names, each Match ending with its file; a hidden one is not read.
dropins = work + "/h/etc/ssh/sshd_config.d"
os.makedirs(dropins)
for _ in range(100):
    for name in ("10-a.conf", "9-b.conf", ".0-hidden.conf"):
        text = "\n".join(line(False) for _ in range(random.randint(0, 2))) + "\n"
        if random.random() < 0.5:
            text += "Match User other\n" + line(True) + "\n"
        open(dropins + "/" + name, "w").write(text)
    before, after = ["\n".join(line(False) for _ in range(random.randint(0, 2))) + "\n" for _ in range(2)]
    text = before + f"Include {dropins}/*.conf\n" + after
    check(text)
    check(text + f"Match User alice\n\t{line(True)}\n", "alice")
if corpus and os.path.isdir(corpus + "/sshd"):
    for name in sorted(os.listdir(corpus + "/sshd")):
        path = os.path.join(corpus, "sshd", name)
        text = open(path, errors="replace").read()
        # What the file includes is not there: the comparison is of the file itself.
        check("\n".join(l for l in text.splitlines() if not l.strip().lower().startswith("include")) + "\n")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
PY
