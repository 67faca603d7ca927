#!/bin/sh
# Hostile and broken workbooks, made by make.py: what is said of each, what is read of it, and that it costs little.
# Where LibreOffice is installed, what it makes of a plain workbook as CSV, and of the registers of the corpus as workbooks, must
# be read the same.
set -u
TENKEN=${TENKEN:?}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0
mkdir traps && python3 "$here/make.py" traps traps || exit 1

check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		echo "FAIL $1: expected \`$2', is \`$3'"
		failed=$((failed + 1))
	fi
}

# expect FILE RECORDS DIAGNOSTIC...: in any order, each once.
expect() {
	file=$1
	records=$2
	shift 2
	# Sanitizers reserve memory as they like.
	case ${CFLAGS_SANITIZED:-} in "") (ulimit -v 1500000; timeout 20 "$TENKEN" evidence --as-of 2026-11-25 "traps/$file" >out 2>err) ;;
	*) timeout 60 "$TENKEN" evidence --as-of 2026-11-25 "traps/$file" >out 2>err ;;
	esac
	status=$?
	[ $status -le 2 ] || check "$file" "an end" "status $status"
	check "$file records" "$records" "$(grep -c '<document ' out)"
	check "$file" "$*" "$(sed -n 's/.*\[\([a-z-]*\)\]$/\1/p' err | sort -u | tr '\n' ' ' | sed 's/ $//')"
}

if nm "$TENKEN" 2>/dev/null | grep -q __asan_init; then
	CFLAGS_SANITIZED=yes
fi
expect good.xlsx 1
expect no-strings.xlsx 0 workbook
expect no-sheet.xlsx 0 workbook
expect no-workbook.xlsx 0 workbook
expect doctype.xlsx 0 xml-forbidden
expect cut-off.xlsx 0 xml-syntax
expect rows-backwards.xlsx 0 workbook
expect cells-backwards.xlsx 0 workbook
expect corner.xlsx 0 limit
expect columns.xlsx 0 limit table-heading
expect sparse.xlsx 0 limit
expect merges.xlsx 0 limit
expect tabs.xlsx 0 workbook
expect names.xlsx 1 archive-member
expect external.xlsx 0 workbook
expect upwards.xlsx 0 workbook
expect bomb.xlsx 0 archive-bomb
expect ole.xlsx 0 table-format
expect text.xlsx 0 table-format
expect damaged.xlsx 0 archive-damaged
expect old.xls 0 table-format
expect old.ods 0 table-format
expect old.xlsb 0 table-format

# The same rows by LibreOffice's hand: values, not places.
values() {
	"$TENKEN" evidence --as-of 2026-11-25 "$1" 2>/dev/null | sed -n 's/ version="[^"]*"//; s/ at="[^"]*"//p'
}
office=${SOFFICE:-$(command -v soffice || command -v libreoffice)}
if [ -n "$office" ]; then
	mkdir plain && python3 "$here/make.py" plain plain
	HOME=$work "$office" --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false' --outdir plain \
		plain/plain.xlsx >/dev/null 2>&1
	check "rows by LibreOffice" "$(values plain/plain.csv)" "$(values plain/plain.xlsx)"
	check "rows of the plain workbook" 5 "$(values plain/plain.xlsx | wc -l)"
	# And the other way: what it writes as a workbook, with days as numbers, is what the register says.
	for register in bunsho-kanri-daicho.utf8bom kyoiku-kiroku asset-register supplier-list questionnaire; do
		csv=${TENKEN_CORPUS:-/nonexistent}/documents/$register.csv
		[ -e "$csv" ] || continue
		HOME=$work "$office" --headless --infilter='CSV:44,34,76,1,,1041,false,true' --convert-to xlsx --outdir plain "$csv" >/dev/null 2>&1
		check "$register as a workbook" "$(values "$csv")" "$(values "plain/$register.xlsx")"
	done
else
	echo "skipped: LibreOffice is not installed"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
