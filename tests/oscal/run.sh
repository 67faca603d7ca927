#!/bin/sh
# Every catalogue and profile we ship is valid OSCAL 1.2.1 and means something: XSDs of NIST (TENKEN_OSCAL_SCHEMAS), then
# `tenken lint`. The XSDs are not part of this project; without them that half is skipped.
set -u
source=${TENKEN_SOURCE:?}
passed=0
failed=0
report() {
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $2"
	fi
}
valid() {
	xmllint --nonet --noout --schema "$TENKEN_OSCAL_SCHEMAS/$1" "$2" 2>/dev/null
	report $? "$2"
}
if [ -n "${TENKEN_OSCAL_SCHEMAS:-}" ] && command -v xmllint >/dev/null 2>&1; then
	for file in "$source"/controls/*.xml; do
		valid oscal_catalog_schema.xsd "$file"
	done
	for file in "$source"/profiles/*.xml; do
		valid oscal_profile_schema.xsd "$file"
	done
else
	echo 'skipped: OSCAL schemas (set TENKEN_OSCAL_SCHEMAS, install xmllint)'
fi
for file in "$source"/profiles/*.xml "$source"/controls/checks/*.sch; do
	"${TENKEN:?}" lint "$file"
	report $? "lint $file"
done
# Counts that the content promises: rows of the guideline and of METI, questions of both.
count() {
	found=$(grep -c "$2" "$source/$1")
	[ "$found" -eq "$3" ]
	report $? "$1: $found of $3 $2"
}
count controls/jasa-2.0.xml '<control id="jasa-' 214
count controls/meti-3.0.xml '<control id="meti-' 61
count controls/jasa-2.0-questions.xml '<control id="q-jasa-' 62
count controls/meti-3.0-questions.xml '<control id="q-meti-' 43
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
