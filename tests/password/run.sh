#!/bin/sh
# The password search as its user meets it: what is allowed, what is found, and that nothing secret shows. With the samples the
# truth of who is weak and who shares is reproduced exactly.
set -u
TENKEN=${TENKEN:?}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
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
ends() { # STATUS COMMAND...
	want=$1
	shift
	"$@" >out.txt 2>err.txt
	got=$?
	[ "$got" -eq "$want" ] || { echo "  exit status $got, expected $want: $*"; head -n 5 err.txt; false; }
}
says() { grep -q -e "$2" "$1"; }
search() { "$TENKEN" password -q --as-of 2026-11-25 --collected-at 2026-11-20 "$@"; }
permit() { # SCOPE UNTIL APPROVER
	printf 'who = Auditor A\napprover = %s\npurpose = internal audit\nowner = IT\nscope = %s\nvalid-until = %s\n' "$3" "$1" "$2"
}

# Cheap hashes of our own; the last is of no word that is tried.
cat >web01.shadow <<'END'
root:$1$abcdefgh$G//4keteveJp0qb8z2DxG/:20000:0:99999:7:::
tanaka:$5$rounds=1000$saltsalt$SALTED:20000:0:99999:7:::
nobody:*:20000:0:99999:7:::
END
permit 'web*' 2099-12-31 'Manager B' >permit.txt

# --- what is allowed
expect 'without an authorisation nothing is done' ends 4 "$TENKEN" password -o o0 web01.shadow
permit 'web*' 2020-12-31 'Manager B' >expired.txt
expect 'an expired one is refused' ends 3 search --authorisation expired.txt -o o0 web01.shadow
expect 'and named with its line' says err.txt 'expired.txt:6: .*authorisation'
permit 'web*' 2099-12-31 'ａuditor　A' >self.txt
expect 'one that approves itself is refused' ends 3 search --authorisation self.txt -o o0 web01.shadow
printf 'who = A\napprover = B\npurpose = x\nowner = y\nvalid-until = 2099-12-31\n' >scopeless.txt
expect 'one without scope is refused' ends 3 search --authorisation scopeless.txt -o o0 web01.shadow
printf 'who = A\nwho = B\n' >twice.txt
expect 'a field twice is refused' ends 3 search --authorisation twice.txt -o o0 web01.shadow
printf 'whom = A\n' >odd.txt
expect 'an unknown field is refused' ends 3 search --authorisation odd.txt -o o0 web01.shadow
printf 'no list\n' >nolist.txt
expect 'a list that is none is refused' ends 3 search --authorisation permit.txt --breached nolist.txt -o o0 web01.shadow
expect 'nothing was left behind' test ! -e o0/password-annex.pdf

# --- what is out of its scope is not looked at
permit 'db*' 2099-12-31 'Manager B' >db.txt
expect 'out of scope is unknown' ends 2 search --authorisation db.txt -o o1 web01.shadow
expect 'and has no verdict on an account' test "$(jq '[.verdicts[] | select(.record == "root")] | length' o1/results.json)" -eq 0

# --- what is found
hash=$(openssl passwd -1 -salt abcdefgh 'root2024!')
other=$(openssl passwd -5 -salt saltsalt 'Tq-0unlikely#99')
printf 'root:%s:20000:0:99999:7:::\ntanaka:%s:20000:0:99999:7:::\nnobody:*:20000:0:99999:7:::\n' "$hash" "$other" >web01.shadow
expect 'weak ends 1' ends 1 search --authorisation permit.txt -o o2 web01.shadow
verdict() { jq -r --arg r "$2" '.verdicts[] | select(.check == "password-weak" and .record == $r).verdict' "$1/results.json"; }
expect 'what is weak fails' test "$(verdict o2 root)" = fail
expect 'what is not found passes' test "$(verdict o2 tanaka)" = pass
expect 'what is locked has no verdict' test -z "$(verdict o2 nobody)"
printf 'Tq-0unlikely#99\n' >list.txt
ends 1 search --authorisation permit.txt --wordlist list.txt -o o3 web01.shadow
expect 'a list is tried' test "$(verdict o3 tanaka)" = fail
printf '# ours\nunlikely\n' >words.txt
weird=$(openssl passwd -5 -salt saltsalt 'Unlikely2025!')
printf 'tanaka:%s:20000:0:99999:7:::\n' "$weird" >web02.shadow
ends 1 search --authorisation permit.txt --words words.txt -o o4 web02.shadow
expect 'words are tried in their forms' test "$(verdict o4 tanaka)" = fail
expect 'the annex is for its owner only' test "$(stat -c %a o2/password-annex.pdf)" = 600
if command -v pdftotext >/dev/null; then
	pdftotext -layout o2/password-annex.pdf annex.txt
	expect 'the annex names the account' says annex.txt 'root'
	expect 'and the authorisation' says annex.txt 'Manager B'
fi

# --- an audit with it: counts in the report, names in the annex
mkdir -p web03/etc
weak=$(openssl passwd -5 -salt saltsalt 'root2024!')
printf 'root:%s:20000:0:99999:7:::\ntanaka:%s:20000:0:99999:7:::\n' "$weak" "$other" >web03/etc/shadow
printf 'root:x:0:0:root:/root:/bin/bash\ntanaka:x:1000:1000:,,,:/home/tanaka:/bin/bash\nzzkeeper:x:1001:1001:,,,:/home/zz:/bin/bash\n' >web03/etc/passwd
printf 'zzkeeper:%s:20000:0:99999:7:::\n' "$weak" >>web03/etc/shadow
"$TENKEN" audit -q --as-of 2026-11-25 --collected-at 2026-11-20 --gate none --authorisation permit.txt -p meti-3.0 --format tree -o o5 web03 2>/dev/null
expect 'the annex is written' test -s o5/password-annex.pdf
expect 'the two are one group' test "$(jq '[.verdicts[] | select(.check == "password-shared" and .verdict == "fail")] | length' o5/results.json)" -eq 2
expect 'the report gives counts' says o5/report.tree '封緘別紙'
expect 'and no name for them' sh -c '! grep -n zzkeeper o5/report.tree'

# --- dumps of hashes and devices, whose passwords the list has: each account that has one is found, by whatever scheme it is kept
golden=${TENKEN_SOURCE:?}/tests/golden/evidence
permit '*' 2099-12-31 'Manager B' >all.txt
printf 'tenken-Kensa1\ntenken-Kensa2\ntenken-Kensa3\n' >dump-words.txt
dumps=
for dump in ntds-dump pwdump-host pwdump-host-utf16 shadow-alone database-postgresql database-mysql ldap-users network-secrets; do
	dumps="$dumps $golden/$dump/in"
done
# shellcheck disable=SC2086
ends 1 search --authorisation all.txt --wordlist dump-words.txt -o o6 $dumps
jq -r '.verdicts[] | select(.check == "password-weak" and .verdict == "fail") | "\(.subject)/\(.record)"' o6/results.json | sort -u >found.txt
sort >expected.txt <<'END'
example.jp/both
example.jp/samba
example.jp/sato
example.jp/suzuki
example.jp/tanaka
example.local/Administrator
example.local/child.local\sato
example.local/sato
example.local/tanaka
fs01/Administrator
fs01/DefaultAccount
fs01/kyoyu
fs01/oldapp
fs01/tanaka_history7
fs01/twin
fs02/Administrator
fs02/管理
mariadb/backup@%
mariadb/nopw@%
mysql_user/@%
mysql_user/open@%
mysql_user/root@%
pg_authid/app
pg_authid/expired
pg_authid/postgres
pg_authid/unread
pg_authid/運用, 夜間
pg_shadow/batch
web01/nobody-set
web01/old
web01/letters
web01/older
web01/root
web01/tanaka
fw01/kensa
fw01/plain
fw01/sha1
rt01/clear
rt01/enable
rt01/four
rt01/five
rt01/nopw
rt01/seven
rt01/eight
mx01/root
mx01/nine
pa01/admin
END
expect 'each is found, and no other' cmp found.txt expected.txt
cmp -s found.txt expected.txt || diff expected.txt found.txt | head -n 20
expect 'what is of no known scheme stays unknown' test "$(jq -r '[.verdicts[] | select(.check == "password-weak" and .record == "replicator").verdict] | join(" ")' o6/results.json)" = unknown
# shellcheck disable=SC2086
"$TENKEN" evidence $dumps >o6/evidence.xml 2>o6/evidence.err
# shellcheck disable=SC2086
audit_all() { "$TENKEN" audit -q --as-of 2026-11-25 --collected-at 2026-11-20 --gate none --format tree --authorisation all.txt --minutes 0.02 -o o7 $dumps >o6/audit.out 2>&1; }
audit_all
expect 'the audit is written' test -s o7/report.pdf

# --- nothing secret shows
leaks() { # TEXT: every output that holds it, packed streams opened
	for file in out.txt err.txt o?/*; do
		case $file in
		*.pdf) command -v qpdf >/dev/null && qpdf --qdf --object-streams=disable "$file" - 2>/dev/null || cat "$file" ;;
		*) cat "$file" ;;
		esac | grep -q -F -e "$1" && echo "$file"
	done
}
for secret in 'root2024!' 'Tq-0unlikely#99' 'Unlikely2025!' "$hash" "$other" "${hash##*\$}" "${other##*\$}" abcdefgh saltsalt; do
	expect "nothing shows $secret" test -z "$(leaks "$secret")"
done

# All that the dumps keep: digests, salts, and passwords.
for dump in $dumps; do
	find "$dump" -type f -exec cat {} +
done | tr -d '\000' | tr ' ":$,{}\t\r' '\n' | grep -x -E '[0-9A-Za-z+/=.*_-]{16,}' | grep -v -x -E 'aad3b435b51404eeaad3b435b51404ee|0*|.*(mysql|CREATE|password|sha2|DOMAIN|EXAMPLE).*' | sort -u >kept.txt
expect 'the dumps keep something' test "$(wc -l <kept.txt)" -gt 40
printf 'tenken-Kensa\ntenkensalt\ntenken01\ntenkensl\n' >>kept.txt
for file in o6/* o7/*; do
	case $file in
	*.pdf) command -v pdftotext >/dev/null && pdftotext -layout "$file" - 2>/dev/null ;;
	*) cat "$file" ;;
	esac | grep -F -f kept.txt >leaked.txt && echo "  $file: $(wc -l <leaked.txt) lines" && expect "nothing of the dumps shows in $file" false
done
expect 'outputs were looked at' test -s o6/results.json

# --- the truth of the samples
samples=${TENKEN_CORPUS:-}/passwords
if [ -d "$samples" ] && [ -z "${TENKEN_SANITIZED:-}" ]; then
	permit 'dev.*' 2099-12-31 'Manager B' >samples.txt
	search --authorisation samples.txt -o o9 "$samples"/dev.web01.shadow "$samples"/dev.db01.shadow "$samples"/dev.ap01.shadow 2>err.txt
	awk -F'\t' 'NR > 1 { print $1 "/" $2, $5 ~ /^weak/ ? "weak" : "strong" }' "$samples"/dev.truth.tsv | sort >truth.txt
	jq -r '.verdicts[] | select(.check == "password-weak") | "\(.subject | ltrimstr("dev."))/\(.record) \(if .verdict == "fail" then "weak" else "strong" end)"' o9/results.json |
		sort >found.txt
	while read -r account truth; do
		expect "$account is $truth" grep -q -x "$account $truth" found.txt
	done <truth.txt
	shared=$(jq -r '[.verdicts[] | select(.check == "password-shared" and .verdict == "fail") | "\(.subject)/\(.record)"] | sort | join(" ")' o9/results.json)
	expect 'who shares' test "$shared" = 'dev.ap01/root dev.db01/maint dev.db01/oracle dev.db01/root dev.web01/admin dev.web01/maint dev.web01/root'
	cut -d: -f2 "$samples"/dev.*.shadow | grep '\$' | sed 's/.*\$//' >digests.txt
	cut -f4 "$samples"/dev.truth.tsv | grep '[0-9!@]' >>digests.txt
	expect 'no digest and no password of the samples shows' sh -c '! grep -q -F -f digests.txt o9/results.json err.txt'
else
	echo '(samples: skipped)'
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
