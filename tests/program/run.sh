#!/bin/sh
# The program as its user meets it: exit statuses, outputs, errors, determinism, hostile input. Each `expect` is one test.
set -u
TENKEN=${TENKEN:?}
source=${TENKEN_SOURCE:?}
cases=$source/tests/golden
work=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

expect() { # WHAT CONDITION...
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $what"
	fi
}
ends() { # STATUS COMMAND...: runs with output in files out and err
	want=$1
	shift
	"$@" >out 2>err
	got=$?
	[ "$got" -eq "$want" ] || { echo "  exit status $got, expected $want: $*"; head -n 5 err; false; }
}
says() { grep -q -e "$2" "$1"; }
audit() { "$TENKEN" audit -q --as-of 2026-11-25 "$@"; }

# --- exit statuses
bad_host=$cases/audit/debian-default/in
good_host=$cases/audit/kept-400-days/in
expect 'gaps end 1' ends 1 audit -o o1 "$bad_host"
expect 'incomplete evidence ends 2' ends 2 audit -p jasa-2.0 -o o2 "$good_host"
expect 'a gate of none is not 1' ends 2 audit --gate none -o o3 "$bad_host"
expect 'requirements only: no requirement failed' ends 2 audit --gate requirement -o o3 "$bad_host"
expect 'unknown profile ends 3' ends 3 audit -p no-such -o o4 "$bad_host"
expect 'it names the profile' says err 'profile-unknown'
expect 'no input ends 3' ends 3 audit -o o4 "$work/nothing"
expect 'it says that the file is missing' says err 'file-missing'
expect 'unknown option ends 4' ends 4 "$TENKEN" audit --no-such
expect 'unknown command ends 4' ends 4 "$TENKEN" no-such
expect 'no command ends 4' ends 4 "$TENKEN"
expect 'unknown format ends 4' ends 4 audit --format odt -o o4 "$bad_host"
expect 'unknown language ends 4' ends 4 audit --lang fr -o o4 "$bad_host"
expect 'a bad day ends 4' ends 4 "$TENKEN" audit -q --as-of 2026-02-30 -o o4 "$bad_host"
expect 'an unknown encoding ends 4' ends 4 audit --encoding NOPE -o o4 "$bad_host"
expect 'evidence of nothing ends 4' ends 4 "$TENKEN" evidence
expect 'report beside its results' ends 0 "$TENKEN" report -q o1/results.json
expect 'report writes no evidence' ends 4 "$TENKEN" report --format evidence o1
printf 'PK\003\004' >sheet.xlsx
cp sheet.xlsx sheet.ods
"$TENKEN" evidence sheet.xlsx sheet.ods "$bad_host" >/dev/null 2>err
expect 'a broken workbook is not lost in silence' says err 'archive-damaged'
expect 'a table in another format is not lost in silence' says err 'table-format'
sed 's/urn:tenken:evidence/urn:tenken:evidance/' "$source/controls/checks/time.sch" >wrong.sch
expect 'rules that match nothing are refused' ends 1 "$TENKEN" lint wrong.sch
expect 'it says why' says err 'urn:tenken:evidence'
mkdir data && cp -r "$source/controls" "$source/profiles" "$source/mappings" "$source/reports" data/
sed 's/value="log-retention"/value="log-retension"/' "$source/controls/jasa-2.0.xml" >data/controls/jasa-2.0.xml
TENKEN_DATADIR=$work/data audit -p jasa-2.0 -o misspelt "$good_host" 2>err
expect 'a criterion that names no check is said in an audit' says err 'catalog-reference'
"$TENKEN" evidence "$good_host" >/dev/null 2>err
expect 'a day that nobody chose is said' says err 'as-of'
device=$cases/audit/network-devices/in/rt02.cfg
verdicts_of() { audit --format evidence -o od "$@" 2>err; jq -r '.verdicts[]|select(.check=="time-configured").verdict' od/results.json; }
expect 'evidence of no known day is not judged' test "$(verdicts_of "$device")" = unknown
expect 'it says why' says err 'collected-unknown'
expect 'the auditor may tell the day' test "$(verdicts_of --collected-at 2026-11-20 "$device")" = fail
expect 'a day begins in Japan' says od/results.json "2026-11-20T00:00:00+09:00"
expect 'it is in the evidence' says od/rt02.evidence.xml 'age-days="5"'
expect 'a told time does not stand above a manifest' test "$(verdicts_of --collected-at 2020-01-01 "$bad_host")" = "$(verdicts_of "$bad_host")"
expect 'old evidence stays old' test "$(verdicts_of --collected-at 2020-01-01T09:00:00+09:00 "$device")" = unknown
expect 'a bad time ends 4' ends 4 audit --collected-at yesterday -o o4 "$device"
expect 'nothing was left behind' test ! -e o4
for command in audit identify evidence report list explain lint; do
	expect "help of $command" ends 0 "$TENKEN" "$command" --help
	expect "help of $command in Japanese" ends 0 "$TENKEN" "$command" --help --lang ja
done
expect 'help' ends 0 "$TENKEN" --help
expect 'version' ends 0 "$TENKEN" --version
expect 'explain ignores case' ends 0 "$TENKEN" explain JASA-11.2.A
expect 'explain a check' ends 0 "$TENKEN" explain log-retention
expect 'explain a diagnostic' ends 0 "$TENKEN" explain limit
expect 'explain nothing' ends 3 "$TENKEN" explain no-such-thing

# --- outputs
expect 'mode of the report' test "$(stat -c %a o1/report.pdf)" = 600
expect 'mode of the results' test "$(stat -c %a o1/results.json)" = 600
expect 'no temporary file is left' test "$(ls o1 | wc -l)" -eq 2
if command -v qpdf >/dev/null 2>&1; then
	expect 'the PDF is sound' ends 0 qpdf --check o1/report.pdf
fi
if command -v pdftotext >/dev/null 2>&1; then
	pdftotext o1/report.pdf o1.txt
	tr -d ' \n' <o1.txt >o1.flat
	expect 'the report says 28 days' says o1.flat '28日'
	expect 'and where' says o1.flat 'web01!/etc/logrotate.d/rsyslog:'
	expect 'and what that is' says o1.flat '基準未達(推奨事項)'
	expect 'size-bound is undecidable' says o1.flat '判定不能'
	expect 'organisational controls are not assessed' says o1.flat '未評価'
	expect 'a draft without a plan' says o1.flat '点検結果(草案)'
	audit --lang en -o o1en "$bad_host" 2>/dev/null
	pdftotext -layout o1en/report.pdf o1en.txt
	expect 'in English too' says o1en.txt '28 days'
	pdftotext -layout o2/report.pdf - | tr -d ' \n' >o2.flat
	expect 'kept logs meet the criteria' says o2.flat '基準を満たす'
	expect 'fonts are embedded' sh -c '! pdffonts o1/report.pdf | tail -n +3 | awk "{print \$(NF-4)}" | grep -qv yes'
fi
expect 'report again' ends 0 "$TENKEN" report -q -o again o1
expect 'is the same bytes' cmp -s again/report.pdf o1/report.pdf

# --- determinism: other time zone, locale, folder
mkdir elsewhere
(cd elsewhere && cp -R "$bad_host" in && TZ=America/New_York LC_ALL=ja_JP.UTF-8 "$TENKEN" audit -q --as-of 2026-11-25 -o out in 2>/dev/null)
expect 'the PDF repeats' cmp -s elsewhere/out/report.pdf o1/report.pdf
expect 'the results repeat' cmp -s elsewhere/out/results.json o1/results.json

# --- containers
(cd "$bad_host" && tar -cf "$work/b.tar" web01 && tar -czf "$work/b.tar.gz" web01)
command -v zstd >/dev/null 2>&1 && zstd -q b.tar -o b.tar.zst
command -v xz >/dev/null 2>&1 && xz -k b.tar
command -v zip >/dev/null 2>&1 && (cd "$bad_host" && zip -qr "$work/b.zip" web01)
"$TENKEN" evidence --as-of 2026-11-25 "$bad_host" 2>/dev/null | grep '<log ' >folder.xml
for container in b.tar b.tar.gz b.tar.zst b.tar.xz b.zip; do
	[ -e "$container" ] || continue
	"$TENKEN" evidence --as-of 2026-11-25 "$container" 2>/dev/null | grep '<log ' >container.xml
	expect "$container says what the folder says" cmp -s container.xml folder.xml
done

# --- hostile and broken input: one diagnostic, the rest unharmed
bundle() { # NAME: a fresh bundle that is fine
	rm -rf "$1"
	mkdir -p "$1"
	cp -R "$bad_host/web01" "$1/"
}
fine() { # NAME: the rest of the audit is there
	"$TENKEN" evidence --as-of 2026-11-25 "$1" 2>err | grep -q '/var/log/wtmp'
}
bundle fifo
mkfifo fifo/web01/etc/logrotate.d/pipe
expect 'a FIFO does not hold us' fine fifo
expect 'and is named' says err 'file-kind'
bundle links
ln -s ../../../../../../etc/passwd links/web01/etc/passwd
ln -s b links/web01/etc/a
ln -s a links/web01/etc/b
expect 'links that lead out or in circles' fine links
bundle nul
printf 'weekly\000rotate 52\n' >nul/web01/etc/logrotate.d/nul
head -c 300000 /dev/urandom >nul/web01/etc/logrotate.d/noise
expect 'NUL bytes and noise' fine nul
bundle xml
printf '<!DOCTYPE manifest [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<manifest>&a;</manifest>\n' >xml/web01/manifest.xml
expect 'a DOCTYPE is refused' fine xml
expect 'and said' says err 'xml-forbidden'
bundle long
head -c 3000000 /dev/zero | tr '\0' 'x' >long/web01/etc/logrotate.d/long
expect 'one line of three megabytes' fine long
mkdir -p big/web01/etc && cp -R "$bad_host/web01" big/ && head -c 100000 /dev/urandom >big/web01/etc/zzz
tar -czf whole.tar.gz -C big web01 && head -c 60000 whole.tar.gz >cut.tar.gz
expect 'a truncated archive ends 2 or 3' sh -c '"$0" evidence cut.tar.gz >/dev/null 2>err; s=$?; [ $s -eq 2 ] || [ $s -eq 3 ]' "$TENKEN"
expect 'and says so' says err 'archive-damaged'
printf 'not xml' >plan.xml
expect 'a plan that is no XML ends 3' ends 3 audit --plan plan.xml -o o5 "$bad_host"
expect 'with its place' says err 'plan.xml:1'
expect 'no output is left' test ! -e o5/report.pdf
if [ "$(id -u)" -ne 0 ]; then
	mkdir locked && chmod 0500 locked
	expect 'an output that cannot be written ends 5' ends 5 audit -o locked/x "$bad_host"
fi
: >file
expect 'an output folder that is a file ends 5' ends 5 audit -o file "$bad_host"
expect 'a full disk ends 5' ends 5 sh -c 'ulimit -f 64 2>/dev/null; trap "" XFSZ; exec "$0" audit -q --as-of 2026-11-25 -o full "$1"' "$TENKEN" "$bad_host"
expect 'and leaves no partial file' test "$(ls full 2>/dev/null | wc -l)" -eq 0
# A list that is judged in parts says what the same rows say when they are held.
accounts() { # FROM TO
	echo 'Email Address [Required],Status [READ ONLY],Last Sign In [READ ONLY],2sv Enrolled [READ ONLY],2sv Enforced [READ ONLY]'
	awk -v from="$1" -v to="$2" 'BEGIN { for (i = from; i < to; i++) printf "user%d@tenant.example,%s,%s,%s,%s\n", i, i % 17 ? "Active" : "Suspended",
		i % 23 ? sprintf("2026-%02d-%02d 09:00:00", 1 + i % 11, 1 + i % 28) : "Never logged in", i % 5 ? "TRUE" : "FALSE", i % 3 ? "TRUE" : "FALSE" }'
}
sums() { # OUT: how many records each check decided how
	jq -rc '[.verdicts[] | select(.subject_kind == "tenant") | {key: "\(.check) \(.verdict) \(.reason)", n: (1 + (.more // 0))}]
		| group_by(.key) | map("\(.[0].key) \(map(.n) | add)") | .[]' "$1/results.json"
}
mkdir halves && accounts 0 24000 >long.csv && accounts 0 12000 >halves/a.csv && accounts 12000 24000 >halves/b.csv
audit --collected-at 2026-11-20 -o long-out long.csv 2>/dev/null
audit --collected-at 2026-11-20 -o halves-out halves 2>/dev/null
expect 'a long list is judged in parts' says long-out/results.json '"list-long"'
expect 'all of it' sh -c 'echo "$1" | grep -q "^admin-mfa unknown admin-mfa-unknown-not-decidable 22588$"' - "$(sums long-out)"
expect 'as if it were held' test "$(sums long-out)" = "$(sums halves-out)"
# Who of a long list is an administrator is not looked up for the ledger.
printf 'ID,氏名,権限\ntanaka,田中,特権\n' >ledger.csv
audit --collected-at 2026-11-20 -o ledger-out ledger.csv long.csv 2>/dev/null
expect 'a ledger against a long list leaves it open' says ledger-out/results.json 'account-unregistered-unknown-not-decidable'
{ cat long.csv; echo '"open,Active'; } >broken.csv
audit --collected-at 2026-11-20 -o broken-out broken.csv 2>/dev/null
expect 'a long list with a broken row is not whole' says broken-out/results.json 'mfa-enforced-unknown-incomplete'
printf '{"format": "tenken-results", "version": 99}' >results.json
expect 'results of another version end 3' ends 3 "$TENKEN" report -q -o o6 results.json
expect 'and are named' says err 'results-format'
expect 'no secret is printed' sh -c '! grep -rqs "\\\$y\\\$" out err o1 o2'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
