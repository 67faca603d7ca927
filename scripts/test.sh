#!/bin/sh
# Sets up what the tests need and runs them all; closes with one line over everything: `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1
. scripts/packages.sh

# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $FONT_PACKAGES $TEST_PACKAGES || exit 1

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
passed=0
failed=0

# step NAME COMMAND...: a thing that must succeed; its own `N passed, N failed` lines count, else it counts as one.
step() {
	name=$1
	shift
	echo "== $name"
	"$@" >"$log" 2>&1
	status=$?
	# A make check prints the programs' own lines in their logs; here every line of that form is one program.
	counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | awk '{p += $1; f += $3} END {print p + 0, f + 0}')
	p=${counts% *}
	f=${counts#* }
	if [ "$status" -ne 0 ] || [ "$f" -ne 0 ]; then
		tail -n 200 "$log"
		[ "$f" -ne 0 ] || f=1
	elif [ "$p" -eq 0 ]; then
		p=1
	fi
	grep -E '^skipped' "$log"
	passed=$((passed + p))
	failed=$((failed + f))
}

check() {
	(cd "$1" && make -s check-programs && sh "$OLDPWD/tests/run.sh" .)
}

step 'rooms and floors' sh scripts/check-rooms.sh .
step 'build with gcc, warnings are errors' build_in build --enable-werror
step 'tests' check build
step 'build with clang and sanitizers' build_in build-sanitize --enable-werror --enable-sanitizers CC=clang CFLAGS='-O1 -g'
step 'tests under AddressSanitizer and UndefinedBehaviorSanitizer' check build-sanitize
if [ -f tests/fuzz/run.sh ]; then
	step 'fuzzing, briefly' sh tests/fuzz/run.sh
fi
step 'distribution' sh -c 'cd build && make -s dist >/dev/null'

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
