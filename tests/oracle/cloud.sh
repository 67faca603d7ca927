#!/bin/sh
# Exports of real providers, and test data of programs that read them ($TENKEN_CORPUS/cloud): what each is taken for, and values
# read off the files by hand. A file of that folder that is named here nowhere is a failure: every one is read or explained.
set -u
: "${TENKEN:?}"
corpus=${TENKEN_CORPUS:-}/cloud
if [ ! -d "$corpus" ]; then
	echo "skipped: no exports (set TENKEN_CORPUS)"
	echo "0 passed, 0 failed"
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
verdict() {
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $2"
	fi
}
# reads FILE SUBJECT MAPPING ROWS COMPLETE: the file as a whole. What `has` and `lacks` say is of the last one.
reads() {
	file=$1
	echo "$1" >>"$work/known"
	"$TENKEN" evidence --as-of 2026-11-25 "$corpus/$1" >"$work/xml" 2>/dev/null
	grep -q -F "subject=\"$2\" kind=\"tenant\"" "$work/xml"
	verdict $? "$1: subject $2"
	grep -q "<export name=\"$3\" .*rows=\"$4\" complete=\"$5\"" "$work/xml"
	verdict $? "$1: $4 rows by $3, complete: $5"
}
# has LINE PART...: the record read from that line has all the parts.
has() {
	grep -F "/$file:$1\"" "$work/xml" >"$work/line"
	at=$1
	shift
	for part; do
		grep -q -F -- "$part" "$work/line"
		verdict $? "$file:$at: $part"
	done
}
lacks() {
	grep -F "/$file:$1\"" "$work/xml" >"$work/line"
	[ -s "$work/line" ] && ! grep -q -F -- "$2" "$work/line"
	verdict $? "$file:$1: has $2"
}
# unread FILE: not an export that says anything we look at, and why.
unread() {
	echo "$1" >>"$work/known"
	"$TENKEN" identify --lang en --as-of 2026-11-25 "$corpus/$1" 2>/dev/null | grep -q 'not recognised'
	verdict $? "$1: $2"
}

reads aws-credential-report.2016.csv aws:644160558196 aws-credential-report 21 true
has 2 'name="&lt;root_account&gt;"' 'admin="true"' 'enabled="true"' 'mfa="enforced"' 'access-key="false"' 'last-used="2016-10-06"'
has 3 'name="andrew"' 'admin="unknown"' 'mfa="none"' 'access-key="true"' 'last-used="2016-11-16"'   # the console, not the key of October
has 4 'name="anthony"' 'mfa="enforced"' 'password-changed="2016-10-26"'
has 5 'name="c7n-iam-test"' 'kind="service"' 'enabled="true"' 'never-used="true"'
lacks 5 'last-used='
has 6 'name="c7n-test"' 'enabled="false"'
has 7 'name="calvin"' 'mfa-registered="true"' 'mfa="unknown"'                 # an active key beside the second factor
has 9 'name="christopher"' 'never-used="true"' 'access-key="false"'           # no_information
has 10 'name="christopher"' 'never-used="false"' 'access-key="true"'          # two rows of one name stay two
has 15 'name="kapil"' 'last-used="2016-11-25"'                                # the key's use is later than the console's
[ "$(grep -c '<account ' "$work/xml")" -eq 21 ]
verdict $? "$file: 21 accounts"
reads aws-credential-report.2018.csv aws:644160558196 aws-credential-report 1 true
has 2 'name="kapil"' 'mfa="none"' 'access-key="true"' 'last-used="2018-12-01"'
reads aws-iam-account-summary.json aws-iam-account-summary aws-account-summary 1 true
has 2 'name="&lt;root_account&gt;"' 'admin="true"' 'mfa="enforced"' 'access-key="false"'
reads cartography.aws.iam.account_summary.json cartography.aws.iam.account_summary aws-account-summary 1 true
has 2 'mfa="enforced"'
reads aws-account-password-policy.json aws-account-password-policy aws-password-policy 1 true
has 2 '<password-policy name="iam"' 'min-length="10"'
lacks 2 'max-days'
reads aws-cloudtrail-describe-trails.json aws:644160558196 aws-trails 1 true
has 3 'name="skunk-trails"' 'multi-region="true"' 'global-events="true"' 'validated="true"' 'management-events="unknown"'
lacks 3 'logging='
reads aws-cloudtrail-trail-status.json aws-cloudtrail-trail-status aws-trail-status 1 true
has 1 'logging="true"' 'delivery-error="false"'
reads cartography.aws.cloudtrail.json aws:123456789012 aws-trails 1 true
has 3 'name="test-trail"' 'multi-region="true"' 'management-events="true"' 'validated="true"' 'bucket="test-bucket"'
reads cartography.aws.cloudwatch.json aws:123456789012 aws-log-groups 2 true
has 3 'name="/aws/lambda/process-orders"' 'retention-kind="time-bound"' 'guaranteed-days="14"'
has 17 'guaranteed-days="30"'
reads entra.userRegistrationDetails.json entra:sakura.example entra-registration 5 false
has 4 'name="admin@sakura.example"' 'admin="true"' 'mfa="none"' 'mfa-strength="none"'
has 22 'name="tanaka@sakura.example"' 'mfa-registered="true"' 'mfa-capable="true"' 'mfa="unknown"' 'mfa-strength="app"'
has 43 'mfa-registered="true"' 'mfa-capable="false"' 'mfa="none"' 'mfa-strength="sms"'
has 63 'admin="false"' 'mfa="none"' 'mfa-strength="none"'                     # email is no second factor
has 83 'kind="guest"'
reads google-workspace-users.csv google:sakura.example google-users 4 true
has 2 'name="tanaka@sakura.example"' 'admin="unknown"' 'mfa="enforced"' 'last-used="2026-09-30"'
has 3 'mfa="none"' 'enabled="true"'
has 4 'enabled="false"'
has 5 'mfa="enforced"' 'mfa-registered="false"' 'never-used="true"'
reads cartography.googleworkspace.api.json google:simpson.corp google-users 2 true
has 5 'name="mbsimpson@simpson.corp"' 'admin="true"' 'mfa="enforced"' 'mfa-registered="true"' 'last-used="2024-01-01"'
has 41 'name="hjsimpson@simpson.corp"' 'admin="false"' 'mfa="none"'
reads cartography.gitlab.users.json gitlab:gitlab.example.com gitlab-users 3 true
has 4 'name="alice"' 'admin="true"'                                           # owner of the group, though not of the instance
has 14 'name="bob"' 'admin="false"' 'enabled="true"'
has 26 'name="alice"' 'admin="false"'
lacks 4 'mfa='
reads cartography.keycloak.users.json cartography.keycloak.users keycloak-users 2 true
has 3 'name="hjsimpson"' 'enabled="true"' 'admin="unknown"' 'mfa="unknown"' 'created="2025-08-04"'
lacks 3 'mfa-registered'
unread cartography.github.users.json 'an organisation of which only the address and login are left'
unread cartography.keycloak.realms.json 'a realm without the flows that would tell whether a factor is asked for'
unread cartography.microsoft.entra.users.json 'a tenant id and nothing else'

for path in "$corpus"/*; do
	name=${path##*/}
	case $name in scubagear.*) continue ;; esac   # results of a tool, not a provider's export
	grep -q -x -F "$name" "$work/known"
	verdict $? "$name: neither read nor explained"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
