#!/bin/sh
# Runs every test program of a build tree: sh tests/run.sh BUILD [NAME...]. Each prints its failures and one line
# `N passed, N failed`. `make check` calls this.
set -u
source=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
shift
TENKEN=$build/tenken
TENKEN_BUILD=$build
TENKEN_SOURCE=$source
TENKEN_DATADIR=$source
# Tests must not depend on who runs them or where.
unset LANG LC_ALL LC_MESSAGES LANGUAGE TZ 2>/dev/null
# Leaks of the font libraries are theirs.
ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}
# The real-world samples and the OSCAL schemas, when they lie beside the source or are named.
if [ -z "${TENKEN_CORPUS:-}" ] && [ -d "$source/../shared/samples" ]; then
	TENKEN_CORPUS=$source/../shared/samples
fi
if [ -z "${TENKEN_OSCAL_SCHEMAS:-}" ] && [ -d "$source/../shared/schemas/oscal-1.2.1" ]; then
	TENKEN_OSCAL_SCHEMAS=$source/../shared/schemas/oscal-1.2.1
fi
# What takes a minute would take many under sanitizers; such tests say that they are skipped.
TENKEN_SANITIZED=
grep -q '^SANITIZE = .*fsanitize' "$build/Makefile" && TENKEN_SANITIZED=1
export TENKEN_SANITIZED
export TENKEN TENKEN_BUILD TENKEN_SOURCE TENKEN_DATADIR ASAN_OPTIONS
export TENKEN_CORPUS="${TENKEN_CORPUS:-}" TENKEN_OSCAL_SCHEMAS="${TENKEN_OSCAL_SCHEMAS:-}"

status=0
for test in "$build/unit" "$source"/tests/*/run.sh "$source"/tests/oracle/*.sh; do
	case $test in
	*/fuzz/run.sh) continue ;;
	esac
	[ -e "$test" ] || continue
	name=${test#"$source"/}
	if [ $# -gt 0 ]; then
		case " $* " in *" $name "*) ;; *) continue ;; esac
	fi
	echo "-- $name"
	case $test in
	*.sh) sh "$test" || status=1 ;;
	*) "$test" || status=1 ;;
	esac
done
exit $status
