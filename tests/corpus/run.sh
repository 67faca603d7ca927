#!/bin/sh
# Real files, and what must be read from them: tests/corpus/*.tsv, a row a fact, written by reading the file.
#   file    in $TENKEN_CORPUS
#   record  kind and name of the record (`clock` alone where it has no name); `unrecognised`: nobody reads the file, and
#           the column after it says why
#   attribute, value   `-` for one that must be absent
# A folder that a table has rows of must be in it as a whole. Skipped without the corpus.
set -u
: "${TENKEN:?}"
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${TENKEN_CORPUS:-}" ] || [ ! -d "${TENKEN_CORPUS:-}" ]; then
	echo "skipped: no corpus (TENKEN_CORPUS)"
	echo "0 passed, 0 failed"
	exit 0
fi
exec python3 "$here/facts.py" "$TENKEN" "$TENKEN_CORPUS" "$here"/*.tsv
