#!/bin/sh
# Our reading of sudoers against cvtsudoers(1): who gets ALL commands as root or as anybody, and which lines are refused.
#
# The JSON itself, in the place of sudoers, must give the same records as the text it was made of.
#
# Both read the golden files, the samples of TENKEN_CORPUS and mutations of them. cvtsudoers says what a file means as
# JSON; the few lines of Python below apply the rule of docs/evidence.md to that, and `tenken evidence` must say the same
# of a host with those accounts. SUDOERS_ROUNDS sets the number of mutations (default 60), SUDOERS_SEED which they are.
set -u
if ! command -v cvtsudoers >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1; then
	echo "skipped: cvtsudoers (package sudo) or python3 is not installed"
	echo "0 passed, 0 failed"
	exit 0
fi
TENKEN=${TENKEN:?}
export TENKEN
source=$(cd "$(dirname "$0")/../.." && pwd)
set --
for file in "$source"/tests/golden/evidence/*/in/*/etc/sudoers "$source"/tests/golden/evidence/*/in/*/etc/sudoers.d/* \
	"${TENKEN_CORPUS:-/nonexistent}"/oracles/sudoers "${TENKEN_CORPUS:-/nonexistent}"/distro-defaults/*/etc/sudoers; do
	[ -f "$file" ] && set -- "$@" "$file"
done
exec python3 - "$@" <<'PY'
import json, os, random, re, shutil, subprocess, sys, tempfile
import xml.etree.ElementTree as ET

# name, uid, gid; the groups they are in besides.
USERS = {"root": (0, 0), "toor": (0, 99), "alice": (1001, 1001), "bob": (1002, 27), "carol": (1003, 1003),
         "dave": (1005, 1004), "erin": (1006, 10), "a,b": (1007, 1007), "ken": (1008, 1008), "leo": (1009, 4)}
# None of them makes an administrator by itself but sudo and wheel, which is not what is compared.
GROUPS = {"sudo": (27, ["alice"]), "wheel": (10, ["dave"]), "ops": (1100, ["carol", "leo"]), "adm": (4, []), "g h": (1200, ["ken"])}
HOST = "host1"
ODD = """
alice ALL=(ALL) ALL # comment
carol ALL=(bob) /bin/ls, ALL
dave ALL=() ALL
erin ALL=(:ops) ALL
alice ALL=NOPASSWD:ALL
carol ALL = ( ALL : ALL ) NOPASSWD : SETENV : ALL : host2 = /bin/ls
"%g h" ALL=ALL
%g\\ h ALL=(toor) ALL
alice ALL=sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= /bin/ls, ALL
carol ALL=/bin/foo ^a,b:c$, ALL
dave 2001:db8::1=ALL
alice ALL=CWD=/tmp ALL
#1006 ALL=ALL
leo !host1,ALL=ALL
leo,\\
 ken ALL=\\
 ALL
!alice ALL=ALL
ALL,!bob ALL=(ALL) ALL
ken ALL=/bin/ls a\\=b, ! /bin/rm
ken ALL=(root) sudoedit /etc/hosts, /usr/bin/, /bin/sh "", /usr/bin/*
User_Alias X = alice, !carol : Y = X, %ops
Y ALL=(ALL) ALL
Y,!leo ALL=(ALL,!root) ALL
Runas_Alias R = toor, !root
alice ALL=(R) ALL
bob ALL=(!root,R) ALL
Cmnd_Alias C = ALL, !/bin/sh
Cmnd_Alias D = C
leo ALL=D, !/bin/ls
leo ALL=!D
Host_Alias H = host1, host2
erin H = ALL
erin !H = ALL
ken ALL=!!ALL
ken !!ALL=!ALL
a\\,b ALL=ALL
%#27 ALL=ALL
%#1100 ALL=(#0) ALL
alice ALL=ALL foo
alice bob ALL=ALL
alice ALL=NOPASSWD ALL
alice ALL=NOPASSWD:(root) ALL
alice,=ALL
alice ALL=ALL:
alice ALL ALL
alice ALL=(root : ) ALL
alice ALL=( : ) ALL
alice ALL=nopath
alice ALL=#5
alice ALL=(ALL) ALL #5 x
User_Alias Ab=alice
User_Alias ALL=alice
alice>bob ALL=ALL
alice"b" ALL=ALL
alice ALL="ALL"
"ALL" ALL=ALL
"alice" ALL=ALL
ROOT ALL=ALL
alice ALL=FOO:ALL
alice ALL=(ALL) ALL,
alice ALL=/bin/x FOO=b
alice ALL=/bin/x a:b
alice ALL=TIMEOUT=5 NOPASSWD: ALL
alice ALL=NOPASSWD: TIMEOUT=5 ALL
alice ALL=list
alice ALL=~bob/x
alice ALL=^/bin/.*$
#includefoo
# comment \\
Defaults:alice,bob !authenticate
Defaults !authenticate, lecture = never
Defaults : alice !authenticate
Defaults!/bin/ls !authenticate
Defaults!/bin/ls,!/bin/cat !authenticate
Defaults env_keep += "A B", env_keep -= C
%"x y" ALL=ALL
@foo ALL=ALL
""".strip("\n")

def logical(text):
    """The lines of a file with those that continue them."""
    found, joined = [], ""
    for line in text.split("\n"):
        joined += line
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            joined += "\n"
        else:
            found.append(joined)
            joined = ""
    return found + ([joined] if joined else [])

def convert(path):
    """The JSON of cvtsudoers, or None when it refuses the file."""
    done = subprocess.run(["cvtsudoers", "-c", "/dev/null", "-f", "json", path], capture_output=True, text=True)
    if done.returncode or re.search(r"syntax error|expected a|empty |already defined|reserved word|invalid", done.stderr):
        return None
    try:
        return json.loads(done.stdout)
    except ValueError:
        return "bad"      # its JSON is broken for some options

class Rules:
    def __init__(self, tree):
        self.users, self.runas = tree.get("User_Aliases", {}), tree.get("Runas_Aliases", {})
        self.hosts, self.commands = tree.get("Host_Aliases", {}), tree.get("Command_Aliases", {})
        self.specs = tree.get("User_Specs", [])

    def last(self, items, aliases, word, one, depth=0):
        result = None
        for item in items or []:
            name = item.get(word)
            if name in aliases and depth < 50:
                found = self.last(aliases[name], aliases, word, one, depth + 1)
            else:
                found = one(item)
            if found is not None:
                result = found != item.get("negated", False)
        return result

    def user(self, name):
        uid, gid = USERS[name]
        def one(item):
            if "username" in item:
                yes = item["username"] in ("ALL", name)
            elif "usergroup" in item:
                group = GROUPS.get(item["usergroup"])
                yes = bool(group) and (group[0] == gid or name in group[1])
            elif "userid" in item:
                yes = item["userid"] == uid
            else:
                number = item.get("usergid")
                yes = number == gid or any(g == number and name in m for g, m in GROUPS.values())
            return True if yes else None
        return one

    def all(self, name):
        def target(item):
            return True if item.get("username") in ("root", "toor", "ALL") or item.get("userid") == 0 else None
        def host(item):
            return True if item.get("hostname") in ("ALL", HOST) else None
        def command(item):
            return True if item.get("command") == "ALL" and "sha256" not in str(item) else None
        def flat(items, kind):
            return [{**i, "alias": i.get(kind)} for i in items or []]
        def aliases(table, kind):
            return {k: flat(v, kind) for k, v in table.items()}
        result = False
        for spec in self.specs:
            if not self.last(flat(spec["User_List"], "useralias"), aliases(self.users, "useralias"), "alias", self.user(name)):
                continue
            hosts = self.last(flat(spec["Host_List"], "hostalias"), aliases(self.hosts, "hostalias"), "alias", host)
            if not hosts:
                continue
            for cs in spec["Cmnd_Specs"]:
                users = cs.get("runasusers")
                if users is None:
                    root = "runasgroups" not in cs
                elif any(u.get("username") == "ALL" and not u.get("negated") for u in users):
                    root = True
                elif users == [{"username": ""}]:
                    root = USERS[name][0] == 0
                else:
                    root = self.last(flat(users, "runasalias"), aliases(self.runas, "runasalias"), "alias", target)
                if not root:
                    continue
                for c in cs["Commands"]:
                    got = self.last(flat([c], "cmndalias"), aliases(self.commands, "cmndalias"), "alias", command)
                    if got is not None:
                        result = got
        return result

def host(files, folder):
    """What we say of a host with those accounts and files: its accounts, and the diagnostics."""
    root = os.path.join(folder, HOST)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(root + "/etc")
    os.makedirs(root + "/cmd")
    files = dict(files)
    files["etc/passwd"] = "".join("%s:x:%d:%d::/:/bin/sh\n" % (n, u, g) for n, (u, g) in USERS.items())
    files["etc/group"] = "".join("%s:x:%d:%s\n" % (n, g, ",".join(m)) for n, (g, m) in GROUPS.items())
    files["manifest.xml"] = '<manifest xmlns="urn:tenken:manifest" version="1" host="%s" collected-at="2026-11-20T02:00:00+09:00"/>' % HOST
    for name, text in files.items():
        with open(os.path.join(root, name), "w") as f:
            f.write(text)
    done = subprocess.run([os.environ["TENKEN"], "evidence", "--as-of", "2026-11-25", folder], capture_output=True, text=True)
    tree = ET.fromstring(done.stdout)
    return {a.get("name"): a for a in tree if a.tag.endswith("account")}, done.stderr

def ours(text, folder):
    """Who has ALL by sudoers for us, and whether a line was refused."""
    found, said = host({"etc/sudoers": text}, folder)
    accounts = {name: "sudoers" in (a.get("admin-by") or "").split() for name, a in found.items()}
    refused = re.search(r"etc/sudoers:\d+: WARNING: .*\[syntax-unknown\]", said) and \
        not re.search(r"netgroup or of a group", said)
    return accounts, bool(refused)

def rights(a):
    return [a.get(k) for k in ("admin", "admin-by", "sudo-nopasswd")]

def converted(text, path, folder):
    """Where the records of cvtsudoers' JSON differ from those of the text. Not compared: aliases that are not defined (they may
    have been left out of the JSON), and settings of single users, which the JSON does not tell from those of runas users."""
    text = "Defaults env_reset\n" + text
    with open(path, "w") as f:
        f.write(text)
    done = subprocess.run(["cvtsudoers", "-c", "/dev/null", "-f", "json", path], capture_output=True, text=True)
    got, said = host({"cmd/cvtsudoers-f-json.txt": done.stdout}, folder)
    if "that is not defined" in said or re.search(r"Defaults\s*[:>]", text) or "User_Specs" not in done.stdout:
        return []
    want, _ = host({"etc/sudoers": text}, folder)
    return ["JSON of %s: %s, text %s" % (n, rights(got[n]), rights(want[n])) for n in USERS if rights(got[n]) != rights(want[n])]

def without_includes(text):
    return "\n".join(l for l in text.split("\n") if not re.match(r"\s*[@#]include(dir)?\s", l)) + "\n"

passed = failed = 0
work = tempfile.mkdtemp()

def compare(name, text):
    global passed, failed
    path = os.path.join(work, "sudoers")
    with open(path, "w") as f:
        f.write(text)
    tree = convert(path)
    if tree == "bad":
        return
    got, refused = ours(text, os.path.join(work, "bundle"))
    if tree is None:
        wrong = [] if refused else ["cvtsudoers refuses it"]
    elif refused:
        wrong = ["only we refuse it"]
    else:
        rules = Rules(tree)
        want = {n: rules.all(n) for n in USERS}
        wrong = ["%s: %s, cvtsudoers %s" % (n, got.get(n), w) for n, w in want.items() if got.get(n) != w]
        wrong += converted(text, path, os.path.join(work, "bundle"))
    if not wrong:
        passed += 1
        return
    failed += 1
    print("FAIL %s: %s\n%s" % (name, "; ".join(wrong), text))

texts = []
for path in sys.argv[1:]:
    # Passwords of another (targetpw) and members that nobody knows are judged otherwise on purpose.
    lines = [l for l in logical(without_includes(open(path, encoding="utf-8", errors="replace").read()))
             if not re.search(r"targetpw|^\+|%:", l)]
    texts.append((os.path.relpath(path), lines))
odd = logical(ODD)
for line in odd:
    compare("a line", line + "\n")
for name, lines in texts:
    good = []
    for line in lines:   # each line alone, then all that are good together
        with open(os.path.join(work, "line"), "w") as f:
            f.write(line + "\n")
        if convert(os.path.join(work, "line")) is not None:
            good.append(line)
        else:
            compare(name, line + "\n")
    compare(name, "\n".join(good) + "\n")

rng = random.Random(int(os.environ.get("SUDOERS_SEED", "1")))
pool = odd + [l for _, lines in texts for l in lines]
for i in range(int(os.environ.get("SUDOERS_ROUNDS", "60"))):
    lines = rng.sample(pool, min(len(pool), rng.randint(1, 12)))
    lines = [l for l in lines if "Defaults" not in l]
    for _ in range(rng.randint(0, 2)):
        if not lines:
            break
        k = rng.randrange(len(lines))
        l = lines[k]
        p = rng.randrange(len(l) + 1)
        kind = rng.randrange(4)
        if kind == 0:
            l = l[:p] + l[p + 1:]
        elif kind == 1:
            l = l[:p] + rng.choice(list("!,:=() %#\\\t\"")) + l[p:]
        elif kind == 2:
            l = l.replace("ALL", rng.choice(["!ALL", "root", "ALL"]), 1)
        else:
            l = re.sub(r"\b(alice|bob|carol|dave|erin|leo|ken)\b", rng.choice(list(USERS)[:7]), l, count=1)
        lines[k] = l
    compare("mutation %d" % i, "\n".join(lines) + "\n")
shutil.rmtree(work)
print("%d passed, %d failed" % (passed, failed))
sys.exit(failed != 0)
PY
