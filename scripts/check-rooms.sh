#!/bin/sh
# Holds every include against the floors of the house: a file includes its own room and lower floors only, and each
# third-party header in its one room. Usage: sh scripts/check-rooms.sh SOURCE
set -eu
cd "$1"

floor() {
	case $1 in
	base | model) echo 0 ;;
	syntax) echo 1 ;;
	catalog | evidence | password) echo 2 ;;
	check) echo 3 ;;
	maturity | store) echo 4 ;;
	report) echo 5 ;;
	cli) echo 6 ;;
	*) echo "check-rooms: no such room: $1" >&2; exit 1 ;;
	esac
}

# home HEADER: the rooms that may include a third-party header; nothing for the C library and POSIX.
home() {
	case $1 in
	libxml/xmlreader.h) echo syntax ;;
	libxml/xmlerror.h | libxml/parser.h) echo syntax check ;;
	libxml/* | libexslt/* | libxslt/*) echo check ;;
	csv.h | archive.h | archive_entry.h | pcre2.h | iconv.h | utf8proc.h) echo syntax ;;
	jansson.h) echo syntax store ;;
	cairo*.h | pango/* | fontconfig/*) echo report ;;
	openssl/*) echo base ;;
	crypt.h) echo password ;;
	CUnit/*) echo tests ;;
	esac
}

faults=0
fault() {
	echo "$1: $2"
	faults=$((faults + 1))
}

files=$(find src include -name '*.[ch]' | sort)
count=0
for file in $files; do
	room=$(echo "$file" | sed -n 's,^src/\([a-z]*\)/.*,\1,p; s,^include/tenken/\([a-z]*\)/.*,\1,p')
	[ -n "$room" ] || continue
	count=$((count + 1))
	own=$(floor "$room")
	for header in $(sed -n 's/^#[[:space:]]*include[[:space:]]*[<"]\([^>"]*\)[>"].*/\1/p' "$file"); do
		case $header in
		tenken/*)
			other=$(echo "$header" | cut -d/ -f2)
			[ "$other" = "$room" ] || [ "$(floor "$other")" -lt "$own" ] || { [ "$own" -eq 0 ] && [ "$(floor "$other")" -eq 0 ] && [ "$room" = model ]; } ||
				fault "$file" "$room (floor $own) may not include $header"
			;;
		base/* | model/* | syntax/* | catalog/* | evidence/* | password/* | check/* | maturity/* | store/* | report/* | cli/*)
			other=${header%%/*}
			[ "$other" = "$room" ] || fault "$file" "$header is private to the room $other"
			;;
		*)
			homes=$(home "$header")
			[ -z "$homes" ] || case " $homes " in *" $room "*) ;; *) fault "$file" "$header belongs to: $homes" ;; esac
			;;
		esac
	done
done
echo "$count files, $faults faults"
[ "$faults" -eq 0 ]
