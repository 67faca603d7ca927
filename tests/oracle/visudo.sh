#!/bin/sh
# Our grammar of sudoers against visudo -c: what it refuses must not be read as good, and the reverse. The lines are made at
# random from the words of the grammar, most of them nearly right; sudoers.sh asks what the good ones mean.
# VISUDO_ROUNDS sets how many (default 400, of which many share one run), VISUDO_SEED which they are.
set -u
TENKEN=${TENKEN:?}
PATH=$PATH:/usr/sbin:/sbin
if ! command -v visudo >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1; then
	echo 'skipped: visudo (package sudo) or python3 is not installed'
	echo '0 passed, 0 failed'
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
WORK=$work CORPUS=${TENKEN_CORPUS:-} SOURCE=$(cd "$(dirname "$0")/../.." && pwd) python3 - <<'PY'
import glob, os, random, re, subprocess, sys

work, tenken = os.environ["WORK"], os.environ["TENKEN"]
rng = random.Random(int(os.environ.get("VISUDO_SEED", "1")))
USERS = ["alice", "%ops", "#1001", "%#100", "ALL", "ADMINS", "!bob", '"a b"', "a\\,b", "+net", "%:unix", '"%g h"']
HOSTS = ["ALL", "host1", "192.0.2.0/24", "2001:db8::1", "!host2", "HOSTS", "10.0.0.0/255.0.0.0", "*.example.jp"]
RUNAS = ["", "(ALL)", "(root)", "(ALL:ALL)", "(:ops)", "()", "( root , bob : ops )", "(#0)", "(!root)", "(ALL", "root)"]
TAGS = ["", "NOPASSWD:", "NOPASSWD: ", "SETENV : ", "NOEXEC:NOPASSWD:", "LOG_INPUT: ", "NOPASSWD ", "FOLLOW:", "MAIL: ", "TIMEOUT=5m ", "CWD=/tmp ", "ROLE=r ",
        "NOTBEFORE=20260101000000Z ", "CHROOT=/srv ", "nopasswd:"]
COMMANDS = ["ALL", "/bin/ls", "/bin/ls -l *", "/usr/bin/", '/bin/sh ""', "!/bin/su", "sudoedit /etc/hosts", "CMDS", "/bin/x a\\,b", "/bin/x a\\:b", "/bin/x a:b",
            "/bin/x a=b", "^/bin/(a|b)$", "/bin/foo ^a,b:c$", "sha224:0GomF8mNN3wlDt1HD9XldjJ3SNgpFdbjO1+NsQ== /bin/ls", "list", "relative", "~/x", "sudoedit"]
ALIASES = ["User_Alias ADMINS = alice, bob", "Host_Alias HOSTS = host1", "Cmnd_Alias CMDS = /bin/a, /bin/b", "Runas_Alias OPS = root",
           "Cmd_Alias X = /bin/a", "User_Alias admins = alice", "User_Alias A = alice : B = bob", "User_Alias A =", "Host_Alias 1A = x", "Cmnd_Alias ALL = /bin/a",
           "User_Alias A_1 = %ops, !alice", "User_Alias A= alice bob"]
DEFAULTS = ["Defaults env_reset", "Defaults !lecture", "Defaults:alice !authenticate", "Defaults@host1 log_output", "Defaults>root !set_logname",
            "Defaults!/bin/ls noexec", 'Defaults env_keep += "A B"', "Defaults timestamp_timeout=5, passwd_tries = 3", "Defaults secure_path=\"/bin:/usr/bin\"",
            "Defaults passwd_tries=", "Defaults =5", "Defaults", "Defaults : alice !authenticate", "Defaults env_keep -= A", "Defaults mailto=\"a@b"]
OTHER = ["", "# comment", "#includes nothing", "alice", "alice ALL", "alice ALL =", "= ALL", "alice ALL=ALL # end", "alice ALL=ALL #5", "  alice   ALL = ALL  ",
         "alice ALL=(ALL) ALL, ", "alice ALL=ALL,,ALL", "alice, ALL=ALL", ", alice ALL=ALL", "alice ALL=ALL : host2=/bin/ls", "alice ALL=ALL :", "@include", "@bogus x"]

def listed(words, most=2):
    return rng.choice([", ", ",", " , "]).join(rng.choice(words) for _ in range(rng.randint(1, most)))

def line():
    kind = rng.random()
    if kind < 0.6:
        specs = [f"{rng.choice(RUNAS)}{rng.choice(['', ' '])}{rng.choice(TAGS)}{rng.choice(COMMANDS)}" for _ in range(rng.randint(1, 2))]
        text = f"{listed(USERS)} {listed(HOSTS)}{rng.choice(['=', ' = ', '= '])}{', '.join(specs)}"
    else:
        text = rng.choice(ALIASES if kind < 0.75 else DEFAULTS if kind < 0.9 else OTHER)
    if rng.random() < 0.25 and text:   # one letter more, less or other
        p = rng.randrange(len(text))
        text = rng.choice([text[:p] + text[p + 1:], text[:p] + rng.choice(list("!,:=() \"\\#%@^*")) + text[p:], text[:p] + rng.choice("xX,:") + text[p + 1:]])
    return text

def visudo(text):
    """Whether it takes the file. What only a warning is (an alias that is not defined, a setting it does not know) is no matter of
    grammar, nor is a list of aliases that hold each other."""
    # Where its scanner takes words apart without a blank (#1001host), or a name for an expression: nobody writes that.
    if re.search(r"#\d+[a-z]|:\^", text):
        return None
    with open(work + "/sudoers", "w") as file:
        file.write(text)
    done = subprocess.run(["visudo", "-c", "-f", work + "/sudoers"], capture_output=True, text=True)
    said = done.stdout + done.stderr
    if re.search(r"unknown defaults entry|option .* (does not|requires)|value .* is invalid|is invalid for option|not defined|cycle in|no value specified", said) \
            and not re.search(r"syntax error|expected a|empty |already defined|reserved word|unterminated|invalid line", said):
        return None
    return done.returncode == 0

def ours(texts):
    """The numbers of the hosts in which we refused a line, each with one of the texts."""
    paths = []
    for i, text in enumerate(texts):
        root = f"{work}/h{i}"
        os.makedirs(root + "/etc", exist_ok=True)
        files = {"etc/sudoers": text, "etc/passwd": "root:x:0:0::/root:/bin/sh\n", "etc/group": "ops:x:1100:\n",
                 "manifest.xml": f'<manifest xmlns="urn:tenken:manifest" version="1" host="h{i}" collected-at="2026-11-20T02:00:00+09:00"/>'}
        for name, content in files.items():
            with open(f"{root}/{name}", "w") as file:
                file.write(content)
        paths.append(root)
    said = subprocess.run([tenken, "evidence", "--as-of", "2026-11-25", *paths], capture_output=True, text=True).stderr
    refused = set()
    for found in re.finditer(r"^h(\d+)!/etc/sudoers:\d+: WARNING: .*\[syntax-unknown\]$", said, re.M):
        if "netgroup or of a group" not in found[0]:
            refused.add(int(found[1]))
    return refused

texts = [line() + "\n" for _ in range(int(os.environ.get("VISUDO_ROUNDS", "400")))]
texts += [l + "\n" for l in ALIASES + DEFAULTS + OTHER]
for path in glob.glob(os.environ["SOURCE"] + "/tests/golden/evidence/*/in/*/etc/sudoers") + glob.glob(os.environ["CORPUS"] + "/distro-defaults/*/etc/sudoers"):
    text = open(path, encoding="utf-8", errors="replace").read()
    texts.append("".join(l for l in text.splitlines(True) if not re.match(r"\s*[@#]include", l)))
passed = failed = 0
refused = ours(texts)
for i, text in enumerate(texts):
    good = visudo(text)
    if good is None:
        continue
    if good == (i not in refused):
        passed += 1
    else:
        failed += 1
        print(f"FAIL visudo {'takes' if good else 'refuses'}, we {'refuse' if good else 'take'}: {text!r}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
PY
