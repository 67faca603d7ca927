"""Makes the host bundle that `make bench` audits: a plausible server, the same on every machine.

The files are laid out beneath a root and collected by contrib/collect/tenken-collect.sh --root, as an image would be. The
outputs of commands, which --root leaves out, are added afterwards. About 40 members, 70 KB: what a small server gives.
It stays a program of its own: what it holds in memory must not count for what is measured (see bench.py).

    python3 bundle.py ROOT RELEASE [FOLDER COUNT]...    lays a Debian of that release out in ROOT, writes COUNT bundles into FOLDER
"""
import hashlib
import io
import os
import subprocess
import sys
import tarfile

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ACCOUNTS = 60
PACKAGES = 150
LOGS = ("syslog", "mail.log", "auth.log", "kern.log", "cron.log", "user.log", "daemon.log", "debug", "messages")
SERVICES = ("apt", "dpkg", "alternatives", "nginx", "postgresql", "squid", "fail2ban", "unattended-upgrades", "chrony", "ufw")


def root_files(release):
	"""Path -> text of each file on the host, a Debian of that release."""
	system = ("root", "daemon", "bin", "sys", "sync", "mail", "news", "www-data", "backup", "nobody", "sshd", "postgres", "_chrony")
	passwd = ["%s:x:%d:%d:%s:/var/lib/%s:%s" % (name, i, i, name, name, "/bin/bash" if i == 0 else "/usr/sbin/nologin")
		for i, name in enumerate(system)]
	passwd += ["user%02d:x:%d:%d:User %02d,,,:/home/user%02d:/bin/bash" % (i, 1000 + i, 1000 + i, i, i) for i in range(ACCOUNTS)]
	names = [line.split(":")[0] for line in passwd]
	files = {
		"etc/hostname": "bench\n",
		"etc/debian_version": "%s.9\n" % release,
		"usr/lib/os-release": 'PRETTY_NAME="Debian GNU/Linux %s"\nNAME="Debian GNU/Linux"\nVERSION_ID="%s"\nID=debian\n' % (release, release),
		"etc/timezone": "Asia/Tokyo\n",
		"etc/passwd": "".join(line + "\n" for line in passwd),
		"etc/group": "".join("%s:x:%s:\n" % (line.split(":")[0], line.split(":")[3]) for line in passwd)
			+ "sudo:x:27:user00,user01,user02\nadm:x:4:user00,user03\n",
		# Locked everywhere: no hash, real or made, belongs in a benchmark.
		"etc/shadow": "".join("%s:!:%d:0:%d:7:::\n" % (name, 20200 + i, 99999 if i % 3 else 90) for i, name in enumerate(names)),
		"etc/login.defs": "".join("# %s: see login.defs(5); the value below is the one in force on this host.\n%s\t%s\n\n" % (key, key, value)
			for key, value in LOGIN_DEFS),
		"etc/sudoers": "Defaults\tenv_reset\nDefaults\tmail_badpass\nDefaults\tuse_pty\nroot\tALL=(ALL:ALL) ALL\n%sudo\tALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n",
		"etc/sudoers.d/operators": "Cmnd_Alias\tWEB = /usr/bin/systemctl restart nginx, /usr/bin/systemctl reload nginx\n"
			+ "".join("user%02d\tALL=(root) NOPASSWD: WEB\n" % i for i in range(10, 20)),
		"etc/ssh/sshd_config": "".join("# The default is kept where a line is commented out.\n%s\n" % line for line in SSHD),
		"etc/ssh/sshd_config.d/10-site.conf": "PermitRootLogin no\nMaxAuthTries 4\nMatch Group operators\n\tX11Forwarding no\n",
		"etc/pam.d/common-auth": "auth\t[success=1 default=ignore]\tpam_unix.so nullok\nauth\trequisite\tpam_deny.so\nauth\trequired\tpam_permit.so\n",
		"etc/pam.d/common-password": "password\trequisite\tpam_pwquality.so retry=3\n"
			"password\t[success=1 default=ignore]\tpam_unix.so obscure use_authtok try_first_pass yescrypt\n"
			"password\trequisite\tpam_deny.so\npassword\trequired\tpam_permit.so\n",
		"etc/security/pwquality.conf": "# Site policy\nminlen = 12\nminclass = 3\ndictcheck = 1\nenforce_for_root\n",
		"etc/security/faillock.conf": "deny = 5\nunlock_time = 900\n",
		"etc/logrotate.conf": "weekly\nrotate 4\ncreate\ndateext\n#compress\ninclude /etc/logrotate.d\n",
		"etc/logrotate.d/rsyslog": "".join("/var/log/%s\n" % name for name in LOGS)
			+ "{\n\trotate 52\n\tweekly\n\tmissingok\n\tnotifempty\n\tcompress\n\tdelaycompress\n\tsharedscripts\n"
			"\tpostrotate\n\t\t/usr/lib/rsyslog/rsyslog-rotate\n\tendscript\n}\n",
		"etc/rsyslog.conf": 'module(load="imuxsock")\nmodule(load="imklog")\n$FileOwner root\n$FileGroup adm\n$FileCreateMode 0640\n'
			"$IncludeConfig /etc/rsyslog.d/*.conf\n*.*;auth,authpriv.none\t-/var/log/syslog\nauth,authpriv.*\t/var/log/auth.log\n"
			"kern.*\t-/var/log/kern.log\nmail.*\t-/var/log/mail.log\nuser.*\t-/var/log/user.log\n*.emerg\t:omusrmsg:*\n",
		"etc/rsyslog.d/90-central.conf": '*.* action(type="omfwd" target="loghost.example.jp" port="6514" protocol="tcp")\n',
		"etc/systemd/journald.conf": "[Journal]\n#Storage=auto\nSystemMaxUse=2G\nMaxRetentionSec=1year\n",
		"etc/audit/auditd.conf": "log_file = /var/log/audit/audit.log\nlog_format = ENRICHED\nmax_log_file = 8\nnum_logs = 10\n"
			"max_log_file_action = ROTATE\nspace_left = 75\nspace_left_action = SYSLOG\ndisk_full_action = SUSPEND\n",
		"etc/audit/rules.d/audit.rules": "-D\n-b 8192\n-f 1\n" + "".join("-w /etc/%s -p wa -k identity\n" % name
			for name in ("passwd", "group", "shadow", "gshadow", "sudoers", "ssh/sshd_config")),
		"etc/chrony/chrony.conf": "pool ntp.example.jp iburst maxsources 4\nserver time.example.jp iburst\ndriftfile /var/lib/chrony/chrony.drift\n"
			"makestep 1 3\nrtcsync\nleapsectz right/UTC\n",
		"etc/nginx/nginx.conf": "user www-data;\nworker_processes auto;\nevents {\n\tworker_connections 768;\n}\nhttp {\n\taccess_log /var/log/nginx/access.log;\n"
			"\terror_log /var/log/nginx/error.log;\n\tinclude /etc/nginx/conf.d/*.conf;\n}\n",
		"var/lib/dpkg/status": "".join("Package: package-%03d\nStatus: install ok installed\nPriority: optional\nVersion: %d.%d-1\n\n" % (i, i % 9, i % 31)
			for i in range(PACKAGES)),
	}
	for i, name in enumerate(SERVICES):
		files["etc/logrotate.d/" + name] = ("/var/log/%s/*.log {\n\t%s\n\trotate %d\n\tcompress\n\tmissingok\n\tnotifempty\n"
			"\tcreate 0640 root adm\n}\n" % (name, "monthly" if i % 2 else "daily", 12 + 3 * i))
	return files


LOGIN_DEFS = [("MAIL_DIR", "/var/mail"), ("FAILLOG_ENAB", "yes"), ("LOG_UNKFAIL_ENAB", "no"), ("LOG_OK_LOGINS", "no"),
	("SYSLOG_SU_ENAB", "yes"), ("SYSLOG_SG_ENAB", "yes"), ("UMASK", "022"), ("PASS_MAX_DAYS", "99999"), ("PASS_MIN_DAYS", "0"),
	("PASS_WARN_AGE", "7"), ("UID_MIN", "1000"), ("UID_MAX", "60000"), ("SYS_UID_MIN", "100"), ("SYS_UID_MAX", "999"),
	("LOGIN_RETRIES", "5"), ("LOGIN_TIMEOUT", "60"), ("CHFN_RESTRICT", "rwh"), ("DEFAULT_HOME", "yes"), ("ENCRYPT_METHOD", "YESCRYPT")]
SSHD = ["Include /etc/ssh/sshd_config.d/*.conf", "#Port 22", "#ListenAddress 0.0.0.0", "SyslogFacility AUTH", "LogLevel VERBOSE",
	"#LoginGraceTime 2m", "PermitRootLogin prohibit-password", "PubkeyAuthentication yes", "PasswordAuthentication no", "KbdInteractiveAuthentication no",
	"UsePAM yes", "X11Forwarding yes", "PrintMotd no", "AcceptEnv LANG LC_*", "Subsystem sftp /usr/lib/openssh/sftp-server"]


def command_files():
	"""What the collector writes into cmd/ on a running host."""
	found = []
	for name in LOGS:
		found += ["/var/log/%s%s\t%d\t2026-%02d-%02dT03:10:00.0000000000+0900\tf" % (name, "" if i == 0 else ".%d.gz" % i, 9000 + 37 * i,
			11 - i // 4, 20 - 3 * (i % 4)) for i in range(28)]
	return {
		"chronyc-tracking": "C0A80001,192.168.0.1,3,1795107600.123456789,0.000012345,-0.000001234,0.000023456,-12.345,0.001,0.012,"
			"0.001234567,0.000567890,64.5,Normal\n",
		"chronyc-sources": "^,*,192.168.0.1,2,6,377,31,0.000012,0.000013,0.000456\n^,+,192.168.0.2,2,6,377,32,0.000112,0.000113,0.000556\n",
		"uname": "Linux bench 5.10.0-28-amd64 #1 SMP Debian x86_64 GNU/Linux\n",
		"find-var-log": "\n".join(found) + "\n",
		"sshd": "".join("%s\n" % line.lower() for line in SSHD if not line.startswith("#")) * 2,
		"last": "".join("user%02d   pts/0        192.0.2.%d       Thu Nov %2d 09:%02d:00 2026 - Thu Nov %2d 18:00:00 2026  (08:%02d)\n"
			% (i % ACCOUNTS, i % 250, 1 + i % 19, i % 60, 1 + i % 19, 59 - i % 60) for i in range(40)),
		"lastlog": "Username         Port     From             Latest\n" + "".join(
			"user%02d           pts/0    192.0.2.%-9d Thu Nov 19 09:%02d:00 +0900 2026\n" % (i, i, i % 60) for i in range(ACCOUNTS)),
	}


def root_make(folder, release):
	"""Lays the host out beneath `folder`."""
	for path, text in root_files(release).items():
		target = os.path.join(folder, path)
		os.makedirs(os.path.dirname(target), exist_ok=True)
		with open(target, "w", encoding="utf-8") as file:
			file.write(text)


def members_collect(root):
	"""The members the collector finds beneath `root`, with the outputs of commands: a list of (path in the bundle, bytes)."""
	collected = subprocess.run(["sh", os.path.join(SOURCE, "contrib/collect/tenken-collect.sh"), "--host", "bench", "--root", root],
		stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
	members = []
	with tarfile.open(fileobj=io.BytesIO(collected)) as archive:
		for member in archive:
			if member.isfile():
				members.append((member.name.split("/", 1)[1], archive.extractfile(member).read()))
	outputs = [("cmd/%s.txt" % name, text.encode()) for name, text in command_files().items()]
	lines = "".join('  <file path="%s" command="%s" sha256="%s"/>\n' % (name, name[4:-4].replace("-", " "), hashlib.sha256(data).hexdigest())
		for name, data in outputs)
	return [(name, data.replace(b"</manifest>", lines.encode() + b"</manifest>") if name == "manifest.xml" else data)
		for name, data in members] + outputs


def bundle_write(path, host, members):
	"""One tar, as if `host` had been collected."""
	with tarfile.open(path, "w") as archive:
		for name, data in members:
			if name == "manifest.xml":
				data = data.replace(b'host="bench"', b'host="%s"' % host.encode())
			member = tarfile.TarInfo("%s/%s" % (host, name))
			member.size = len(data)
			archive.addfile(member, io.BytesIO(data))


def bundles_make(folder, count, members):
	os.makedirs(folder)
	for i in range(count):
		host = "host%03d" % i
		bundle_write(os.path.join(folder, host + ".tar"), host, members)


def main(root, release, folders):
	root_make(root, release)
	members = members_collect(root)
	for folder, count in zip(folders[::2], folders[1::2]):
		bundles_make(folder, int(count), members)
	print("%d members, %d bytes" % (len(members), sum(len(data) for _, data in members)))


if __name__ == "__main__":
	main(sys.argv[1], sys.argv[2], sys.argv[3:])
