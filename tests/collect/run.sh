#!/bin/sh
# Tests of contrib/collect/tenken-collect.sh: sh tests/collect/run.sh
# Builds hostile fake hosts in a temporary folder and looks at what comes out, under every shell that is here.
# Closes with "N passed, N failed"; ends 1 when something failed. What this machine lacks is said as "skip".
set -u
unset CDPATH TMPDIR
LC_ALL=C; export LC_ALL
umask 022

here=$(cd "$(dirname "$0")" && pwd) || exit 1
script=$here/../../contrib/collect/tenken-collect.sh
base=$(mktemp -d /tmp/tenken-collect-test.XXXXXXXX) || exit 1
chmod 755 "$base"          # nobody must come in
mounted=''
tidy() {
    [ -z "$mounted" ] || umount "$mounted" 2>/dev/null
    chmod -R u+rwx "$base" 2>/dev/null
    rm -rf "$base"
}
trap tidy EXIT
trap 'exit 1' HUP INT TERM

passed=0 failed=0
check() { # NAME COMMAND...: the command must succeed
    check_name=$1; shift
    if "$@" >"$base/check.out" 2>&1; then passed=$((passed + 1)); return 0; fi
    failed=$((failed + 1))
    printf 'FAILED: %s: %s\n' "$check_name" "$*"
    head -n 5 "$base/check.out" | sed 's/^/    /'
}
skip() { printf 'skip: %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }
not() { ! "$@"; }
is() { [ "$1" = "$2" ] || { echo "got <$1>, wanted <$2>"; return 1; }; }
at_most() { [ "$1" -le "$2" ] || { echo "$1 is more than $2"; return 1; }; }
# Nothing here may hang, whatever the script does.
bounded() { if have timeout; then timeout -s KILL "$@"; else shift; "$@"; fi; }

# ---- what to look with ----------------------------------------------------------------------------------------

# open_bundle TAR: members in $base/members, the files in $base/x
open_bundle() {
    rm -rf "$base/x"; mkdir "$base/x"
    tar -tf "$1" >"$base/members" && tar -xf "$1" -C "$base/x"
}
member() { grep -q -x -F -e "$1" "$base/members"; }
manifest() { grep -q -F -e "$1" "$base/x/$host/manifest.xml"; }
missing() { manifest "<missing path=\"$1\" reason=\"$2\""; }
is_link() { [ -L "$base/x/$host/$1" ] && is "$(readlink "$base/x/$host/$1")" "$2"; }

well_formed() {
    if have xmllint; then xmllint --noout "$base/x/$host/manifest.xml"; else head -n 1 "$base/x/$host/manifest.xml" | grep -q '^<?xml'; fi
}
# how many elements have this exact @path, as an XML reader sees it
count_path() { xmllint --xpath "string(count(//*[local-name()='$1'][@path=\"$2\"]))" "$base/x/$host/manifest.xml"; }

# Every digest of the manifest is that of the member (names that need no unescaping).
digests_hold() {
    sed -n 's/.*<file path="\([^"&]*\)".* sha256="\([0-9a-f]*\)".*/\2  \1/p' "$base/x/$host/manifest.xml" >"$base/sums"
    [ -s "$base/sums" ] && (cd "$base/x/$host" && sha256sum -c --quiet "$base/sums")
}
# Every file and link has its line in the manifest.
all_listed() {
    is "$(grep -c '<file ' "$base/x/$host/manifest.xml")" "$(grep -v -c '/manifest.xml$' "$base/members")"
}
modes_private() { ! tar -tvf "$1" | grep -v -e '^-rw-------' -e '^l'; }
inside_host() { ! grep -v "^$host/" "$base/members"; }
no_leftover() { [ -z "$(find "$1" -maxdepth 1 -name 'tenken-collect.????????')" ]; }
# The order is by name, the manifest first.
in_order() {
    is "$(head -n 1 "$base/members")" "$host/manifest.xml" || return 1
    # listings quote odd bytes, so that only the plain names can be compared
    tail -n +2 "$base/members" | grep -v -F "\\" >"$base/plain"
    sort -c "$base/plain"
}

# ---- the fake host --------------------------------------------------------------------------------------------

newline='
'
escape_char=$(printf '\033')
latin1=$(printf 'caf\351')
kanji=$(printf '\346\227\245\346\234\254')

# shellcheck disable=SC2016  # what looks like a substitution is a name, or a hash
build_host() {
    root=$base/root outside=$base/outside
    mkdir -p "$root" "$outside" && cd "$root" || exit 1
    mkdir -p etc/logrotate.d/sub etc/systemd/journald.conf.d etc/sudoers.d etc/chrony etc/ssh/sshd_config.d \
        etc/audit etc/pam.d etc/apt/apt.conf.d usr/lib/systemd/system var/lib/dpkg home/alice/.ssh home/bob crontab
    echo 'the secret of another place' >"$outside/secret.conf"

    echo web01 >etc/hostname
    echo 'ID=debian' >usr/lib/os-release
    ln -s ../usr/lib/os-release etc/os-release
    ln -s usr/lib lib
    echo '[Timer]' >usr/lib/systemd/system/logrotate.timer
    ln -s /usr/share/zoneinfo/Asia/Tokyo etc/localtime

    echo 'weekly' >etc/logrotate.conf
    touch -t 202001020304 etc/logrotate.conf
    mkfifo etc/logrotate.d/fifo
    for name in plain .hidden -dash 'back\nslash' '*' '[a-z]' '$(id)' "sp ace & <q> \"d\" 's" "$kanji" \
        "$latin1" "line${newline}break" "esc${escape_char}[31m" sub/deep; do
        echo "# $name" >"etc/logrotate.d/$name"
    done
    : >etc/logrotate.d/empty

    ln -s /dev/null etc/systemd/journald.conf.d/x.conf
    echo '[Journal]' >etc/systemd/journald.conf.d/y.conf
    ln -s "$outside" etc/rsyslog.d                      # a folder of the list is a link out of the tree
    ln -s "$outside/secret.conf" etc/sudoers.d/out      # a file is
    ln -s "$outside" etc/pam.d/folder                   # a folder within a folder is
    ln -s loop etc/sudoers.d/loop
    ln -s sshd_config etc/ssh/sshd_config.d/main        # within the list
    mkdir etc/crontab                                   # a folder where a file is expected
    if ! mknod etc/timezone c 1 5 2>/dev/null; then mkfifo etc/timezone; fi

    printf 'root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\neve:x:1002:1002::/home/../etc:/bin/sh\n' >etc/passwd
    echo 'alice:$6$salt$hash:20000::::::' >etc/shadow
    echo 'alice:!::' >etc/gshadow
    echo 'ssh-ed25519 AAAA alice@pc' >home/alice/.ssh/authorized_keys
    echo 'PRIVATE' >home/alice/.ssh/id_ed25519

    echo '1 SHA256 HEX:AAAA' >etc/chrony/chrony.keys
    echo 'pool ntp.example iburst' >etc/chrony/chrony.conf
    echo 'PermitRootLogin no' >etc/ssh/sshd_config
    echo 'PRIVATE' >etc/ssh/ssh_host_rsa_key
    echo 'PRIVATE' >etc/ssh/sshd_config.d/ssh_host_rsa_key
    printf '# note\n-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n' >etc/ssh/sshd_config.d/pasted.conf

    dd if=/dev/zero of=etc/login.defs bs=1048576 count=9 2>/dev/null
    dd if=/dev/zero of=etc/nsswitch.conf bs=1048576 count=8 2>/dev/null    # just at the limit
    dd if=/dev/zero of=var/lib/dpkg/status bs=1048576 count=9 2>/dev/null
    cd / || exit 1
}

# shellcheck disable=SC2016  # the same names
check_host() { # TAR
    host=web01
    check "$how: opens" open_bundle "$1"
    check "$how: manifest is XML" well_formed
    check "$how: one top folder" inside_host
    check "$how: in order" in_order
    check "$how: modes 0600" modes_private "$1"
    check "$how: digests" digests_hold
    check "$how: all listed" all_listed
    check "$how: host and time" grep -q -E '<manifest .* host="web01" collected-at="[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[+-][0-9]{2}:[0-9]{2}"' "$base/x/web01/manifest.xml"

    for name in plain .hidden -dash sub/deep empty '*' '[a-z]' '$(id)'; do
        check "$how: takes $name" test -f "$base/x/web01/etc/logrotate.d/$name"
    done
    check "$how: content" cmp "$root/etc/logrotate.d/plain" "$base/x/web01/etc/logrotate.d/plain"
    check "$how: date kept" is "$(find "$base/x/web01/etc/logrotate.conf" ! -newer "$base/stamp" | wc -l | tr -d ' ')" 1
    check "$how: quotes in a name" test -f "$base/x/web01/etc/logrotate.d/sp ace & <q> \"d\" 's"
    check "$how: quotes escaped" manifest "etc/logrotate.d/sp ace &amp; &lt;q&gt; &quot;d&quot; 's"
    check "$how: backslash in a name" test -f "$base/x/web01/etc/logrotate.d/back\\nslash"
    check "$how: UTF-8 name" test -f "$base/x/web01/etc/logrotate.d/$kanji"
    if have xmllint; then check "$how: UTF-8 path" is "$(count_path file "etc/logrotate.d/$kanji")" 1; fi
    check "$how: newline in a name" missing 'etc/logrotate.d/line\012break' bad-name
    check "$how: escape in a name" missing 'etc/logrotate.d/esc\033[31m' bad-name
    check "$how: not UTF-8" missing 'etc/logrotate.d/caf\351' bad-name
    check "$how: no control character" is "$(tr -d -c '\000-\011\013-\037\177' <"$base/x/web01/manifest.xml" | wc -c | tr -d ' ')" 0

    check "$how: FIFO" missing etc/logrotate.d/fifo not-regular
    check "$how: device" missing etc/timezone not-regular
    check "$how: folder for a file" missing etc/crontab not-regular
    check "$how: too large" missing etc/login.defs too-large
    check "$how: at the limit" member web01/etc/nsswitch.conf
    check "$how: own limit" member web01/var/lib/dpkg/status
    check "$how: absent" missing etc/ntp.conf absent
    check "$how: absent folder" missing etc/syslog-ng/conf.d/ absent
    check "$how: empty folder" manifest '<missing path="etc/audit/plugins.d/" reason="absent"'
    check "$how: absent pattern" missing 'etc/nginx/conf.d/*.conf' absent

    check "$how: masked drop-in" is_link etc/systemd/journald.conf.d/x.conf /dev/null
    check "$how: os-release link" is_link etc/os-release ../usr/lib/os-release
    check "$how: os-release file" member web01/usr/lib/os-release
    check "$how: localtime" is_link etc/localtime /usr/share/zoneinfo/Asia/Tokyo
    check "$how: link within" is_link etc/ssh/sshd_config.d/main sshd_config
    check "$how: link out, file" is_link etc/sudoers.d/out "$outside/secret.conf"
    check "$how: link out, folder" is_link etc/rsyslog.d "$outside"
    check "$how: link out, deeper" is_link etc/pam.d/folder "$outside"
    check "$how: link in a circle" is_link etc/sudoers.d/loop loop
    check "$how: behind a link" missing etc/rsyslog.d/ not-regular
    check "$how: had by its real name" not missing lib/systemd/system/logrotate.timer not-regular
    check "$how: nothing from outside" not grep -r -q 'secret of another place' "$base/x"
    check "$how: no private key" not grep -r -q PRIVATE "$base/x"
    check "$how: key file named" missing etc/ssh/sshd_config.d/ssh_host_rsa_key excluded
    check "$how: pasted key named" missing etc/ssh/sshd_config.d/pasted.conf excluded
    check "$how: chrony keys" not member web01/etc/chrony/chrony.keys
    check "$how: no commands" not grep -q 'web01/cmd/' "$base/members"
    check "$how: commands named" manifest '<missing path="cmd/chronyc-tracking.txt" command="chronyc -c tracking" reason="excluded"'
    check "$how: shadow" member web01/etc/shadow
    check "$how: keys not asked for" not grep -q authorized_keys "$base/members"
}

# ---- the tests ------------------------------------------------------------------------------------------------

test_shell() { # SHELL...
    how="$*"
    bounded 120 "$@" "$script" --root "$root" >"$base/$1.tar" 2>"$base/err"
    check "$how: ends 0" is "$?" 0
    check "$how: terminal is safe" not grep -q "$escape_char" "$base/err"
    check_host "$base/$1.tar"
    check "$how: nothing left" no_leftover /tmp

    bounded 120 "$@" -s -- --root "$root" --host=db_2 --no-shadow --with-keys <"$script" >"$base/s.tar" 2>/dev/null
    check "$how -s: ends 0" is "$?" 0
    host=db_2
    check "$how -s: opens" open_bundle "$base/s.tar"
    check "$how -s: manifest is XML" well_formed
    check "$how -s: no shadow" not grep -q shadow "$base/members"
    check "$how -s: shadow named" missing etc/shadow excluded
    check "$how -s: keys" member db_2/home/alice/.ssh/authorized_keys
    check "$how -s: no private key" not grep -q id_ed25519 "$base/members"
    check "$how -s: no home without keys" not manifest home/bob
}

test_same_twice() { # NAME COMMAND...: the same members in the same order
    how=$1; shift
    bounded 300 "$@" >"$base/one.tar" 2>"$base/err"
    check "$how: ends 0" is "$?" 0
    bounded 300 "$@" >"$base/two.tar" 2>/dev/null
    tar -tf "$base/one.tar" >"$base/one.members"
    tar -tf "$base/two.tar" >"$base/two.members"
    check "$how: twice the same" cmp "$base/one.members" "$base/two.members"
    host=$(head -n 1 "$base/one.members"); host=${host%%/*}
    check "$how: opens" open_bundle "$base/one.tar"
    check "$how: manifest is XML" well_formed
    check "$how: digests" digests_hold
    check "$how: all listed" all_listed
    check "$how: in order" in_order
    check "$how: passwd" cmp /etc/passwd "$base/x/$host/etc/passwd"
    check "$how: uname" member "$host/cmd/uname.txt"
    check "$how: listing of logs" member "$host/cmd/find-var-log.txt"
    check "$how: exit status" manifest 'command="uname -a" exit="0"'
    check "$how: nothing left" no_leftover /tmp
    at_most "$(bytes_of "$base/one.tar")" 100000000 || check "$how: size" false
}
bytes_of() { wc -c <"$1" | tr -d ' '; }

test_unreadable() {
    cp "$script" "$base/script.sh"; chmod 644 "$base/script.sh"
    chmod 000 "$root/etc/gshadow"; chmod 000 "$root/etc/sudoers.d"; chmod 700 "$root/etc/audit"
    # shellcheck disable=SC2086  # the words of the command
    bounded 120 $as_nobody sh "$base/script.sh" --root "$root" >"$base/nobody.tar" 2>"$base/err"
    check "nobody: ends 0" is "$?" 0
    host=web01
    check "nobody: opens" open_bundle "$base/nobody.tar"
    check "nobody: manifest is XML" well_formed
    check "nobody: unreadable file" missing etc/gshadow unreadable
    check "nobody: unreadable folder" missing etc/sudoers.d/ unreadable
    check "nobody: behind an unreadable folder" missing etc/audit/auditd.conf unreadable
    check "nobody: folder behind an unreadable folder" missing etc/audit/rules.d/ unreadable
    check "nobody: absent is absent" missing etc/ntp.conf absent
    chmod 644 "$root/etc/gshadow"; chmod 755 "$root/etc/sudoers.d" "$root/etc/audit"
}

# A copy of the script that finds only the tools of FOLDER, with short limits, and the few commands given.
variant() { # FOLDER COMMAND-LINE...
    variant_path=$1; shift
    printf '%s\n' "$@" >"$base/rows"
    sed -e "s|^PATH=.*|PATH=$variant_path|" -e 's/^COMMAND_SECONDS=[0-9]*/COMMAND_SECONDS=2/' -e 's/^OUTPUT_MIB=[0-9]*/OUTPUT_MIB=1/' \
        -e "/^COMMANDS='/,/^'/{" -e "/^COMMANDS='/r $base/rows" -e "/^COMMANDS='/b" -e "/^'/b" -e d -e '}' \
        "$script" >"$base/variant.sh"
}

# The file of a program: command -v would name the shell's own true.
program() {
    for folder in /usr/bin /bin /usr/sbin /sbin; do
        if [ -x "$folder/$1" ]; then printf '%s\n' "$folder/$1"; return 0; fi
    done
    return 1
}

# A folder with the tools the script may use, and commands that behave badly.
build_tools() { # FOLDER TIMEOUT(yes/no)
    mkdir -p "$1"
    for tool in sh awk cat cut date df find grep head id ln ls mkdir mkfifo mktemp mv od readlink rm sed sha256sum \
        sleep sort tail tar touch tr uname wc true yes; do
        ln -s "$(program "$tool")" "$1/$tool"
    done
    if [ "$2" = yes ] && have timeout; then ln -s "$(program timeout)" "$1/timeout"; fi
    if [ "$2" = no ] && have setsid; then ln -s "$(program setsid)" "$1/setsid"; fi
    printf '#!/bin/sh\necho before\nsleep 30303\n' >"$1/hang"
    printf '#!/bin/sh\ntrap "" TERM HUP\necho before\nwhile :; do sleep 1; done\n' >"$1/stubborn"
    printf '#!/bin/sh\nsleep 60 &\necho started\n' >"$1/daemon"
    printf '#!/bin/sh\ncat\necho "end of input"\n' >"$1/reads"
    printf '#!/bin/sh\necho "506 Cannot talk" >&2\nexit 3\n' >"$1/complains"
    chmod +x "$1/hang" "$1/stubborn" "$1/daemon" "$1/reads" "$1/complains"
}

test_bad_commands() { # NAME TOOLS SHELL...
    how=$1 tools=$2; shift 2
    variant "$tools" 'hang --now' stubborn daemon reads complains 'yes on' 'name=one lines=1 yes' \
        'name=two unless=one uname' 'name=three unless=complains uname' 'name=none not-there-at-all x'
    began=$(date +%s)
    bounded 100 "$@" "$base/variant.sh" --host bad >"$base/bad.tar" 2>"$base/err"
    check "$how: ends 0" is "$?" 0
    check "$how: in time" at_most $(($(date +%s) - began)) 45
    host=bad
    check "$how: opens" open_bundle "$base/bad.tar"
    check "$how: manifest is XML" well_formed
    check "$how: digests" digests_hold
    check "$how: hanging command" manifest '<missing path="cmd/hang.txt" command="hang --now" reason="timeout"'
    check "$how: half an output is dropped" not member bad/cmd/hang.txt
    check "$how: command deaf to signals" manifest '<missing path="cmd/stubborn.txt" command="stubborn" reason="timeout"'
    check "$how: left-behind process" is "$(cat "$base/x/bad/cmd/daemon.txt")" started
    check "$how: no input" is "$(cat "$base/x/bad/cmd/reads.txt")" 'end of input'
    check "$how: exit status" manifest '<file path="cmd/complains.txt" command="complains" exit="3" stderr="506 Cannot talk"'
    check "$how: complaint is evidence" is "$(cat "$base/x/bad/cmd/complains.txt")" '506 Cannot talk'
    check "$how: endless output" is "$(bytes_of "$base/x/bad/cmd/yes-on.txt")" 1048576
    check "$how: cut is said" manifest 'truncated="true"'
    check "$how: first line" is "$(cat "$base/x/bad/cmd/one.txt")" y
    check "$how: first line is no failure" manifest '<file path="cmd/one.txt" command="yes" sha256'
    check "$how: fallback not needed" not member bad/cmd/two.txt
    check "$how: fallback used" member bad/cmd/three.txt
    check "$how: not installed" manifest '<missing path="cmd/none.txt" command="not-there-at-all x" reason="not-installed"/>'
    if have pgrep && have setsid; then check "$how: nothing runs on" not pgrep -f '^sleep 30303$'; fi
    check "$how: quiet about kills" not grep -i -q killed "$base/err"
    check "$how: nothing left" no_leftover /tmp
}

test_signals() { # SHELL...
    variant "$base/tools" 'secs=60 hang'
    mkdir -p "$base/tmp"
    for signal in TERM HUP; do
        TMPDIR=$base/tmp "$@" "$base/variant.sh" >"$base/signal.tar" 2>/dev/null &
        process=$!
        for try in 1 2 3 4 5 6 7 8 9 10; do
            sleep 1
            [ -z "$(find "$base/tmp" -name 'hang.txt')" ] || break
        done
        check "$* $signal: was at it ($try)" test -n "$(find "$base/tmp" -name hang.txt)"
        began=$(date +%s)
        kill "-$signal" "$process"
        wait "$process" 2>/dev/null
        check "$* $signal: says so" test "$?" -gt 128
        check "$* $signal: at once" at_most $(($(date +%s) - began)) 5
        check "$* $signal: nothing left" no_leftover "$base/tmp"
        check "$* $signal: no half bundle" test ! -s "$base/signal.tar"
    done
}

test_first_lines() {
    logs=$base/logs
    mkdir -p "$logs/journal"
    printf 'Nov  1 00:00:01 web01 first\nNov  2 second\n' >"$logs/syslog"
    printf '\n\n2026-01-01 after a blank\n' >"$logs/blank.log"
    printf 'a\tb\033[31mred\n' >"$logs/control"
    printf 'binary' >"$logs/journal/system.journal"
    printf 'binary' >"$logs/wtmp"
    : >"$logs/empty"
    mkfifo "$logs/fifo"
    head -c 1000 /dev/zero | tr '\000' x >"$logs/long"
    if have gzip; then echo 'Oct  1 00:00:00 compressed' | gzip >"$logs/syslog.2.gz"; fi
    variant "/usr/sbin:/usr/bin:/sbin:/bin" "name=first secs=30 first-lines $logs"
    bounded 60 sh "$base/variant.sh" --host logs >"$base/logs.tar" 2>/dev/null
    open_bundle "$base/logs.tar"
    lines=$base/x/logs/cmd/first.txt tab=$(printf '\t')
    check 'first lines: text' grep -q -x "$logs/syslog${tab}Nov  1 00:00:01 web01 first" "$lines"
    check 'first lines: blank lines' grep -q -x "$logs/blank.log${tab}2026-01-01 after a blank" "$lines"
    check 'first lines: control characters' grep -q -x -F "$logs/control${tab}a?b?[31mred" "$lines"
    check 'first lines: empty' grep -q -x "$logs/empty$tab" "$lines"
    check 'first lines: cut' is "$(grep "/long$tab" "$lines" | cut -f 2 | tr -d '\n' | wc -c | tr -d ' ')" 300
    if have gzip; then check 'first lines: compressed' grep -q "syslog.2.gz${tab}Oct  1 00:00:00 compressed" "$lines"; fi
    check 'first lines: no binary' not grep -q binary "$lines"
    check 'first lines: no FIFO' not grep -q fifo "$lines"
}

test_options() {
    sh "$script" --help >"$base/out" 2>"$base/err"
    check 'help: ends 0' is "$?" 0
    check 'help: text' grep -q -e --no-shadow "$base/err"
    check 'help: nothing on stdout' test ! -s "$base/out"
    for wrong in --nonsense --host --host=../x --host=a/b --host=-x --host= 'extra'; do
        sh "$script" "$wrong" >"$base/out" 2>/dev/null
        check "wrong use $wrong: ends 2" is "$?" 2
        check "wrong use $wrong: nothing on stdout" test ! -s "$base/out"
    done
    sh "$script" --root "$base/not-there" >"$base/out" 2>/dev/null
    check 'no such root: ends 1' is "$?" 1
    echo '../../evil' >"$root/etc/hostname"
    sh "$script" --root "$root" >"$base/out" 2>/dev/null
    check 'hostile name of the host' is "$(tar -tf "$base/out" | grep -v -c '^unknown-host/')" 0
    echo web01 >"$root/etc/hostname"
    # A script cut short on its way does nothing.
    head -c 30000 "$script" | sh >"$base/out" 2>/dev/null
    check 'cut short: nothing on stdout' test ! -s "$base/out"
    if have script; then
        script -q -e -c "sh $script --root $root" /dev/null </dev/null >"$base/out" 2>&1
        check 'terminal: refused' is "$?" 2
        check 'terminal: says why' grep -q 'is a terminal' "$base/out"
    else
        skip 'script(1) is not here: the refusal of a terminal'
    fi
}

# The table as a newcomer leaves it: no name twice, no path twice, no slash in front.
test_tables() {
    sed -n "/^FILES='/,/^'/p" "$script" | sed -e '/^#/d' -e "/^FILES='/d" -e "/^'/d" -e '/^$/d' >"$base/rows"
    check 'table: paths once' is "$(sort "$base/rows" | uniq -d)" ''
    check 'table: no leading slash' not grep -q -E '(^| )/' "$base/rows"
    check 'table: no way up' not grep -q -F '..' "$base/rows"
}

test_full_disk() {
    small=$base/small
    mkdir -p "$small"
    if [ "$(id -u)" -ne 0 ] || ! mount -t tmpfs -o size=2m none "$small" 2>/dev/null; then skip 'no mount: a full disk'; return 0; fi
    mounted=$small
    TMPDIR=$small sh "$script" --root "$root" >"$base/out" 2>"$base/err"
    check 'no room: ends 1' is "$?" 1
    check 'no room: says so' grep -q 'MiB free' "$base/err"
    sed "s|/tmp /var/tmp|$small /var/tmp|" "$script" >"$base/variant.sh"
    sh "$base/variant.sh" --root "$root" >"$base/out" 2>/dev/null
    check 'full /tmp: goes elsewhere' is "$?" 0
    sed 's/^ROOM_KIB=[0-9]*/ROOM_KIB=0/' "$script" >"$base/variant.sh"
    TMPDIR=$small sh "$base/variant.sh" --root "$root" >"$base/out" 2>"$base/err"
    check 'full on the way: ends 1' is "$?" 1
    check 'full on the way: no half bundle' test ! -s "$base/out"
    check 'full on the way: says so' grep -q 'no space' "$base/err"
    check 'full on the way: nothing left' no_leftover "$small"
    umount "$small" && mounted=''
}

# A small userland: everything from busybox, as on an appliance.
test_busybox_tools() {
    build_busybox=$base/busybox-tools
    mkdir -p "$build_busybox"
    for tool in sh awk cat cut date df find grep head id ln ls mkdir mkfifo mktemp mv od readlink rm sed sha256sum \
        sleep sort tail tar timeout touch tr uname wc true; do
        ln -s "$(command -v busybox)" "$build_busybox/$tool"
    done
    variant "$build_busybox" 'uname -a'
    bounded 120 busybox sh "$base/variant.sh" --root "$root" >"$base/bb.tar" 2>"$base/err"
    check 'busybox tools: ends 0' is "$?" 0
    how='busybox tools' host=web01
    check "$how: opens" open_bundle "$base/bb.tar"
    check "$how: manifest is XML" well_formed
    check "$how: digests" digests_hold
    check "$how: all listed" all_listed
    check "$how: same members" cmp "$base/first.members" "$base/members"
}

touch -t 202001020305 "$base/stamp"
build_host
test_tables
test_shell sh
tar -tf "$base/sh.tar" >"$base/first.members"
if have dash; then test_shell dash; else skip 'dash is not here'; fi
if have bash; then test_shell bash --posix; else skip 'bash is not here'; fi
if have busybox; then test_shell busybox sh; test_busybox_tools; else skip 'busybox is not here'; fi
if have ksh; then test_shell ksh; fi

build_tools "$base/tools" yes
build_tools "$base/tools-without-timeout" no
test_bad_commands 'with timeout' "$base/tools" sh
test_bad_commands 'without timeout' "$base/tools-without-timeout" sh
test_signals sh
if have bash; then
    test_bad_commands 'bash, with timeout' "$base/tools" bash --posix
    test_bad_commands 'bash, without timeout' "$base/tools-without-timeout" bash --posix
    test_signals bash --posix
fi
if have busybox; then
    test_bad_commands 'busybox, without timeout' "$base/tools-without-timeout" busybox sh
    test_signals busybox sh
fi
test_first_lines
test_options
test_full_disk

as_nobody=''
if [ "$(id -u)" -eq 0 ]; then
    if have setpriv; then as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
    elif have su; then as_nobody='su -s /bin/sh nobody -- '
    fi
fi
test_same_twice 'this host' sh "$script"
if [ -n "$as_nobody" ]; then
    test_unreadable
    # shellcheck disable=SC2086  # the words of the command
    test_same_twice 'this host as nobody' $as_nobody sh "$base/script.sh"
    check 'this host as nobody: shadow' missing etc/shadow unreadable
else
    skip 'not root: the run as nobody'
fi
if have shellcheck; then
    check 'shellcheck' shellcheck -s sh "$script" "$here/run.sh"
else
    skip 'shellcheck is not here'
fi

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
