#!/bin/sh
# From a fresh Debian 12 to a report on this very host: installs what is needed, builds into build/, collects this
# host's evidence, audits it against JASA 2.0 and METI 3.0, and says where the PDF lies. Ends 0 when it was written.
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh

# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $FONT_PACKAGES
build_in build

out=${TENKEN_OUT:-$(pwd)/tenken-out}
status=0
build/tenken audit -p internal-audit -o "$out" "$@" || status=$?
# 0: conforming, 1: gaps, 2: evidence incomplete. All three wrote the report; whatever else is a failure.
if [ "$status" -gt 2 ] || [ ! -s "$out/report.pdf" ]; then
	echo "tenken: no report was written (exit status $status)" >&2
	exit 1
fi
echo
echo "報告書 / report: $out/report.pdf"
echo "結果 / results: $out/results.json"
