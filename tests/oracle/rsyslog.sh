#!/bin/sh
# Our reading of rsyslog.conf against rsyslogd itself: it is started with each configuration on a socket of its own, given
# security records, and what reaches a receiver on the loopback address is seen. Where we say true all of it must arrive,
# where we say false not all of it may; unknown is asked for where the test says so.
set -u
TENKEN=${TENKEN:?}
PATH=$PATH:/usr/sbin:/sbin
if ! command -v rsyslogd >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1; then
	echo 'skipped: rsyslogd or python3 is not installed'
	echo '0 passed, 0 failed'
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
WORK=$work python3 - <<'PY'
import os, random, socket, subprocess, sys, time, xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor

work, tenken = os.environ["WORK"], os.environ["TENKEN"]
call, legacy = 'action(type="omfwd" target="loghost" port="PORT")', "@loghost:PORT"
cases = [
    ("*.* " + legacy, "true"), ("mail.*\n" + call, "false"), ("auth,authpriv.*\n" + call, "true"),
    ('if $programname == "x"\nthen\n' + call, "unknown"), ('if $programname == "x" then\nstop\nelse\n' + call, "unknown"),
    (f"auth.* {legacy}\nauthpriv.* {legacy}", "true"), ("auth.* " + legacy, "false"), ("*.*;auth.none " + legacy, "false"),
    ("auth.none;*.* " + legacy, "true"), (f"/*off\n*.* {legacy}\n*/", "false"), (f"/*{call}*/", "false"),
    (call.replace("target", 'config.enabled="off" target'), "false"),
    (call.replace("target", 'action.execOnlyWhenPreviousIsSuspended="on" target'), "unknown"),
    (f"$RuleSet r\n*.* {legacy}\n$RuleSet RSYSLOG_DefaultRuleset", "unknown"),
    (f"$RuleSet r\nmail.* /dev/null\n$RuleSet RSYSLOG_DefaultRuleset\n*.* {legacy}", "true"),
    ("mail.* stop\n*.* " + legacy, "true"), ("auth.* stop\n*.* " + legacy, "unknown"), ("auth.* ~\n*.* " + legacy, "unknown"),
    ("mail.* /dev/null\n& stop\n*.* " + legacy, "true"), ("auth.* /dev/null\n& ~\n*.* " + legacy, "unknown"),
    (':msg, contains, "x"\nstop\n*.* ' + legacy, "unknown"), (':msg, contains, "x" ' + legacy, "unknown"),
    ("auth,authpriv.* /dev/null\n& " + legacy, "true"), ("mail.* /dev/null\n& " + legacy, "false"),
    ('ruleset(name="x"){ stop }\ncall x\n' + call, "unknown"), (f'ruleset(name="x")\n{{\n{call}\n}}', "unknown"),
    (f"*.* {{\n{call}\n}}", "unknown"), ('*.* action(type="omfile" file="/dev/null") ' + call, "unknown"),
    (f"*.=info {legacy}\n*.notice {legacy}", "true"), ("auth,authpriv.info;auth.!=info " + legacy, "false"),
    ("$DefaultRuleset q\n*.* " + legacy, "unknown"), (f"*.* {legacy};RSYSLOG_TraditionalForwardFormat", "true"),
    ("*.* @(z0)loghost:PORT", "true"), ('if ($msg contains "{") then { stop }\n' + call, "unknown"),
    ("if $msg contains '{' then stop\n" + call, "unknown"), ("auth.*;foo.* " + legacy, "unknown"), (f"*.* {legacy} # don't", "true"),
    ('action (type = "OMFWD"\n  # target="x"\n Target = "loghost" port="PORT")', "true"),
    ('template(name="t" type="string" string="{{ @@x %msg%\\n")\n' + call, "true"), ("*.* \\\n " + legacy, "true"),
    ("10.* " + legacy, "unknown"), ('if $msg == "a" then { /dev/null } else { ' + call + " }", "unknown"),
    ('set $.a = "x";\n' + call, "true"), ('auth.* action(type="omfile" file="/dev/null")\nstop\n' + call, "unknown"),
    ("security.*;authpriv.* " + legacy, "true"), ("auth.=*;authpriv.* " + legacy, "unknown"), ("auth.panic;authpriv.* " + legacy, "false"),
]
random.seed(20261125)
def selector():
    facility = lambda: random.choice(["*", "auth", "authpriv", "auth,authpriv", "mail,auth", "cron"])
    priority = lambda: random.choice(["*", "*", "info", "debug", "notice", "=info", "!err", "!=warn", "none", "!*", "emerg"])
    return ";".join(f"{facility()}.{priority()}" for _ in range(random.randint(1, 4)))
cases += [(f"{selector()} {legacy}\n" * random.randint(1, 2), None) for _ in range(80)]

def judge(folder, text):
    os.makedirs(folder + "/h/etc")
    open(folder + "/h/manifest.xml", "w").write('<manifest xmlns="urn:tenken:manifest" version="1" host="h"/>')
    open(folder + "/h/etc/rsyslog.conf", "w").write(text + "\n")
    out = subprocess.run([tenken, "evidence", "--as-of", "2026-11-25", folder + "/h"], capture_output=True, text=True).stdout
    return [e.get("central") for e in ET.fromstring(out) if e.tag.endswith("log-forwarding")][0]

def records():
    for facility in (4, 10):
        for priority in range(7):
            for program in ("sshd", "x"):
                key = f"key{facility}.{priority}.{program}"
                yield key, f"<{facility * 8 + priority}>Nov 25 00:00:00 {program}: x {key}"

# Whether all records arrive; None when the daemon does not start.
def try_out(folder, text):
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 0))
    text = text.replace("loghost", "127.0.0.1").replace("PORT", str(receiver.getsockname()[1]))
    path = folder + "/socket"
    open(folder + "/conf", "w").write('module(load="imuxsock" SysSock.Use="off")\n'
        f'input(type="imuxsock" Socket="{path}" RateLimit.Interval="0")\n{text}\n*.* /dev/null\n')
    daemon = subprocess.Popen(["rsyslogd", "-n", "-f", folder + "/conf", "-i", folder + "/pid"], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    wanted, got = dict(records()), set()
    try:
        for _ in range(100):
            if os.path.exists(path) or daemon.poll() is not None:
                break
            time.sleep(0.05)
        time.sleep(0.2)
        sender.connect(path)
        for record in wanted.values():
            sender.send(record.encode())
        receiver.settimeout(2)
        while not got >= set(wanted):
            got.add(receiver.recv(4096).decode(errors="replace").split()[-1])
    except socket.timeout:
        pass
    except OSError:
        return None
    finally:
        daemon.terminate()
        daemon.wait()
        receiver.close()
        sender.close()
    return got >= set(wanted)

def check(job):
    number, (text, expected) = job
    folder = f"{work}/{number}"
    ours, real = judge(folder, text), try_out(folder, text)
    if real is None:
        return None
    wrong = ours != expected if expected else ours == "unknown"
    wrong |= real != (ours == "true") if ours != "unknown" else False
    return f"FAIL ours {ours}, expected {expected}, arrives {real}; of:\n{text}" if wrong else ""

with ThreadPoolExecutor(8) as pool:
    found = [result for result in pool.map(check, enumerate(cases)) if result is not None]
failures = [result for result in found if result]
for failure in failures:
    print(failure)
print(f"{len(found) - len(failures)} passed, {len(failures)} failed")
sys.exit(bool(failures))
PY
