#!/bin/sh
# Fuzzes everything that reads hostile bytes, briefly: sh tests/fuzz/run.sh [RUNS]. Seeds are the golden cases, so every
# parser that has one is reached. The corpus that grows is kept in build-fuzz/corpus.
set -u
source=$(cd "$(dirname "$0")/../.." && pwd)
runs=${1:-30000}
cd "$source" || exit 1
. scripts/packages.sh
build_in build-fuzz --enable-fuzzing --enable-sanitizers CC=clang CFLAGS='-O1 -g' >build-fuzz.log 2>&1 ||
	{ tail -n 40 build-fuzz.log; rm -f build-fuzz.log; exit 1; }
rm -f build-fuzz.log
make -s -C build-fuzz fuzz-parsers || exit 1
corpus=build-fuzz/corpus
seeds=build-fuzz/seeds
rm -rf "$seeds"
mkdir -p "$corpus" "$seeds"
# One seed a bundle: all its files, each behind its name.
for root in tests/golden/evidence/*/in/* tests/golden/audit/*/in/*; do
	seed=$seeds/$(echo "$root" | tr / _)
	if [ -f "$root" ]; then
		{ basename "$root"; cat "$root"; } >"$seed"
		continue
	fi
	(links=$source/$(dirname "$(dirname "$root")")/links
	[ ! -e "$links" ] || while read -r link target; do
		printf '%s -> %s\n\n\001\n' "${link#*/}" "$target"
	done <"$links"
	cd "$root" && find . -type f | sort | while read -r file; do
		name=${file#./}
		printf '%s\n' "$name"
		cat "$file"
		printf '\n\001\n'
	done) >"$seed"
done
printf '@csv\na,"b\nc",d\n1,2,3\n' >"$seeds/csv"
printf '@json\n[{"a.b":[1,null,"\\u3042"]}]\n{}' >"$seeds/json"
for case in tests/golden/evidence/xlsx-*; do
	name=$(basename "$case")
	for part in worksheets/sheet1 styles; do
		kind=@sheet
		[ $part = styles ] && kind=@styles
		{
			printf '%s\n' $kind
			python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' "$case"/in/*.xlsx xl/$part.xml
		} >"$seeds/$name-$(basename $part)"
	done
done
i=0
for hash in '$y$j9T$salt$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP0' '$6$rounds=5000$salt$abc' '$2b$05$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvwxyz01234' \
	'_J9..saltabcdefghijk' '$7$CU..../....salt$abc' '$md5,rounds=1$saltsalt$$abc' '7 070C285F4D06' '9 $9$abc$def' '8 $8$abc$def' '$9$abcdef' 'SH2abc=' 'AK1abc=' \
	'md5abcdefabcdefabcdefabcdefabcdefab' 'SCRAM-SHA-256$4096:c2FsdA==$a=:b=' '*0123456789ABCDEF0123456789ABCDEF01234567' '$A$005$saltsaltsaltsaltsaltabc' '{SSHA}YWJj' \
	'{CRYPT}$1$a$b' 31d6cfe0d16ae931b73c59d7e0c089c0; do
	i=$((i + 1))
	printf '@hash\n%s' "$hash" >"$seeds/hash-$i"
done
printf '@date\n令和8年4月1日' >"$seeds/date"
printf '@text\n\202\315\202\242' >"$seeds/text"
{ printf '@xml\n'; head -c 3000 controls/checks/time.sch; } >"$seeds/xml"
{ printf '@archive\n'; tar -cf - -C tests/golden/evidence/auditd/in . 2>/dev/null; } >"$seeds/tar"
TENKEN_DATADIR=$source ASAN_OPTIONS=detect_leaks=0 build-fuzz/fuzz-parsers -runs="$runs" -max_len=8192 -timeout=20 -rss_limit_mb=4096 \
	-print_final_stats=1 -artifact_prefix=build-fuzz/ "$corpus" "$seeds" >build-fuzz/log 2>&1
status=$?
grep -E 'stat::number_of_executed_units|ERROR|SUMMARY' build-fuzz/log
if [ "$status" -eq 0 ]; then
	echo '1 passed, 0 failed'
else
	tail -n 40 build-fuzz/log
	echo '0 passed, 1 failed'
fi
exit "$status"
