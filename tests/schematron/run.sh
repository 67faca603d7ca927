#!/bin/sh
# Our processor against an independent one (the ISO skeleton in python3-lxml, by oracle.py): both must say the same of
# every rule file over every evidence document. `make check` runs this; BUILD/check-dump is our side.
set -u
here=$(cd "$(dirname "$0")" && pwd)
source=${TENKEN_SOURCE:-$(cd "$here/../.." && pwd)}
dump=${CHECK_DUMP:-${TENKEN_BUILD:-.}/check-dump}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

python=
for candidate in python3 /usr/bin/python3; do
	if "$candidate" -c 'from lxml import isoschematron' 2>/dev/null; then
		python=$candidate
		break
	fi
done
if [ -z "$python" ]; then
	echo "skipped: python3-lxml is not installed (Debian: python3-lxml)"
	echo "0 passed, 0 failed"
	exit 0
fi

passed=0
failed=0
for rules in "$source"/controls/checks/*.sch "$here"/engine/*.sch; do
	case $rules in
	"$here"/*) set -- "$here"/engine/*.xml "$here"/*.xml ;;
	*) set -- "$here"/*.xml "$here"/engine/*.xml ;;
	esac
	"$python" "$here/oracle.py" "$rules" "$@" >"$work/theirs" 2>"$work/theirs.err" || echo "oracle failed" >>"$work/theirs"
	"$dump" "$rules" "$@" >"$work/ours" 2>"$work/ours.err" || echo "dump failed" >>"$work/ours"
	# A processor that says nothing of everything agrees with itself only.
	if [ -s "$work/ours" ] && cmp -s "$work/ours" "$work/theirs"; then
		passed=$((passed + 1))
		continue
	fi
	failed=$((failed + 1))
	echo "FAIL: ${rules#"$source"/}: ours (-) and the independent processor's (+)"
	diff -u "$work/ours" "$work/theirs" | head -n 30
	head -n 5 "$work/ours.err" "$work/theirs.err"
done
echo "$passed passed, $failed failed"

# The rules themselves: texts in both languages, and the verdicts that expected.tsv promises.
"$python" "$here/check.py" || failed=1
[ "$failed" -eq 0 ]
