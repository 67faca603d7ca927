#!/bin/sh
# What we understand of logrotate's configuration against what the real logrotate(8) says of the same files: the logs it
# considers, how many old ones it keeps, how often it rotates. Files: the golden cases, the samples in $TENKEN_CORPUS,
# and mutations of them with a fixed seed.
#
#   TENKEN=./tenken TENKEN_SOURCE=. sh tests/oracle/logrotate.sh [MUTATIONS [SEED]]
#
# `logrotate -d` shows neither maxage nor maxsize, so a record may promise less than it says where the files have these.
# Which users and folders exist it asks this machine: owners are made root and olddir is taken out before it is asked, and
# /var is renamed, so that no log of this machine is found.
set -u
LC_ALL=C
export LC_ALL

mutations=${1:-300} seed=${2:-1}
source=${TENKEN_SOURCE:-.}
tenken=${TENKEN:-$source/tenken}
rotate=$(PATH=/usr/sbin:/sbin:$PATH command -v logrotate) || rotate=''
if [ -z "$rotate" ]; then
    echo "logrotate is not installed: skipped"
    echo "0 passed, 0 failed"
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
umask 022
chmod 755 "$work"
mkdir "$work/in" "$work/oracle" "$work/nowhere"
hosts=0

# host FOLDER: takes etc/logrotate.conf and etc/logrotate.d of FOLDER as one more host. Only hosts with a main file have
# an answer to compare with.
host() {
    [ -f "$1/etc/logrotate.conf" ] || return 0
    hosts=$((hosts + 1))
    new=$work/in/h$hosts
    mkdir -p "$new/etc/logrotate.d"
    cp "$1/etc/logrotate.conf" "$new/etc/logrotate.conf"
    for part in "$1"/etc/logrotate.d/*; do
        if [ -f "$part" ]; then cp "$part" "$new/etc/logrotate.d/"; fi
    done
}

for case in "$source"/tests/golden/evidence/logrotate-*; do
    for folder in "$case"/in/*; do host "$folder"; done
done
if [ -n "${TENKEN_CORPUS:-}" ]; then
    for folder in "$TENKEN_CORPUS"/distro-defaults/*; do host "$folder"; done
    mkdir -p "$work/made/etc"
    cp -R "$TENKEN_CORPUS/oracles/logrotate.d" "$work/made/etc/logrotate.d"
    printf 'weekly\nrotate 4\ninclude /etc/logrotate.d\n' >"$work/made/etc/logrotate.conf"
    host "$work/made"
fi
bases=$hosts

# One base in, one mutation out: between one and four changes. A generator of our own, so that every awk makes the same.
# shellcheck disable=SC2016  # a program in awk, whose $ is its own
MUTATE_AWK='
function random(n) { seed = (seed * 1103 + 12345) % 2147483; return int(seed / 7) % n }
function any(list, n) { n = split(list, words, "|"); return words[1 + random(n)] }
function number() { return any("0|1|2|4|5|7|9|12|13|14|24|30|52|53|58|60|100|365|400|-1|-2|x|010|0x10|08|3x|99999999999|") }
function line() {
    return any("daily|weekly|monthly|yearly|hourly|daily|weekly|monthly|size 10k|size 1M|size 5|size 3MB|size|size=2k|rotate " number() \
        "|rotate " number() "|rotate=" number() "|rotate " number() "|rotate|weekly 3|weekly 9|weekly # x|daily # x|missingok rotate 2|compress|" \
        "notifempty|}|{|} daily|} # x|/var/x/a.log {|/var/x/b.log|\"/var/x/c d\" {|foo bar|foo }|Daily|# }|# rotate 3|maxage x|minsize x|maxsize 5x|" \
        "create|create 640 root root|create 1 2 3 4|su root root|su root|su|mail|mail a@b|extension|dateformat|olddir|start x|tabooext + .foo|" \
        "tabooext|postrotate|endscript|prerotate foo|firstaction|sharedscripts|ignoreduplicates|include|" \
        "@|5|daily}|daily=|rotate\t" number() "|  rotate   " number() "  |minsize 1M|delaycompress|nocreate|shredcycles x|compressoptions|")
}
BEGIN { seed = start }
{ text[++n] = $0 }
END {
    for (left = 1 + random(4); left > 0; left--) {
        at = 1 + random(n); what = random(9)
        if (what <= 3) { for (i = ++n; i > at; i--) text[i] = text[i - 1]; text[at] = line() }
        else if (what == 4) { for (i = at; i < n; i++) text[i] = text[i + 1]; if (n > 1) n-- }
        else if (what == 5) sub(/[0-9]+/, number(), text[at])
        else if (what == 6) text[at] = text[at] " " line()
        else if (what == 7 && at < n) { text[at] = text[at] " " text[at + 1]; for (i = at + 1; i < n; i++) text[i] = text[i + 1]; n-- }
        else text[at] = line()
    }
    for (i = 1; i <= n; i++) printf "%s%s", text[i], i < n || random(5) ? "\n" : ""
}'

made=0
while [ "$made" -lt "$mutations" ] && [ "$bases" -gt 0 ]; do
    made=$((made + 1))
    host "$work/in/h$((made % bases + 1))"
    # Mostly one fragment is changed, at times the main file.
    victim=$work/in/h$hosts/etc/logrotate.conf
    if [ $((made % 4)) -ne 0 ]; then
        set -- "$work/in/h$hosts"/etc/logrotate.d/*
        if [ -f "$1" ]; then shift $(((made + seed) % $#)); victim=$1; fi
    fi
    awk -v start="$((seed * 7919 + made * 104729))" "$MUTATE_AWK" "$victim" >"$work/mutant"
    cp "$work/mutant" "$victim"
done

# The program's own view of each host: lines of `HOST PATH <TAB> KIND VALUE`, with what its lines promise in our terms.
# shellcheck disable=SC2016
NEUTRAL_AWK='
{ gsub(/\/var\//, "/no/such/"); gsub(/\/etc\/logrotate\.d/, etc "/logrotate.d") }
$1 ~ /^(create|createolddir|su)$/ { for (i = 2; i <= NF; i++) if ($i !~ /^[0-7]+$/ && $i ~ /^[A-Za-z0-9_.-]+$/) $i = "root" }
$1 == "olddir" && NF > 1 { print "noolddir"; next }
{ print }'
# shellcheck disable=SC2016
ORACLE_AWK='
function months(count,  i, k, days, best) {
    split("31 28 31 30 31 30 31 31 30 31 30 31", length_of, " "); best = -1
    for (i = 0; i < 12; i++) { days = 0; for (k = 0; k < count; k++) days += length_of[(i + k) % 12 + 1]; if (best < 0 || days < best) best = days }
    return best
}
/^rotating pattern: / { head = ""; is_head = 1; sub(/^rotating pattern: /, "") }
/^considering log / { is_head = 0; path = $0; sub(/^considering log /, "", path); gsub(/\/no\/such\//, "/var/", path)
    print host "\t" path "\t" promise; next }
is_head { head = head " " $0
    if (!match(head, /(after [0-9]+ days|weekly|monthly|yearly|hourly|[0-9]+ bytes) ([(][0-9]+ rotations[)]|[(]no old logs will be kept[)]|empty log files are)/)) next
    said = substr(head, RSTART, RLENGTH); count = -1
    if (said ~ /no old logs/) count = 0
    else if (match(said, /[(][0-9]+ /)) count = substr(said, RSTART + 1, RLENGTH - 2) + 0
    split(said, w, " ")
    if (count < 0) promise = "unbounded"
    else if (count == 0) promise = "none 0"
    else if (w[2] == "bytes") promise = sprintf("size-bound %.0f", w[1] * count)
    else if (w[1] == "after") promise = sprintf("time-bound %.0f", w[2] * count)
    else if (w[1] == "weekly") promise = sprintf("time-bound %.0f", 7 * count)
    else if (w[1] == "yearly") promise = sprintf("time-bound %.0f", 365 * count)
    else if (w[1] == "hourly") promise = sprintf("time-bound %.0f", int(count / 24))
    else promise = sprintf("time-bound %.0f", count > 5000 ? -1 : months(count))
    is_head = 0 }'

number=0
while [ "$number" -lt "$hosts" ]; do
    number=$((number + 1))
    there=$work/oracle/h$number
    mkdir -p "$there/logrotate.d"
    for part in logrotate.conf $(cd "$work/in/h$number/etc" && echo logrotate.d/*); do
        if [ -f "$work/in/h$number/etc/$part" ]; then
            awk -v etc="$there" "$NEUTRAL_AWK" "$work/in/h$number/etc/$part" >"$there/$part"
            # awk ends every line; the last may have had no end, and that counts.
            if [ -n "$(tail -c 1 "$work/in/h$number/etc/$part")" ]; then
                head -c -1 "$there/$part" >"$work/cut" && cp "$work/cut" "$there/$part"
            fi
        fi
    done
    # From an empty folder: a relative name is looked for there.
    (cd "$work/nowhere" && "$rotate" -d -s /dev/null "$there/logrotate.conf") 2>&1 | awk -v host="h$number" "$ORACLE_AWK"
done >"$work/expected"

# Our view, from the evidence documents.
"$tenken" evidence --as-of 2026-11-25 "$work/in" >"$work/evidence.xml" 2>"$work/diagnostics"
if [ "$hosts" -gt 0 ] && ! grep -q '<log ' "$work/evidence.xml"; then
    head -n 5 "$work/diagnostics"
    echo "FAIL: $tenken evidence says nothing"
    echo "0 passed, 1 failed"
    exit 1
fi
# shellcheck disable=SC2016
OURS_AWK='
function get(name,  text) {
    if (!match($0, " " name "=\"[^\"]*\"")) return ""
    text = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&amp;/, "\\&", text)
    return text
}
/<evidence / { host = get("subject") }
/<log / && / source="logrotate"/ && get("name") !~ /^\/etc\// {   # a folder here, so no log
    kind = get("retention-kind"); value = kind == "size-bound" ? get("capacity-bytes") : get("guaranteed-days")
    print host "\t" get("name") "\t" kind (kind == "unbounded" || kind == "unknown" ? "" : " " value) }'
awk "$OURS_AWK" "$work/evidence.xml" >"$work/actual"
for file in "$work"/in/*/etc/logrotate.conf "$work"/in/*/etc/logrotate.d/*; do
    if [ -f "$file" ] && grep -q 'maxage\|maxsize' "$file"; then echo "$file"; fi
done | sed "s#^$work/in/\([^/]*\)/.*#\1#" | sort -u >"$work/weaker"

# A host passes when every path is understood alike.
# shellcheck disable=SC2016
COMPARE_AWK='
function wrong(host, text) { if (!(host in bad)) failed++; bad[host] = 1; if (shown++ < 20) print "FAIL " host ": " text }
function covers(pattern, path) {
    gsub(/[][\\.^$(){}+|]/, "\\\\&", pattern); gsub(/\*/, "[^/]*", pattern); gsub(/\?/, "[^/]", pattern)
    return path ~ ("^" pattern "$")
}
BEGIN { FS = "\t" }
FILENAME == weaker { is_weaker[$1] = 1; next }
FILENAME == expected { if (!(($1, $2) in want)) want[$1, $2] = $3; next }
{ have[$1, $2] = $3; names[$1] = names[$1] "\t" $2 }
END {
    for (key in have) {
        split(key, part, SUBSEP)
        if (!(key in want) && have[key] != "unknown") wrong(part[1], part[2] ": we say " have[key] ", logrotate has no such log")
    }
    for (key in want) {
        split(key, part, SUBSEP)
        if (!(key in have)) {
            n = split(names[part[1]], list, "\t"); found = 0
            for (i = 1; i <= n; i++) if (list[i] ~ /[*?]/ && covers(list[i], part[2])) found = 1
            if (!found) wrong(part[1], part[2] ": logrotate says " want[key] ", we have no such log")
        } else if (have[key] != want[key] && have[key] != "unknown" && !(part[1] in is_weaker)) {
            wrong(part[1], part[2] ": we say " have[key] ", logrotate " want[key])
        }
    }
    print hosts - failed " passed, " failed + 0 " failed"
    exit failed > 0
}'
awk -v weaker="$work/weaker" -v expected="$work/expected" -v hosts="$hosts" "$COMPARE_AWK" "$work/weaker" "$work/expected" "$work/actual"
status=$?
if [ -n "${KEEP:-}" ]; then cp -R "$work" "$KEEP"; fi
exit "$status"
