#!/bin/sh
# tenken-collect: gather the evidence of one Linux host into one tar on standard output.
#
#   sh tenken-collect.sh > web01.tar                        this host
#   ssh web01 sh -s < tenken-collect.sh > web01.tar         another host; nothing is installed there
#   ssh web01 sudo -n sh -s -- --no-shadow < tenken-collect.sh > web01.tar
#
# It reads what the two tables below name, and nothing else. It changes nothing on the host: the only thing it
# writes is a private temporary folder, removed at every exit. Plain POSIX sh, the POSIX utilities and tar.
# In the tar: <host>/manifest.xml, <host>/<mirrored file>, <host>/cmd/<command>.txt.
# README.md beside this file says what is taken and why, and how to look at a bundle before it is sent.

# ---------------------------------------------------------------------------------------------------------------
# THE TABLES. To collect more, add a line; to collect less, put # before one. No single quotes (') inside.
#
# FILES: one path a line, without the leading slash.
#     etc/login.defs          one file, or a shell pattern
#     etc/pam.d/              a closing slash: everything beneath the folder, dot files too
#     mib=16 PATH             a file may be this large (else FILE_MIB)
# Links stay links and are never followed: what they point to needs its own line.
# Private keys and key files are refused whatever a line says; see is_secret_name and holds_private_key.

FILES='
# Who this host is
etc/hostname
etc/os-release
usr/lib/os-release
etc/debian_version
etc/redhat-release
etc/timezone
etc/localtime

# Log rotation: rules, the timer or cron job that really runs them, and when they last ran
etc/logrotate.conf
etc/logrotate.d/
usr/etc/logrotate.conf
usr/etc/logrotate.d/
var/lib/logrotate/status
var/lib/logrotate/logrotate.status
var/lib/logrotate.status
etc/systemd/system/logrotate.timer
etc/systemd/system/logrotate.timer.d/
usr/lib/systemd/system/logrotate.timer
lib/systemd/system/logrotate.timer
etc/crontab
etc/anacrontab
etc/cron.daily/logrotate
etc/cron.hourly/logrotate

# systemd: a drop-in in any of these folders may decide, so all are needed
etc/systemd/journald.conf
etc/systemd/journald.conf.d/
etc/systemd/journald@*.conf
run/systemd/journald.conf
run/systemd/journald.conf.d/
usr/local/lib/systemd/journald.conf
usr/local/lib/systemd/journald.conf.d/
usr/lib/systemd/journald.conf
usr/lib/systemd/journald.conf.d/
etc/systemd/timesyncd.conf
etc/systemd/timesyncd.conf.d/
run/systemd/timesyncd.conf
run/systemd/timesyncd.conf.d/
usr/local/lib/systemd/timesyncd.conf
usr/local/lib/systemd/timesyncd.conf.d/
usr/lib/systemd/timesyncd.conf
usr/lib/systemd/timesyncd.conf.d/
etc/systemd/journal-upload.conf
etc/systemd/journal-upload.conf.d/

# Syslog daemons
etc/rsyslog.conf
etc/rsyslog.d/
etc/syslog-ng/syslog-ng.conf
etc/syslog-ng/conf.d/
etc/syslog.conf

# Audit daemon, and where it sends its records
etc/audit/auditd.conf
etc/audit/audit.rules
etc/audit/rules.d/
etc/audit/plugins.d/
etc/audit/audisp-remote.conf
etc/audisp/audispd.conf
etc/audisp/audisp-remote.conf
etc/audisp/plugins.d/
var/ossec/etc/ossec.conf

# Time
etc/chrony/
etc/chrony.conf
etc/chrony.d/
etc/default/chrony
etc/sysconfig/chronyd
run/chrony-dhcp/
etc/ntp.conf
etc/ntp.d/
etc/ntpsec/ntp.conf
etc/ntpsec/ntp.d/
run/ntpsec/ntp.conf.dhcp
etc/openntpd/ntpd.conf
etc/ntpd.conf
etc/default/ntp
etc/default/ntpsec
etc/sysconfig/ntpd

# Accounts, privilege, password rules. shadow and gshadow hold password hashes: --no-shadow leaves them out
etc/passwd
etc/group
etc/shadow
etc/gshadow
etc/login.defs
usr/etc/login.defs
etc/default/useradd
etc/nsswitch.conf
etc/sudoers
etc/sudoers.d/
usr/etc/sudoers
etc/pam.conf
etc/pam.d/
usr/lib/pam.d/
usr/etc/pam.d/
etc/authselect/
etc/security/access.conf
etc/security/faillock.conf
etc/security/pwquality.conf
etc/security/pwquality.conf.d/

# SSH server: configuration only, never a key
etc/ssh/sshd_config
etc/ssh/sshd_config.d/
usr/etc/ssh/sshd_config
usr/etc/ssh/sshd_config.d/
etc/sysconfig/sshd
etc/default/ssh

# Packages and their updates (the stamps under periodic/ are empty: their dates are in the listing find-apt-lists)
mib=16 var/lib/dpkg/status
etc/apt/apt.conf.d/*auto-upgrades*
etc/apt/apt.conf.d/*unattended-upgrades*
etc/apt/apt.conf.d/*periodic*
mib=16 var/log/dpkg.log
mib=16 var/log/dpkg.log.1
var/lib/apt/periodic/
etc/dnf/automatic.conf
etc/yum/yum-cron.conf

# Services that keep logs of their own
etc/docker/daemon.json
etc/nginx/nginx.conf
etc/nginx/conf.d/*.conf
etc/nginx/sites-available/
etc/nginx/sites-enabled/
etc/apache2/apache2.conf
etc/apache2/envvars
etc/apache2/conf-available/
etc/apache2/conf-enabled/
etc/apache2/sites-available/
etc/apache2/sites-enabled/
etc/httpd/conf/httpd.conf
etc/httpd/conf.d/*.conf
etc/postgresql/*/*/postgresql.conf
etc/postgresql/*/*/conf.d/*.conf
etc/postgresql/*/*/pg_hba.conf
var/lib/pgsql/data/postgresql.conf
var/lib/pgsql/*/data/postgresql.conf
etc/squid/squid.conf
etc/squid/conf.d/*.conf
etc/bind/named.conf*
etc/named.conf
etc/named/*.conf
etc/postfix/main.cf

# Backups: how many generations are to be kept
etc/rsnapshot.conf

# What another tool found, when it has run here
var/log/lynis-report.dat

# Host firewall
etc/default/ufw
etc/ufw/ufw.conf
etc/nftables.conf
etc/sysconfig/iptables
'

# COMMANDS: one a line, run as it stands: words split at blanks, no shell between (no quotes, pipes, $ or *).
# Options stand before the command:
#     name=NAME     the output is cmd/NAME.txt. Else the words make the name, joined by hyphens, without those that
#                   begin with a hyphen: chronyc -c tracking gives cmd/chronyc-tracking.txt. No two may be equal.
#     root=yes      says nothing useful without root: listed as missing for anybody else
#     unless=NAME   only when command NAME printed nothing: a fallback
#     lines=N       keep the first N lines;  mib=N  keep so much at most;  secs=N  time limit
# Only commands that read, and that neither ask the network nor wait for a person.

COMMANDS='
# Which system, since when
uname -a
uptime -s
secs=10 hostname -f
name=install-date stat -c %n|%y|%w / /etc/machine-id /lost+found /root/anaconda-ks.cfg /var/log/installer

# Time
chronyc -c tracking
chronyc -c sources
ntpq -pn
ntpq -c rv
ntpctl -s all
timedatectl show
timedatectl show-timesync --all
timedatectl timesync-status
timedatectl status

# Logs: what is really there, how far back it goes
name=journalctl-list-boots journalctl --list-boots --no-pager -o json
name=journalctl-list-boots-text unless=journalctl-list-boots journalctl --list-boots --no-pager
name=journalctl-disk-usage journalctl --disk-usage --no-pager
name=journalctl-oldest lines=1 mib=1 journalctl -q --no-pager -o short-unix
name=journalctl-oldest-iso lines=1 mib=1 unless=journalctl-oldest journalctl -q --no-pager -o short-iso
name=find-var-log mib=64 secs=120 find -H /var/log -type f -printf %p\t%s\t%TY-%Tm-%TdT%TH:%TM:%TS%Tz\t%y\n
name=ls-var-log mib=64 secs=120 unless=find-var-log ls -l -R --time-style=full-iso /var/log/
name=var-log-first-lines secs=180 first-lines /var/log

# Accounts: the settings in force, who logged in when
root=yes sshd -T
last -F -w
lastlog
lastlog2
wtmpdb last -F -w

# Network: addresses, what listens, what the host firewall lets through
ip -o addr
ss -lntu
root=yes nft list ruleset
root=yes iptables-save
root=yes ip6tables-save
root=yes ufw status verbose

# Services. is-active prints one state a line, in the order of the names; show names each
systemctl list-timers --all --no-pager
name=systemctl-is-active systemctl is-active rsyslog syslog-ng systemd-journald auditd chrony chronyd ntp ntpd ntpsec openntpd systemd-timesyncd logrotate.timer ssh sshd ufw firewalld nftables fail2ban unattended-upgrades dnf-automatic.timer docker clamav-daemon clamav-freshclam mdatp falcon-sensor wazuh-agent
name=systemctl-show systemctl show --no-pager -p Id -p LoadState -p ActiveState -p UnitFileState rsyslog syslog-ng systemd-journald auditd chrony chronyd ntp ntpd ntpsec openntpd systemd-timesyncd logrotate.timer ssh sshd ufw firewalld nftables fail2ban unattended-upgrades dnf-automatic.timer docker clamav-daemon clamav-freshclam mdatp falcon-sensor wazuh-agent

# Packages and updates, from what the host already knows. The empty caches keep apt from writing its own
dpkg-query -W
secs=60 rpm -qa
name=rpm-qa-last secs=60 rpm -qa --last
name=apt-list secs=60 apt -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= list --upgradable
name=find-apt-lists find -H /var/lib/apt/lists /var/lib/apt/periodic -maxdepth 1 -type f -printf %p\t%s\t%TY-%Tm-%TdT%TH:%TM:%TS%Tz\t%y\n
name=apt-config-periodic apt-config dump APT::Periodic
name=apt-config-unattended apt-config dump Unattended-Upgrade
name=dnf-updateinfo secs=120 dnf -C -q updateinfo list --security
name=find-dnf-cache find -H /var/cache/dnf /var/cache/libdnf5 -maxdepth 3 -type f -name repomd.xml -printf %p\t%s\t%TY-%Tm-%TdT%TH:%TM:%TS%Tz\t%y\n

# Backups that lie on this host
name=find-rsnapshot find -H /var/cache/rsnapshot /.snapshots -mindepth 1 -maxdepth 1 -type d -printf %p\t%s\t%TY-%Tm-%TdT%TH:%TM:%TS%Tz\t%y\n

# Malware protection: engine and signature date
clamscan --version
mdatp health --output json
'

# Limits. Nothing on the audited host decides how long this runs or how much it takes.
FILE_MIB=8                # one file
OUTPUT_MIB=8              # one command
READ_SECONDS=20           # reading one file (a dead network mount must not hold us)
COMMAND_SECONDS=30        # one command
TREE_FILES=2000           # entries beneath one folder of FILES
TREE_DEPTH=8              # folders within folders
ROOM_KIB=65536            # free space wanted for the temporary folder
# ---------------------------------------------------------------------------------------------------------------

# System folders first, so that a folder the caller has in PATH cannot put its own `find` before the system's;
# sbin because a plain user's PATH over ssh lacks it.
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:${PATH:-}
LC_ALL=C TERM=dumb PAGER=cat SYSTEMD_PAGER=cat SYSTEMD_COLORS=0 COLUMNS=1000
export PATH LC_ALL TERM PAGER SYSTEMD_PAGER SYSTEMD_COLORS COLUMNS
unset CDPATH IFS
set -u
set -f                    # a pattern is expanded where we say so, nowhere else
umask 077

VERSION=1
NL='
'
HOST='' ROOT='' SHADOW=yes KEYS=no
WORK='' CHILD='' WATCHDOG='' TIMEOUT='' ALONE=''
SPOKE=' '                 # commands that printed something, for unless=
N_FILES=0 N_COMMANDS=0 N_ABSENT=0 N_UNREADABLE=0 N_OTHER=0

say()  { printf 'tenken-collect: %s\n' "$*" >&2; }
die()  { say "$*"; exit 1; }
misuse() { say "$* (--help tells more)"; exit 2; }

usage() {
    printf '%s\n' \
        'usage: tenken-collect.sh [--host NAME] [--no-shadow] [--with-keys] [--root DIR] > HOST.tar' \
        '       ssh HOST sh -s -- [OPTIONS] < tenken-collect.sh > HOST.tar' \
        '' \
        'Writes one tar with the evidence of this host to standard output. Changes nothing here.' \
        '' \
        '  --host NAME    name of the bundle, [A-Za-z0-9._-] (default: what uname -n says)' \
        '  --no-shadow    leave out etc/shadow and etc/gshadow (password hashes)' \
        '  --with-keys    take the authorized_keys of every account too (public keys)' \
        '  --root DIR     collect the files beneath DIR instead of /, and run no command: for images' \
        '  --help         this text' \
        '' \
        'Exit status: 0 done, 1 nothing usable was written, 2 wrong use.' >&2
}

# ---- names and XML --------------------------------------------------------------------------------------------

# A host name becomes a folder name: nothing that could leave the folder or look like an option.
is_host_name() {
    case $1 in
        ''|.*|-*|*[!A-Za-z0-9._-]*) return 1 ;;
    esac
    [ "${#1}" -le 255 ]
}

# od's decimal bytes in, one XML attribute value out, in plain ASCII (numeric references for the rest). What XML
# cannot carry or no reader should see raw (control characters, bytes that are not UTF-8) becomes \ooo; exit
# status 3 then says that the text is not what was given.
# shellcheck disable=SC2016  # a program in awk, whose $ is its own
ESCAPE_AWK='
function bad(byte) { out = out sprintf("\\%03o", byte); status = 3 }
function flush(  i) { for (i = 1; i <= held; i++) bad(hold[i]); held = 0; need = 0 }
function whole() {
    held = 0
    if (code < 160 || code == 65534 || code == 65535) { for (i = 1; i <= len; i++) bad(hold[i]) }
    else out = out "&#" code ";"
}
function begin(byte) {
    low = 128; high = 191
    if (byte < 32 || byte == 127) { bad(byte); return }
    if (byte < 128) {
        if (byte == 38) out = out "&amp;"
        else if (byte == 60) out = out "&lt;"
        else if (byte == 62) out = out "&gt;"
        else if (byte == 34) out = out "&quot;"
        else out = out sprintf("%c", byte)
        return
    }
    if (byte >= 194 && byte <= 223)      { need = 1; code = byte - 192 }
    else if (byte >= 224 && byte <= 239) { need = 2; code = byte - 224; if (byte == 224) low = 160; if (byte == 237) high = 159 }
    else if (byte >= 240 && byte <= 244) { need = 3; code = byte - 240; if (byte == 240) low = 144; if (byte == 244) high = 143 }
    else { bad(byte); return }
    held = 1; hold[1] = byte; len = need + 1
}
{ for (n = 1; n <= NF; n++) {
      byte = $n + 0
      if (need > 0 && byte >= low && byte <= high) {
          code = code * 64 + byte - 128; held++; hold[held] = byte; need--; low = 128; high = 191
          if (need == 0) whole()
      } else { if (need > 0) flush(); begin(byte) }
  } }
END { if (need > 0) flush(); printf "%s", out; exit status + 0 }'

# Set ESC to the attribute value for TEXT; 1 when ESC is only a likeness of it. Most text needs no process.
escape() {
    case $1 in
        *[!A-Za-z0-9\ ._/@+=,:%-]*) ESC=$(printf '%s' "$1" | od -An -v -t u1 | awk "$ESCAPE_AWK") ;;
        *) ESC=$1 ;;
    esac
}

# ---- the manifest ---------------------------------------------------------------------------------------------

# A copy that failed: was it the reading, or is there no room to write? Then nothing we say holds, and we stop.
want_room() {
    head -c 65536 /dev/zero 2>/dev/null >"$WORK/probe" || die "no space left beneath $WORK: set TMPDIR"
    rm -f "$WORK/probe"
}

# Append one line to the list of what was had ($WORK/had) or not (missing). A full disk must not pass for absence.
note() {
    printf '%s\n' "$2" >>"$WORK/$1" || die "cannot write beneath $WORK: no space left?"
}

# note_file PATH EXTRA-ATTRIBUTES
note_file() {
    escape "$1"
    note had "<file path=\"$ESC\"$2/>"
}

# miss PATH REASON [DETAIL [COMMAND]]: an allow-listed thing that could not be had. REASON is one of absent,
# unreadable, not-regular, too-large, timeout, not-installed, excluded (left out on purpose), bad-name.
miss() {
    escape "$1"
    miss_line="<missing path=\"$ESC\""
    if [ -n "${4:-}" ]; then escape "$4"; miss_line="$miss_line command=\"$ESC\""; fi
    miss_line="$miss_line reason=\"$2\""
    if [ -n "${3:-}" ]; then escape "$3"; miss_line="$miss_line detail=\"$ESC\""; fi
    note missing "$miss_line/>"
    case $2 in
        absent|not-installed) N_ABSENT=$((N_ABSENT + 1)) ;;
        unreadable) N_UNREADABLE=$((N_UNREADABLE + 1)) ;;
        excluded) N_OTHER=$((N_OTHER + 1)) ;;
        *) N_OTHER=$((N_OTHER + 1)); escape "$1"; say "not taken: $ESC ($2)" ;;
    esac
}

# The time with its zone as XML wants it, +09:00; date knows +0900 at best.
now() {
    stamp=$(date +%Y-%m-%dT%H:%M:%S%z)
    case $stamp in
        *[+-][0-9][0-9][0-9][0-9]) printf '%s\n' "$stamp" | sed 's/\(..\)$/:\1/' ;;
        *) date -u +%Y-%m-%dT%H:%M:%S+00:00 ;;
    esac
}

write_manifest() {
    {
        printf '%s\n' '<?xml version="1.0" encoding="UTF-8"?>'
        printf '<manifest xmlns="urn:tenken:manifest" version="1" host="%s" collected-at="%s" collector="tenken-collect %s" uid="%s">\n' \
            "$HOST" "$COLLECTED_AT" "$VERSION" "$(id -u)"
        # sorted: the order is the same whatever order the folders gave
        for list in had missing; do
            if [ -f "$WORK/$list" ]; then sort -u "$WORK/$list" | sed 's/^/  /'; fi
        done
        printf '%s\n' '</manifest>'
    } >"$TOP/manifest.xml" || die "cannot write the manifest: no space left?"
    # a full disk may cut it short without a word
    [ "$(tail -n 1 "$TOP/manifest.xml")" = '</manifest>' ] || die "cannot write the manifest: no space left?"
}

choose_digest() {
    if command -v sha256sum >/dev/null 2>&1; then DIGEST=sha256sum
    elif command -v shasum >/dev/null 2>&1; then DIGEST='shasum -a 256'
    elif command -v openssl >/dev/null 2>&1; then DIGEST='openssl dgst -sha256 -r'
    else DIGEST=''; say 'no sha256sum, shasum or openssl: the manifest will hold no digests'
    fi
}

# Print the attribute sha256 of FILE, or nothing.
digest_attribute() {
    [ -n "$DIGEST" ] || return 0
    sum=$($DIGEST <"$1" 2>/dev/null)
    sum=${sum%% *}
    [ "${#sum}" -ne 64 ] || printf ' sha256="%s"' "$sum"
}

# ---- running under a time limit -------------------------------------------------------------------------------

# How to end a command with all that it started: timeout(1), which makes it a process group of its own, or a killer
# in the background with setsid(1). (Very old busybox wants `timeout -t SECS`: no matter, then it is the killer.)
choose_timeout() {
    if timeout -s KILL 10 true >/dev/null 2>&1; then TIMEOUT='timeout -s KILL'
    elif command -v setsid >/dev/null 2>&1; then ALONE=setsid
    fi
}

# end SIGNAL PROCESS: the process with its group where it leads one, else it alone.
end() {
    if [ -n "$ALONE" ] && kill -s "$1" -- "-$2" 2>/dev/null; then return 0; fi
    kill -s "$1" "$2" 2>/dev/null
}

# start SECONDS BYTES COMMAND...: begin COMMAND in the background, to be killed after SECONDS; it can write somewhat
# more than BYTES to a file. CHILD is its process.
# The output goes straight to a file under ulimit, not through a pipe to head: a daemon that the command leaves
# behind would hold the pipe open and the reader with it. (ulimit counts 512 bytes, in some shells 1024.) Signal 25,
# SIGXFSZ, is ignored, so that writing more is an error to the command and no crash that the host reports.
# In the background always, because a shell runs its traps at once in `wait`, but only afterwards for a command
# in front: an interrupt must not wait for a slow command.
start() {
    start_seconds=$1 start_blocks=$(($2 / 512 + 128)); shift 2
    # shellcheck disable=SC2172  # by number: not every shell knows the name
    (ulimit -f "$start_blocks"; trap '' 25; exec 2>&3 3>&-
     exec ${TIMEOUT:+$TIMEOUT "$start_seconds"} $ALONE "$@") 3>&2 2>/dev/null </dev/null &
    CHILD=$! WATCHDOG=''
    if [ -z "$TIMEOUT" ]; then
        # In naps of a second, so that no sleep outlives us by more; and with none of our files open, since a
        # left-over sleep would keep an ssh session waiting.
        (while [ "$start_seconds" -gt 0 ]; do sleep 1; start_seconds=$((start_seconds - 1)); done
         end KILL "$CHILD") </dev/null >/dev/null 2>&1 &
        WATCHDOG=$!
    fi
}

# Wait for what start began; its exit status, 137 when it was killed at the limit. (The shell's own word about a
# killed process goes nowhere.)
finish() {
    finish_status=0
    wait "$CHILD" 2>/dev/null || finish_status=$?
    CHILD=''
    if [ -n "$WATCHDOG" ]; then
        # KILL, because some shells lose a milder signal that comes while a subshell begins
        kill -KILL "$WATCHDOG" 2>/dev/null
        wait "$WATCHDOG" 2>/dev/null
        WATCHDOG=''
    fi
    return "$finish_status"
}

was_killed() { [ "$1" -eq 137 ] || [ "$1" -eq 124 ]; }

bytes_of() { wc -c <"$1" | tr -d ' '; }

# ---- files ----------------------------------------------------------------------------------------------------

# linked_ancestor BASE PATH: true when a folder on the way to PATH is a link; LINKED is the first such.
linked_ancestor() {
    linked_rest=$2 LINKED=''
    while :; do
        case $linked_rest in
            */*) ;;
            *) return 1 ;;
        esac
        LINKED=$LINKED${linked_rest%%/*}
        linked_rest=${linked_rest#*/}
        if [ -L "$1/$LINKED" ]; then return 0; fi
        LINKED=$LINKED/
    done
}

# Set REASON for a PATH that is not seen: absent, or unreadable when a folder on the way may not be searched.
absent_reason() {
    absent_at=$1 REASON=absent
    while :; do
        case $absent_at in
            */*) absent_at=${absent_at%/*} ;;
            *) return 0 ;;
        esac
        if [ -d "$absent_at" ]; then
            if [ ! -x "$absent_at" ]; then REASON=unreadable; fi
            return 0
        fi
    done
}

# Files that are secrets by their name. They are refused even where a folder of FILES holds them.
is_secret_name() {
    case $1 in
        *.pub) return 1 ;;
        *_key|*/id_*|*.key|*.pem|*.p12|*.pfx|*.jks|*.keytab|*.kdbx|*.ppk) ;;
        */chrony.keys|*/ntp.keys|*/ntpkey_*|*/ntp.key*|*/private/*|*/opasswd|*/.pgpass|*/.htpasswd) ;;
        *) return 1 ;;
    esac
}

# ... and by their content: a key pasted into a configuration file.
holds_private_key() {
    grep -q -e '-----BEGIN [A-Z ]*PRIVATE KEY' -e '^PuTTY-User-Key-File' "$1" 2>/dev/null
}

# Record the link PATH as a link. Sets target to what it says, which is not looked at.
take_link() {
    if command -v readlink >/dev/null 2>&1; then
        target=$(readlink "$1")
    else
        target=$(ls -ld "$1"); target=${target#*"$1 -> "}
    fi
    if ! escape "$target"; then miss "$1" bad-name "the target of the link: $target"; return 0; fi
    link_attribute=" link=\"$ESC\""
    if [ -L "$TOP/$1" ]; then return 0; fi
    make_room_for "$1" || return 0
    ln -s "$target" "$TOP/$1" || die "cannot make a link beneath $WORK"
    note_file "$1" "$link_attribute"
}

# PATH lies behind the link LINKED: record that link, and PATH as missing, unless it was already had by the name
# the link gives it (lib -> usr/lib, and usr/lib/x is here: then nothing is missing).
miss_behind_link() {
    link=$LINKED
    take_link "$link"
    case $target in
        /*) real=${target#/} ;;
        *) case $link in */*) real=${link%/*}/$target ;; *) real=$target ;; esac ;;
    esac
    if [ ! -f "$TOP/$real/${1#"$link"/}" ]; then miss "$1" not-regular "behind the link $link"; fi
}

# Make the folders for PATH in the bundle. Not through a link that was recorded there: a folder that turns into a
# link while we look would else lead our writing out of the bundle.
make_room_for() {
    if linked_ancestor "$TOP" "$1"; then return 1; fi
    if [ -d "$TOP/${1%/*}" ]; then return 0; fi
    case $1 in
        */*) mkdir -p "$TOP/${1%/*}" || die "cannot make folders beneath $WORK: no space left?" ;;
    esac
}

# Copy the regular file PATH, up to MIB. The date is kept: ages are evidence.
take_regular() {
    make_room_for "$1" || return 0
    copy=$TOP/$1 most=$(($2 * 1048576)) status=0
    # head opens the file itself, under the limit: were it a FIFO by now, the shell would wait for ever in `<`.
    # One byte more than allowed tells a file at the limit from one beyond it.
    start "$READ_SECONDS" "$most" head -c $((most + 1)) "./$1" >"$copy" 2>/dev/null
    finish || status=$?
    refuse=''
    if was_killed "$status"; then refuse=timeout
    elif [ "$status" -ne 0 ]; then want_room; refuse=unreadable
    elif [ "$(bytes_of "$copy")" -gt "$most" ]; then refuse=too-large
    elif holds_private_key "$copy"; then refuse=excluded
    fi
    if [ -n "$refuse" ]; then
        rm -f "$copy"
        case $refuse in
            excluded) miss "$1" excluded 'holds a private key'; escape "$1"; say "not taken: $ESC (a private key in it)" ;;
            too-large) miss "$1" too-large "more than $2 MiB" ;;
            *) miss "$1" "$refuse" ;;
        esac
        return 0
    fi
    touch -r "./$1" "$copy" 2>/dev/null
    note_file "$1" "$(digest_attribute "$copy")"
    N_FILES=$((N_FILES + 1))
}

# take PATH MIB: one thing of the list, whatever it turns out to be.
take() {
    if ! escape "$1"; then miss "$1" bad-name 'control character or not UTF-8'; return 0; fi
    if [ "$SHADOW" = no ]; then
        case $1 in
            etc/shadow|etc/gshadow) miss "$1" excluded 'left out by --no-shadow'; return 0 ;;
        esac
    fi
    if is_secret_name "$1"; then miss "$1" excluded 'key files are never taken'; return 0; fi
    if linked_ancestor . "$1"; then miss_behind_link "$1"
    elif [ -L "$1" ]; then take_link "$1"
    elif [ -e "$TOP/$1" ]; then return 0
    elif [ ! -e "$1" ]; then absent_reason "$1"; miss "$1" "$REASON"
    elif [ ! -f "$1" ]; then miss "$1" not-regular
    elif [ ! -r "$1" ]; then miss "$1" unreadable
    else take_regular "$1" "$2"
    fi
}

# Everything beneath the folder $1; TREE_MIB a file. Calls itself, so that it uses no variable after the call
# except the loop's own list, which the shell keeps apart.
walk() {
    if [ ! -r "$1" ] || [ ! -x "$1" ]; then miss "$1/" unreadable; return 0; fi
    DEPTH=$((DEPTH + 1))
    set +f
    set -- "$1"/* "$1"/.[!.]* "$1"/..?*
    set -f
    for entry do
        if [ ! -e "$entry" ] && [ ! -L "$entry" ]; then continue; fi
        SEEN=$((SEEN + 1))
        if [ "$SEEN" -gt "$TREE_FILES" ]; then
            miss "$entry" too-large "more than $TREE_FILES entries beneath one folder"
            break
        elif [ ! -d "$entry" ] || [ -L "$entry" ]; then take "$entry" "$TREE_MIB"
        elif ! escape "$entry"; then miss "$entry/" bad-name
        elif [ "$DEPTH" -ge "$TREE_DEPTH" ]; then miss "$entry/" too-large 'folders too deep'
        else walk "$entry"
        fi
    done
    DEPTH=$((DEPTH - 1))
}

# take_tree FOLDER/ MIB
take_tree() {
    if [ -d "$1" ]; then
        DEPTH=0 SEEN=0 TREE_MIB=$2
        before=$N_UNREADABLE
        walk "${1%/}"
        if [ "$SEEN" -eq 0 ] && [ "$before" -eq "$N_UNREADABLE" ]; then miss "$1" absent 'the folder is empty'; fi
    elif [ -e "${1%/}" ]; then miss "$1" not-regular 'not a folder'
    else absent_reason "${1%/}"; miss "$1" "$REASON"
    fi
}

# take_pattern PATTERN MIB: all that match, folders left aside.
take_pattern() {
    pattern=$1 mib=$2
    IFS=''
    set +f
    # shellcheck disable=SC2086  # the expansion is the point; with IFS empty nothing is split
    set -- $pattern
    set -f
    unset IFS
    if [ ! -e "$1" ] && [ ! -L "$1" ]; then
        fixed=${pattern%%[*?[]*}
        absent_reason "$fixed"
        if [ -d "${fixed%/*}" ] && [ ! -r "${fixed%/*}" ]; then REASON=unreadable; fi
        miss "$pattern" "$REASON"
        return 0
    fi
    for match do
        if [ ! -d "$match" ] || [ -L "$match" ]; then take "$match" "$mib"; fi
    done
}

# One line of FILES, split into words.
file_row() {
    row_mib=$FILE_MIB
    while :; do
        case $1 in
            mib=*) row_mib=${1#mib=}; shift ;;
            *) break ;;
        esac
    done
    case $1 in
        *[*?[]*|*/)
            # The folder named before the first wildcard may itself be a link.
            if linked_ancestor . "${1%%[*?[]*}"; then miss_behind_link "$1"; return 0; fi ;;
    esac
    case $1 in
        */) take_tree "$1" "$row_mib" ;;
        *[*?[]*) take_pattern "$1" "$row_mib" ;;
        *) take "$1" "$row_mib" ;;
    esac
}

# authorized_keys of every home named in passwd. A home without any is no loss and is not listed; one that cannot
# be looked into is.
take_keys() {
    file_row etc/ssh/authorized_keys/
    file_row etc/ssh/authorized_keys.d/
    if [ ! -f "$TOP/etc/passwd" ]; then return 0; fi
    IFS=$NL
    # shellcheck disable=SC2013  # IFS is one newline: these are lines
    for home in $(cut -d : -f 6 "$TOP/etc/passwd" | sort -u); do
        unset IFS
        case $home in
            */..|*/../*|*/./*|*//*) continue ;;
            /?*) home=${home#/}; home=${home%/} ;;
            *) continue ;;
        esac
        for keys in "$home/.ssh/authorized_keys" "$home/.ssh/authorized_keys2"; do
            absent_reason "$keys"
            if [ -e "$keys" ] || [ -L "$keys" ] || [ "$REASON" = unreadable ]; then take "$keys" "$FILE_MIB"; fi
        done
    done
    unset IFS
}

# ---- commands -------------------------------------------------------------------------------------------------

# The command first-lines of the table: "path<TAB>line" with the first line that is not blank within the first 300
# bytes of each log beneath $1, also of compressed ones; from them follows how far back a log goes. Control
# characters become "?". Records of logins and the journal are no text and are left out.
# A script of its own so that the time limit can end it as a whole.
# shellcheck disable=SC2016  # a script of its own, whose $ is its own
FIRST_LINES_SH='
find -H "$1" -type f 2>/dev/null | sort | while IFS= read -r log; do
    case $log in
        */journal/*|*.journal|*/wtmp*|*/btmp*|*/lastlog*|*/faillog*|*/tallylog*|*/sa/sa[0-9]*|*.db) continue ;;
        *[[:cntrl:]]*) continue ;;
        *.gz) open="gzip -dc" ;;
        *.xz) open="xz -dc" ;;
        *.bz2) open="bzip2 -dc" ;;
        *.zst) open="zstd -dcq" ;;
        *) open="head -c 300" ;;
    esac
    [ -f "$log" ] && [ -r "$log" ] || continue
    command -v "${open%% *}" >/dev/null 2>&1 || continue
    line=$($open "$log" 2>/dev/null | head -c 300 | tr "\000-\011\013-\037\177" "?" | awk "NF { print; exit }")
    printf "%s\t%s\n" "$log" "$line"
done'

# Set NAME for the words of a command: those that begin with a hyphen are left out, the rest is joined by hyphens.
derive_name() {
    NAME=''
    for word do
        case $word in
            -*) ;;
            *) NAME=$NAME${NAME:+-}$(printf '%s' "$word" | tr -c -d 'A-Za-z0-9.-') ;;
        esac
    done
}

# One line of COMMANDS, split into words.
command_row() {
    row_name='' row_root=no row_unless='' row_lines='' row_mib=$OUTPUT_MIB row_secs=$COMMAND_SECONDS
    while :; do
        case $1 in
            name=*) row_name=${1#*=} ;;
            root=*) row_root=${1#*=} ;;
            unless=*) row_unless=${1#*=} ;;
            lines=*) row_lines=${1#*=} ;;
            mib=*) row_mib=${1#*=} ;;
            secs=*) row_secs=${1#*=} ;;
            *) break ;;
        esac
        shift
    done
    if [ -n "$row_name" ]; then NAME=$row_name; else derive_name "$@"; fi
    row_path=cmd/$NAME.txt
    if [ -n "$row_unless" ]; then
        case $SPOKE in
            *" $row_unless "*) return 0 ;;
        esac
    fi
    if [ -e "$TOP/$row_path" ]; then die "two commands share the name $row_path: give one a name="; fi
    if [ -n "$ROOT" ]; then
        note_excluded_command "$row_path" "$*"
    elif [ "$1" != first-lines ] && ! command -v "$1" >/dev/null 2>&1; then
        miss "$row_path" not-installed '' "$*"
    elif [ "$row_root" = yes ] && [ "$(id -u)" -ne 0 ]; then
        miss "$row_path" unreadable 'needs root' "$*"
    else
        take_output "$@"
    fi
}

# With --root no command is run; said in the manifest, not once a command on the terminal.
note_excluded_command() {
    escape "$2"
    note missing "<missing path=\"$1\" command=\"$ESC\" reason=\"excluded\" detail=\"no command is run with --root\"/>"
    N_OTHER=$((N_OTHER + 1))
}

# Run COMMAND... into $row_path under the limits of the row. Standard output is the evidence; when there is none,
# standard error stands for it ("506 Cannot talk to daemon" is evidence too).
take_output() {
    output=$TOP/$row_path most=$((row_mib * 1048576)) status=0
    words=$*
    if [ "$1" = first-lines ]; then shift; set -- sh -c "$FIRST_LINES_SH" first-lines "$@"; fi
    # With lines= a command is stopped early, here by a pipe, and so has no exit status that means anything.
    # shellcheck disable=SC2016  # a script of its own
    if [ -n "$row_lines" ]; then set -- sh -c '"$@" | head -n "$0"' "$row_lines" "$@"; fi
    start "$row_secs" "$most" "$@" >"$output" 2>"$WORK/err"
    finish || status=$?
    if was_killed "$status"; then
        # What came before the limit is dropped: half a list of logs would make a host look younger than it is.
        rm -f "$output"
        miss "$row_path" timeout "more than $row_secs s" "$words"
        return 0
    fi
    note_output
}

# Record $output of the command $words that ended with $status.
note_output() {
    attributes=''
    if [ "$status" -ne 0 ]; then want_room; fi
    if [ -z "$row_lines" ]; then attributes=" exit=\"$status\""; fi
    if [ -s "$output" ]; then SPOKE="$SPOKE$NAME "; else head -c 65536 "$WORK/err" >"$output"; fi
    if [ "$(bytes_of "$output")" -gt "$most" ]; then
        head -c "$most" "$output" >"$WORK/cut" || want_room
        mv "$WORK/cut" "$output"
        attributes="$attributes truncated=\"true\""
        say "$row_path was cut at $row_mib MiB"
    fi
    complaint=$(head -c 4096 "$WORK/err" | tr -d '\000\r' | awk 'NF { print; exit }' | head -c 200)
    if [ -n "$complaint" ]; then escape "$complaint"; attributes="$attributes stderr=\"$ESC\""; fi
    escape "$words"
    attributes=" command=\"$ESC\"$attributes$(digest_attribute "$output")"
    note_file "$row_path" "$attributes"
    N_COMMANDS=$((N_COMMANDS + 1))
}

# ---- the run --------------------------------------------------------------------------------------------------

# each_row TABLE FUNCTION: FUNCTION with the words of each line. A loop in this shell, not behind a pipe: the
# counters stay, and the traps run here.
each_row() {
    IFS=$NL
    for row in $1; do
        unset IFS
        case $row in
            '#'*) continue ;;
        esac
        # shellcheck disable=SC2086  # split into words; set -f holds the patterns back
        "$2" $row
    done
    unset IFS
}

read_options() {
    while [ "$#" -gt 0 ]; do
        case $1 in
            --help|-h) usage; exit 0 ;;
            --host|--root) if [ "$#" -lt 2 ]; then misuse "$1 needs a value"; fi ;;
        esac
        case $1 in
            --host) HOST=$2; shift; is_host_name "$HOST" || misuse 'a host name has only A-Z a-z 0-9 . _ -' ;;
            --host=*) HOST=${1#*=}; is_host_name "$HOST" || misuse 'a host name has only A-Z a-z 0-9 . _ -' ;;
            --root) ROOT=$2; shift ;;
            --root=*) ROOT=${1#*=} ;;
            --no-shadow) SHADOW=no ;;
            --with-keys) KEYS=yes ;;
            *) misuse "unknown option: $1" ;;
        esac
        shift
    done
    if [ -t 1 ]; then misuse 'standard output is a terminal: send the tar to a file, > HOST.tar'; fi
}

# The first of the usual places that is ours to write and has room; TMPDIR, when given, is obeyed.
make_work_folder() {
    for place in ${TMPDIR:+"$TMPDIR"} /tmp /var/tmp /dev/shm; do
        if [ -n "${TMPDIR:-}" ] && [ "$place" != "$TMPDIR" ]; then break; fi
        if [ ! -d "$place" ] || [ ! -w "$place" ]; then continue; fi
        free=$(df -Pk "$place" 2>/dev/null | awk 'NR == 2 { print $4 }')
        if [ "${free:-0}" -lt "$ROOM_KIB" ]; then continue; fi
        WORK=$(mktemp -d "$place/tenken-collect.XXXXXXXX") && break
    done
    if [ -z "$WORK" ]; then die "no temporary folder with $((ROOM_KIB / 1024)) MiB free: set TMPDIR"; fi
    # relative names would be lost when we change to the root
    WORK=$(cd "$WORK" && pwd) || die 'cannot enter the temporary folder'
}

clean_up() {
    trap '' HUP INT QUIT TERM PIPE
    # the watchdog first: it must not outlive the process that it would kill
    if [ -n "$WATCHDOG" ]; then kill -KILL "$WATCHDOG" 2>/dev/null; fi
    if [ -n "$CHILD" ]; then end TERM "$CHILD"; fi
    if [ -n "$WORK" ]; then cd / && rm -rf "$WORK"; fi
}

# dash does not run the EXIT trap on a signal, so each signal becomes an exit.
set_traps() {
    trap clean_up EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 131' QUIT
    trap 'exit 141' PIPE
    trap 'exit 143' TERM
}

# Without --host: an image names itself in etc/hostname, a running host by uname.
choose_host() {
    if [ -n "$HOST" ]; then return 0; fi
    if [ -z "$ROOT" ]; then HOST=$(uname -n)
    elif [ -f etc/hostname ] && [ ! -L etc/hostname ] && ! linked_ancestor . etc/hostname; then
        HOST=$(head -c 4096 etc/hostname 2>/dev/null | grep -v '^#' | head -n 1 | tr -d '[:space:]')
    fi
    if ! is_host_name "$HOST"; then
        HOST=unknown-host
        say 'this host has no usable name: the bundle is called unknown-host; --host NAME names it'
    fi
}

# The tar, manifest first, then everything in order of name. tar is given the names one by one, since it walks a
# folder in whatever order the disk has; only a list beyond what a command line holds is left to it.
pack() {
    cd "$WORK/stage" || die 'the temporary folder is gone'
    find "$HOST" ! -type d ! -path "$HOST/manifest.xml" | sort >"$WORK/members"
    if [ "$(bytes_of "$WORK/members")" -lt 1000000 ]; then
        IFS=$NL
        # shellcheck disable=SC2046  # one name a line; take() let no name with a newline in
        set -- "$HOST/manifest.xml" $(cat "$WORK/members")
        unset IFS
    else
        set -- "$HOST"
    fi
    # GNU tar reads \n in an operand as a newline unless told not to; others do not know the option.
    verbatim=''
    if tar --no-unquote -cf - "$HOST/manifest.xml" >/dev/null 2>&1; then verbatim=--no-unquote; fi
    tar $verbatim -cf - "$@" || die 'tar failed: what was written is not complete'
}

report() {
    say "$HOST: $N_FILES files, $N_COMMANDS command outputs; not here: $N_ABSENT; unreadable: $N_UNREADABLE; left out: $N_OTHER"
    if [ "$N_UNREADABLE" -gt 0 ] && [ "$(id -u)" -ne 0 ]; then say 'run as root, the unreadable could be had too'; fi
    if [ -f "$TOP/etc/shadow" ] && [ -s "$TOP/etc/shadow" ]; then
        say 'the bundle holds password hashes (etc/shadow): keep it as a secret, or use --no-shadow'
    fi
}

main() {
    read_options "$@"
    command -v tar >/dev/null 2>&1 || die 'tar is not installed'
    set_traps
    make_work_folder
    cd "${ROOT:-/}" || die "cannot enter $ROOT"
    choose_host
    choose_digest
    choose_timeout
    COLLECTED_AT=$(now)
    TOP=$WORK/stage/$HOST
    mkdir -p "$TOP/cmd" || die "cannot make folders beneath $WORK"
    each_row "$FILES" file_row
    if [ "$KEYS" = yes ]; then take_keys; fi
    each_row "$COMMANDS" command_row
    write_manifest
    pack
    report
}

# The last line, so that a script cut short on its way over ssh does nothing at all.
main "$@"
