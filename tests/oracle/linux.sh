#!/bin/sh
# Outputs of real systems (TENKEN_CORPUS) read with the values that are really in them, each looked up by a person: packet filters
# as iptables and ufw list them, last logins, what distributions ship.
set -u
if [ -z "${TENKEN_CORPUS:-}" ]; then
	echo "skipped: TENKEN_CORPUS names no samples"
	echo "0 passed, 0 failed"
	exit 0
fi
TENKEN=${TENKEN:?}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# host NAME SAMPLE PLACE: a bundle with the sample at that place.
host() {
	mkdir -p "$work/in/$1/$(dirname "$3")"
	cp "$TENKEN_CORPUS/$2" "$work/in/$1/$3"
}

# has HOST RECORD ATTRIBUTES...: a record of that kind and name has all these attributes.
has() {
	line=$(sed -n "/ subject=\"$1\"/,/<\/evidence>/p" "$work/evidence.xml" | grep "<$2 name=\"$3\"" | head -n 1)
	subject=$1 record="$2 $3"
	shift 3
	for attribute; do
		case $line in
		*" $attribute"*) passed=$((passed + 1)) ;;
		*)
			failed=$((failed + 1))
			echo "FAIL: $subject: $record: no $attribute in: $line"
			;;
		esac
	done
}

# lacks HOST RECORD NAME [ATTRIBUTE]: no such record, or one without that attribute.
lacks() {
	line=$(sed -n "/ subject=\"$1\"/,/<\/evidence>/p" "$work/evidence.xml" | grep "<$2 name=\"$3\"" | head -n 1)
	case $line in
	*" ${4:-name}="*)
		failed=$((failed + 1))
		echo "FAIL: $1: $2 $3: unexpected: $line"
		;;
	*) passed=$((passed + 1)) ;;
	esac
}

for name in ubuntu-18.04.ufw-verbose generic.ufw generic.ufw-numbered ubuntu-18.04.ufw-numbered generic.ufw-inactive; do
	host "$name" "network-sep/$name.out" cmd/ufw-status-verbose.txt
done
for name in centos-7.7 ubuntu-18.04; do
	host "$name" "network-sep/$name.iptables-filter.out" cmd/iptables.txt
	host "$name" "linux-accounts/$name.passwd.out" etc/passwd
	host "$name" "linux-accounts/$name.shadow.out" etc/shadow
	host "$name" "linux-accounts/$name.last-w.out" cmd/last.txt
done
host ubuntu-F linux-accounts/ubuntu-18.04.passwd.out etc/passwd
sed 's/^joeuser:/kbrazil:/' "$work/in/ubuntu-F/etc/passwd" >"$work/passwd" && mv "$work/passwd" "$work/in/ubuntu-F/etc/passwd"
host ubuntu-F linux-accounts/ubuntu-20.04.last-F.out cmd/last.txt
for name in debian12 debian13 ubuntu2404; do
	mkdir -p "$work/in/$name"
	cp -R "$TENKEN_CORPUS/distro-defaults/$name/etc" "$work/in/$name/etc"
	mkdir -p "$work/in/$name/etc/apt/apt.conf.d"
	cp "$TENKEN_CORPUS/distro-defaults/$name/usr/share/unattended-upgrades/20auto-upgrades" "$work/in/$name/etc/apt/apt.conf.d/"
	printf 'Package: unattended-upgrades\nStatus: install ok installed\n' >"$work/status"
	mkdir -p "$work/in/$name/var/lib/dpkg" && cp "$work/status" "$work/in/$name/var/lib/dpkg/status"
done
"$TENKEN" evidence --as-of 2026-11-25 "$work/in" >"$work/evidence.xml" 2>"$work/diagnostics"

# 100:200/tcp is open to all: 135 and 139 lie in it. 22 stands there without a protocol.
has ubuntu-18.04.ufw-verbose firewall ufw 'family="ipv4"' 'active="true"' 'default-input="drop"' 'exposed="22 135 139"'
has ubuntu-18.04.ufw-verbose firewall "ufw ipv6" 'family="ipv6"' 'default-input="drop"' 'exposed="22 135 139"'
lacks ubuntu-18.04.ufw-verbose firewall ufw undecided
# 22/tcp from anywhere; of IPv6 the only row of 22 sends.
has generic.ufw firewall ufw 'default-input="drop"' 'exposed="22"'
has generic.ufw firewall "ufw ipv6" 'default-input="drop"' 'exposed="none"'
# Row 14 opens 50200:50300 to IPv6, none of the ports that count.
has generic.ufw-numbered firewall ufw 'default-input="drop"' 'exposed="22"'
has generic.ufw-numbered firewall "ufw ipv6" 'default-input="drop"' 'exposed="none"'
# Without `verbose` the default is not told.
lacks ubuntu-18.04.ufw-numbered firewall ufw
has generic.ufw-inactive firewall ufw 'active="false"'
lacks generic.ufw-inactive firewall ufw default-input
# Of firewalld's chains: ssh from anywhere. "ACCEPT all anywhere" may be the loopback's, so the rest stays open.
has centos-7.7 firewall iptables 'active="true"' 'exposed="22"' 'undecided="23 135'
lacks centos-7.7 firewall iptables default-input
# Policy ACCEPT, and no rule that keeps anybody out.
has ubuntu-18.04 firewall iptables 'default-input="accept"' 'exposed="22 23 135'

# Without -F there is no year: nothing may be said.
lacks centos-7.7 account kbrazil last-login
lacks ubuntu-18.04 account joeuser last-login
# With it: the newest row, still logged in.
has ubuntu-F account kbrazil 'last-login="2021-01-05"' 'days-since-login="2150"'
has ubuntu-F account root 'last-login="2020-03-23"'

for name in debian12 debian13 ubuntu2404; do
	has $name update apt 'automatic="true"'
	has $name log-forwarding syslog-ng 'central="false"'
	has $name log "/var/log/nginx/\*.log" 'source="logrotate"' 'guaranteed-days="14"' 'writer="nginx"'
	has $name log "/var/log/squid/\*.log" 'guaranteed-days="2"' 'writer="squid"'
	lacks $name log-forwarding audisp-remote
	# As shipped: nginx names no format, which is `combined`; Squid's own has no user agent; PostgreSQL is not among them.
	has $name log-format /var/log/nginx/access.log 'format="combined"' 'user="true"' 'zone="true"' 'agent="true"'
	has $name log-format /var/log/squid/access.log 'format="squid"' 'source="true"' 'year="true"' 'agent="false"'
done
# No template is named, so files are written with year and zone; Ubuntu's rules lie where the sample does not reach.
has debian12 log-format rsyslog 'time="true"' 'year="true"' 'zone="true"'
has debian13 log-format rsyslog 'year="true"' 'zone="true"'
lacks ubuntu2404 log-format rsyslog year
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
