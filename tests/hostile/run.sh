#!/bin/sh
# Bad input, item by item: make.py makes it, cases.tsv says what must come of each. Beside each lies a good host, whose
# evidence must not suffer; at the end all of it is one audit. Memory and processor time are held to what the limits of the
# program (limits.h) should never let it need.
set -u
TENKEN=${TENKEN:?}
source=${TENKEN_SOURCE:?}
here=$source/tests/hostile
work=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0
tab=$(printf '\t')
if ! command -v python3 >/dev/null 2>&1; then
	echo 'skipped: python3 is not installed'
	echo '0 passed, 0 failed'
	exit 0
fi
mkdir in && python3 "$here/make.py" in || exit 1
cp -R "$source/tests/golden/audit/kept-400-days/in/web01" web01

# Permissions mean nothing to root: what has to do with them is read as nobody.
as_other=
chmod 755 "$work" && chmod -R go+rX "$work/web01"
chmod 0 in/unreadable/bad01/etc/ssh/sshd_config.d/50-secret.conf in/unreadable-loose/secret.csv
chmod 0300 in/unlisted/bad01/etc/ssh/sshd_config.d
chmod 0600 in/unsearchable/bad01/etc/ssh/sshd_config.d
if [ "$(id -u)" -eq 0 ]; then
	as_other='setpriv --reuid=65534 --regid=65534 --clear-groups'
	# It must reach the data as well as the program.
	# shellcheck disable=SC2086
	$as_other "$TENKEN" list checks >/dev/null 2>&1 || as_other=none
	chown -R 65534 in/unreadable in/unreadable-loose in/unlisted in/unsearchable
fi

# Sanitizers reserve memory as they like.
memory=1500000
nm "$TENKEN" 2>/dev/null | grep -q __asan_init && memory=unlimited

fail() {
	echo "FAIL $case: $*"
	is_good=no
}

# run AS PATH...: the evidence of the paths into out, what is said into err.
run() {
	as=$1
	shift
	# shellcheck disable=SC2086
	(ulimit -v $memory; ulimit -t 30; exec $as "$TENKEN" evidence --as-of 2026-11-25 "$@") >out 2>err
}

# Holds what was said of anything but the good host against the line of the table. That nothing tells when something was
# collected is true of most, and not what is asked here.
check() {
	grep -v -e '^web01[!:]' -e '\[collected-unknown\]$' err >said
	grep -E ': (WARNING|ERROR): |^(WARNING|ERROR): ' said >grave
	case $id in
	none) [ ! -s said ] || fail "says $(head -n 1 said)" ;;
	note:*)
		[ ! -s grave ] || fail "says $(head -n 1 grave)"
		[ "$(grep -c "\[${id#note:}\]\$" said)" -eq 1 ] || fail "does not say ${id#note:} once"
		grep -F -e "$place" said | grep -q "\[${id#note:}\]\$" || fail "does not name $place" ;;
	include-missing) ;;
	*)
		[ "$(grep -c "\[$id\]\$" grave)" -eq 1 ] || fail "does not say $id once"
		[ "$(grep -vc "\[\(include-missing\|$id\)\]\$" grave)" -eq 0 ] || fail "also says $(grep -v "\[$id\]\$" grave | head -n 1)"
		grep -F -e "$place" grave | grep -q "\[$id\]\$" || fail "does not name $place" ;;
	esac
	[ "$got" -eq "$status" ] || fail "ends $got, not $status"
	grep -q 'name="/var/log/wtmp".*retention-kind="time-bound"' out || fail 'the good host suffers'
	server=$(sed '/subject="web01"/,/<\/evidence>/d' out | grep '<ssh-server name="sshd"')
	case $login in
	-) [ -z "$server" ] || fail 'there is a host' ;;
	unknown) case $server in *password-login=*) fail "says $server" ;; '') fail 'there is no host' ;; esac ;;
	*) case $server in *"password-login=\"$login\""*) ;; *) fail "says \`$server'" ;; esac ;;
	esac
	# No byte that drives a terminal.
	[ "$(cat out err | LC_ALL=C tr -d '\n\t\040-\377' | wc -c)" -eq 0 ] || fail 'control characters'
	if LC_ALL=C grep -q "$(printf '\302\233')" out err; then fail 'a C1 control character'; fi
}

while IFS=$tab read -r case status id place login; do
	case $case in '#'*) continue ;; esac
	is_good=yes
	[ -e "in/$case" ] || { echo "skipped: $case (no tool to make it)"; continue; }
	as=
	case $case in unreadable*|unlisted|unsearchable) as=$as_other ;; esac
	[ "$as" != none ] || { echo "skipped: $case (nobody may not run the program)"; continue; }
	run "$as" "in/$case" web01
	got=$?
	check
	if [ $is_good = yes ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done <"$here/cases.tsv"

# Every folder of make.py has its line.
case='cases.tsv'
is_good=yes
for folder in in/*; do
	grep -q "^${folder#in/}$tab" "$here/cases.tsv" || fail "no line for ${folder#in/}"
done
if [ $is_good = yes ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi

# A file that somebody writes to while it is read: half of it would be of before.
case='a file that changes'
is_good=yes
mkdir changing && head -c 50000000 /dev/zero | tr '\0' 'x' >changing/register.csv
(while [ -e changing/register.csv ]; do printf x >>changing/register.csv; done) 2>/dev/null &
writer=$!
run '' changing web01
mv changing/register.csv changed.csv
kill "$writer" 2>/dev/null
wait "$writer" 2>/dev/null
grep -q 'changing/register.csv: ERROR: .*changed while it was read \[file-unreadable\]' err || fail "says $(head -n 1 err)"
if [ $is_good = yes ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi

# More loose files than may be held: sparse, of the largest size that one may have.
case='files outside of bundles beyond their bound'
is_good=yes
mkdir loose
for i in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18; do
	truncate -s 67108864 "loose/$i.txt"
done
memory_before=$memory
[ "$memory" = unlimited ] || memory=2500000
run '' loose web01
memory=$memory_before
[ "$(grep -c 'ERROR: .*\[limit\]$' err)" -eq 2 ] || fail "says $(head -n 1 err)"
grep -q 'loose/17.txt: ERROR: .*\[limit\]$' err || fail 'does not name the first'
grep -q '/var/log/wtmp' out || fail 'the good host suffers'
if [ $is_good = yes ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
rm -rf loose

# All of it in one audit: it ends, and the good host's verdicts are those it has alone.
case='one audit of it all'
is_good=yes
verdicts() {
	python3 - "$1" <<'PY'
import json, sys
for v in json.load(open(sys.argv[1], encoding="utf-8"))["verdicts"]:
    if v["subject"] == "web01":
        print(v["check"], v["record"], v["verdict"], v["reason"], v["at"], sep="\t")
PY
}
"$TENKEN" audit -q --gate none --as-of 2026-11-25 -o alone web01 2>/dev/null
(ulimit -v $memory; ulimit -t 120; exec "$TENKEN" audit -q --gate none --as-of 2026-11-25 -o all in web01) 2>err
[ $? -eq 2 ] || fail 'does not end 2'
verdicts alone/results.json >alone.tsv
verdicts all/results.json >all.tsv
[ -s alone.tsv ] && cmp -s alone.tsv all.tsv || fail 'the good host is judged differently'
[ "$(cat err all/results.json | LC_ALL=C tr -d '\n\t\040-\377' | wc -c)" -eq 0 ] || fail 'control characters'
if [ $is_good = yes ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
