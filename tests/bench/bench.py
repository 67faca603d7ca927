"""`make bench`: how long tenken takes and how much memory, beside what one would run instead. python3 bench.py BUILD [RUNS]

Nothing here passes or fails. Machines differ and are noisy, so the figures to keep are the ratios: both programs run in turn,
RUNS times (5), and medians are compared. What is not installed is said to be skipped. docs/performance.md explains it all.

Peak memory is ru_maxrss of wait4: of the largest single process, so a browser with many is shown smaller than it is. A child
begins with the memory of who started it; this program stays small so that it is never the larger one.
"""
import glob
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".")
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
HOSTS = 1999
FEW, MANY = 1000, 1000000  # accounts
RULES = 44  # what a profile of usual size has
GOALS = {(scheme, way): "   (goal: %g)" % goal for scheme, way, goal in (
	("nt", "avx512", 12), ("nt", "avx2", 6), ("md5crypt", "avx512", 20), ("md5crypt", "avx2", 7), ("sha512crypt", "avx512", 8),
	("sha512crypt", "avx2", 2), ("bcrypt", "tenken", 2.6), ("yescrypt", "tenken", 1))}
CONTENT = "/usr/share/xml/scap/ssg/content/ssg-debian*-ds.xml"


class Failed(Exception):
	pass


class Figure:
	"""Medians of one command: seconds and MiB."""

	def __init__(self, samples):
		self.seconds = statistics.median(seconds for seconds, _ in samples)
		self.mib = statistics.median(kib for _, kib in samples) / 1024


def run_once(command, statuses=(0,), env=None):
	"""Seconds and peak KiB of one run; its output is thrown away."""
	null = os.open(os.devnull, os.O_RDWR)
	actions = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
	start = time.perf_counter()
	pid = os.posix_spawnp(command[0], command, {**os.environ, **(env or {})}, file_actions=actions)
	_, status, usage = os.wait4(pid, 0)
	seconds = time.perf_counter() - start
	os.close(null)
	if os.waitstatus_to_exitcode(status) not in statuses:
		raise Failed("%s: exit status %d" % (os.path.basename(command[0]), os.waitstatus_to_exitcode(status)))
	return seconds, usage.ru_maxrss


def measure(commands):
	"""Name -> Figure of (command, statuses, env), run in turn; the first round only warms the caches."""
	samples = {name: [] for name in commands}
	for turn in range(RUNS + 1):
		for name, command in commands.items():
			if name not in samples:
				continue
			try:
				sample = run_once(*command)
			except Failed as failure:
				print("  skipped: %s: %s" % (name, failure))
				del samples[name]
				continue
			if turn > 0:
				samples[name].append(sample)
	return {name: Figure(taken) for name, taken in samples.items()}


def figure_print(name, seconds, mib, note=""):
	print("  %-46s %9.1f ms %s  %s" % (name, seconds * 1000, "%7.1f MiB" % mib if mib else " " * 11, note))


def ratio_print(name, ours, theirs, goal=""):
	"""(seconds, MiB) of each; a memory of 0 is left out."""
	memory = ", 1/%.1f of the memory" % (theirs[1] / ours[1]) if ours[1] and theirs[1] else ""
	print("  -> beside %s: %.1f times as fast%s%s" % (name, theirs[0] / ours[0], memory, "   (goal: %s)" % goal if goal else ""))


def scap_find():
	"""The SCAP content for the newest Debian, with its release; None when there is none."""
	found = [(int(re.search(r"debian(\d+)-ds", path)[1]), path) for path in glob.glob(CONTENT)]
	return max(found) if found else None


def scap_profile(path):
	"""The profile of about RULES rules. Read by the line: see above for the size of this program."""
	counts, profile = {}, None
	with open(path, encoding="utf-8") as file:
		for line in file:
			start = re.search(r'<(?:[\w.-]+:)?Profile [^>]*\bid="([^"]+)"', line)
			profile = start[1] if start else None if ":Profile>" in line or "</Profile>" in line else profile
			if profile and re.search(r'select idref="[^"]*_rule_[^"]*" selected="true"', line):
				counts[profile] = counts.get(profile, 0) + 1
	return min(counts, key=lambda name: (abs(counts[name] - RULES), name))


def scap_widened(path, release, scratch):
	"""A copy whose platform check takes this host's release too, so that the rules are not skipped as not applicable."""
	with open("/etc/debian_version", encoding="utf-8") as file:
		major = file.read().split(".")[0].strip()
	if major == str(release):
		return path
	copy = os.path.join(scratch, "content-ds.xml")
	with open(path, encoding="utf-8") as source, open(copy, "w", encoding="utf-8") as target:
		for line in source:
			target.write(line.replace("^%d.[0-9]+$" % release, "^(%d|%s).*$" % (release, major)))
	return copy


def output_of(command, env=None):
	return subprocess.run(command, env={**os.environ, **(env or {})}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
		check=False).stdout.decode()


def scap_judged(command, env):
	"""How many rules were really looked at, as `43 of 44`."""
	results = re.findall(r"^Result\s+(\S+)", output_of(command, env), re.M)
	return "%d of %d rules judged" % (sum(result != "notapplicable" for result in results), len(results))


def bench_start(scap):
	"""Returns the seconds oscap takes to load its content, 0 when it was not measured."""
	print("1. Start-up: all catalogues, profiles and rules loaded and compiled")
	commands = {"tenken list checks": ([BUILD + "/tenken", "list", "checks", "-p", "internal-audit"],)}
	if scap and shutil.which("oscap"):
		commands["oscap info"] = (["oscap", "info", scap[1]],)
	else:
		print("  skipped: oscap info (openscap-scanner, ssg-debian are not installed)")
	figures = measure(commands)
	for name, figure in figures.items():
		figure_print(name, figure.seconds, figure.mib, "goal: 60 ms, 40 MiB" if name.startswith("tenken") else "")
	if len(figures) == 2:
		ours, theirs = figures.values()
		ratio_print("oscap info", (ours.seconds, ours.mib), (theirs.seconds, theirs.mib))
	return figures["oscap info"].seconds if "oscap info" in figures else 0


def oscap_commands(scap, root, scratch):
	"""`oscap xccdf eval` over the same files, and over this host."""
	if not scap or not shutil.which("oscap"):
		print("  skipped: oscap xccdf eval (openscap-scanner, ssg-debian are not installed)")
		return {}
	release, path = scap
	profile = scap_profile(path)
	offline, live = {"OSCAP_PROBE_ROOT": root}, {}
	commands = {"oscap xccdf eval, the same files": (["oscap", "xccdf", "eval", "--profile", profile, path], (0, 2), offline)}
	if os.path.exists("/etc/debian_version"):
		content = scap_widened(path, release, scratch)
		commands["oscap xccdf eval, this host"] = (["oscap", "xccdf", "eval", "--profile", profile, content], (0, 2), live)
	return commands


def bench_host(scap, scratch, loading):
	print("2. One host audited (start-up and report not counted for tenken)")
	root, one, many = (os.path.join(scratch, name) for name in ("root", "one", "many"))
	made = output_of([sys.executable, "-B", os.path.join(SOURCE, "tests/bench/bundle.py"), root, str(scap[0] if scap else 12),
		one, "1", many, str(HOSTS + 1)])
	# A rule judged is not a rule judged elsewhere: how many there are belongs beside the times.
	taken = [line for line in output_of([BUILD + "/tenken", "identify", one]).splitlines() if line.split("\t")[1:2] != ["-"]]
	checks = set(line.split("\t")[0] for line in output_of([BUILD + "/tenken", "list", "checks", "-p", "internal-audit"]).splitlines())
	print("  the bundle: %s; tenken recognises %d and has %d checks, %s" % (made.strip(), len(taken), len(checks),
		(output_of([BUILD + "/host-bench", one]).splitlines() or ["?"])[-1]))
	audit = [BUILD + "/tenken", "audit", "-q", "--gate", "none", "-p", "internal-audit", "-o"]
	others = oscap_commands(scap, root, scratch)
	figures = measure({
		"read and judged, 1": ([BUILD + "/host-bench", one],),
		"read and judged, many": ([BUILD + "/host-bench", many],),
		"tenken audit with its report, 1 host": (audit + [os.path.join(scratch, "out-one"), one], (0, 1, 2)),
		"tenken audit with its report, %d hosts" % (HOSTS + 1): (audit + [os.path.join(scratch, "out-many"), many], (0, 1, 2)),
		**others})
	first, last = figures.pop("read and judged, 1"), figures.pop("read and judged, many")
	each = (last.seconds - first.seconds) / HOSTS
	figure_print("tenken, each further host", each, first.mib, "the process with one host, no report")
	figure_print("tenken, %d hosts, no report" % (HOSTS + 1), last.seconds, last.mib, "%.0f hosts/s" % (1 / each))
	for name, figure in figures.items():
		figure_print(name, figure.seconds, figure.mib, scap_judged(others[name][0], others[name][2]) if name in others else "")
	whole = figures["tenken audit with its report, 1 host"]
	for name in others:
		if name in figures:
			theirs = (figures[name].seconds, figures[name].mib)
			ratio_print(name, (each, first.mib), theirs, "200 times, 1/10")
			ratio_print(name + ", its loading taken off", (each, 0), (theirs[0] - loading, 0))
			ratio_print(name + ", tenken with start-up and report", (whole.seconds, whole.mib), theirs)


def accounts_write(path, rows):
	"""A Google Workspace export of users: one in three without MFA, one in seventeen suspended, one in 23 never signed in."""
	with open(path, "w", encoding="utf-8") as file:
		file.write("Email Address [Required],Status [READ ONLY],Last Sign In [READ ONLY],2sv Enrolled [READ ONLY],2sv Enforced [READ ONLY]\n")
		for i in range(rows):
			used = "Never logged in" if i % 23 == 0 else "2026-%02d-%02d 09:00:00" % (1 + i % 11, 1 + i % 28)
			file.write("user%07d@tenant.example,%s,%s,%s,%s\n" % (i, "Active" if i % 17 else "Suspended", used,
				"TRUE" if i % 5 else "FALSE", "TRUE" if i % 3 else "FALSE"))


def bench_accounts(scratch):
	print("3. A list of a million accounts through all rules, with its report")
	few, many = (os.path.join(scratch, name) for name in ("few.csv", "many.csv"))
	accounts_write(few, FEW)
	accounts_write(many, MANY)
	audit = [BUILD + "/tenken", "audit", "-q", "--gate", "none", "--as-of", "2026-11-25", "--collected-at", "2026-11-20", "-o"]
	figures = measure({"%d rows" % rows: (audit + [os.path.join(scratch, "out-" + name), path], (0, 2))
		for name, path, rows in (("few", few, FEW), ("many", many, MANY))})
	first, last = figures.values()
	for name, figure in figures.items():
		figure_print(name, figure.seconds, figure.mib)
	print("  -> %.0f rows/s; %.1f MiB of the memory are the file itself   (goal: 50,000 rows/s, 256 MiB)" %
		((MANY - FEW) / (last.seconds - first.seconds), os.path.getsize(many) / 2**20))
	os.remove(many)


def pages(path):
	if not shutil.which("pdfinfo") or not os.path.exists(path):
		return ""
	found = re.search(r"^Pages:\s+(\d+)", output_of(["pdfinfo", path]), re.M)
	return "%s pages, %d KiB" % (found[1], os.path.getsize(path) // 1024) if found else ""


def bench_pdf(scratch):
	print("4. The PDF: about 100 pages, 1,200 table rows; whole processes, the browser's start counted as one pays for it")
	html = os.path.join(scratch, "report.html")
	run_once([BUILD + "/pdf-bench", "--html", html])
	made = {"tenken (pdf-bench)": os.path.join(scratch, "tenken.pdf")}
	commands = {"tenken (pdf-bench)": ([BUILD + "/pdf-bench", made["tenken (pdf-bench)"]],)}
	browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
	if browser:
		made["Chromium"] = os.path.join(scratch, "chromium.pdf")
		commands["Chromium"] = ([browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
			"--user-data-dir=" + os.path.join(scratch, "browser"), "--print-to-pdf=" + made["Chromium"], "file://" + html],)
	else:
		print("  skipped: Chromium (not installed)")
	if shutil.which("wkhtmltopdf"):
		made["wkhtmltopdf"] = os.path.join(scratch, "wkhtmltopdf.pdf")
		commands["wkhtmltopdf"] = (["wkhtmltopdf", "-q", html, made["wkhtmltopdf"]],)
	else:
		print("  skipped: wkhtmltopdf (not installed)")
	figures = measure(commands)
	for name, figure in figures.items():
		figure_print(name, figure.seconds, figure.mib, pages(made[name]))
	ours = figures.pop("tenken (pdf-bench)", None)
	for name, figure in figures.items() if ours else ():
		ratio_print(name, (ours.seconds, ours.mib), (figure.seconds, figure.mib), "7 times" if name == "Chromium" else "")


def john_rate(john, scheme):
	"""What john's own benchmark says of one thread; None where it does not know the scheme. It makes a folder in the home of its user."""
	folder = os.path.expanduser("~/.john")
	is_new = not os.path.exists(folder)
	said = output_of([john, "--test=2", "--format=" + scheme], {"OMP_NUM_THREADS": "1"})
	if is_new and os.path.isdir(folder) and not os.listdir(folder):
		os.rmdir(folder)
	found = re.search(r"(?:Raw|Only one salt):\s+(\d+)(K?) c/s real", said)
	return int(found[1]) * (1000 if found[2] else 1) if found else None


def bench_passwords():
	print("5. Passwords tried a second by one thread")
	john = shutil.which("john") or shutil.which("john", path="/usr/sbin")
	if not john:
		print("  skipped: john (not installed)")
	rates = {}
	for line in output_of([BUILD + "/password-bench"]).splitlines():
		scheme, way, rate = line.split("\t")
		rates.setdefault(scheme, {})[way] = float(rate)
	for scheme, ways in rates.items():
		if john and scheme in ("md5crypt", "bcrypt"):
			ways["john"] = john_rate(john, scheme)
		for way, rate in ways.items():
			if rate:
				note = "" if way == "loop" else "%.1f times the loop%s" % (rate / ways["loop"], GOALS.get((scheme, way), ""))
				print("  %-46s %12.0f a second  %s" % (scheme + ", " + way, rate, note))


def main():
	os.environ["TENKEN_DATADIR"] = SOURCE
	scap = scap_find()
	print("tenken bench: medians of %d runs in turn, %d cores; ratios are what can be compared" % (RUNS, os.cpu_count()))
	with tempfile.TemporaryDirectory(prefix="tenken-bench-") as scratch:
		loading = bench_start(scap)
		bench_host(scap, scratch, loading)
		bench_accounts(scratch)
		bench_pdf(scratch)
	bench_passwords()
	own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
	print("(no figure of memory can be below %.1f MiB, the size of this program)" % own)


main()
