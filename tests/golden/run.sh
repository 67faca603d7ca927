#!/bin/sh
# Golden cases: tests/golden/<area>/<case>/ holds inputs in `in` and whichever of these exist are compared:
#   out.evidence.xml   what `tenken evidence in` prints        out.diag   what it prints as diagnostics
#   out.identify       what `tenken identify in` prints        out.tree   the report as a tree (`audit --format tree`)
#   out.verdicts       check, subject, record, verdict and reason of every verdict in results.json, tab separated
#                      (only of the checks that a file `checks` in the case names, when there is one)
#   out.controls       id, verdict, level and claim status of the controls that are not simply unassessed
#   out.status         exit status of `audit`
# `links` lists symbolic links to make in `in` (path, target), since a tarball does not carry them. `args` in a case holds further arguments of audit. TENKEN_REGEN=1 writes what is missing or differs: read the diff!
set -u
TENKEN=${TENKEN:?}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
LC_ALL=C
export LC_ALL

compare() {
	[ -e "$1" ] || return 0
	if cmp -s "$1" "$2"; then
		passed=$((passed + 1))
	elif [ -n "${TENKEN_REGEN:-}" ]; then
		cp "$2" "$1"
		echo "regenerated ${1#"$here"/}"
	else
		echo "FAIL ${1#"$here"/}"
		diff -u "$1" "$2" | head -n 40
		failed=$((failed + 1))
	fi
}

# extract KIND RESULTS CHECKS: the part of results.json a golden file speaks of.
extract() {
	python3 - "$@" <<'PY'
import json, os, sys
kind, r = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
wanted = open(sys.argv[3]).read().split() if os.path.exists(sys.argv[3]) else None
if kind == "verdicts":
    for v in [v for v in r["verdicts"] if wanted is None or v["check"] in wanted]:
        print(v["check"], v["subject"], v["record"], v["verdict"], v["reason"], v["at"], sep="\t")
else:
    for c in r["controls"]:
        if c["level"] is not None or c["verdict"] != "unknown":
            print(c["id"], c["verdict"], c["level"], c["claim"]["status"], "".join(c["ladder"]), sep="\t")
PY
}

for case in "$here"/*/*/; do
	case=${case%/}
	[ -d "$case/in" ] || continue
	args=
	[ -e "$case/args" ] && args=$(cat "$case/args")
	rm -rf "$work/out" "$work/new" "$work/case"
	mkdir "$work/new" "$work/case"
	cp -R "$case/in" "$work/case/in" && chmod -R u+w "$work/case" && cd "$work/case" || exit 1
	if [ -e "$case/links" ]; then
		while read -r link target; do
			mkdir -p "in/$(dirname "$link")" && ln -s "$target" "in/$link"
		done <"$case/links"
	fi
	# shellcheck disable=SC2086
	if [ -e "$case/out.evidence.xml" ] || [ -e "$case/out.diag" ]; then
		"$TENKEN" evidence --as-of 2026-11-25 in >"$work/new/out.evidence.xml" 2>"$work/new/out.diag"
	fi
	[ -e "$case/out.identify" ] && "$TENKEN" identify --as-of 2026-11-25 in >"$work/new/out.identify" 2>/dev/null
	if [ -e "$case/out.tree" ] || [ -e "$case/out.verdicts" ] || [ -e "$case/out.controls" ] || [ -e "$case/out.status" ]; then
		# shellcheck disable=SC2086
		"$TENKEN" audit -q --as-of 2026-11-25 --format tree -o "$work/out" $args in 2>"$work/new/log"
		echo $? >"$work/new/out.status"
		# The digest over all results changes with every message of a rule; it has its own test.
		[ -e "$work/out/report.tree" ] &&
			sed '/結果の要約値/{n;s/"[0-9a-f]\{64\}"/"(64 digits)"/;}' "$work/out/report.tree" >"$work/new/out.tree"
		if [ -e "$work/out/results.json" ]; then
			extract verdicts "$work/out/results.json" "$case/checks" >"$work/new/out.verdicts"
			extract controls "$work/out/results.json" "$case/checks" >"$work/new/out.controls"
		fi
	fi
	for name in out.evidence.xml out.diag out.identify out.tree out.verdicts out.controls out.status; do
		[ -e "$case/$name" ] || continue
		[ -e "$work/new/$name" ] || : >"$work/new/$name"
		compare "$case/$name" "$work/new/$name"
	done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
