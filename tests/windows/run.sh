#!/bin/sh
# The Windows collector and the parsers of what it writes: contrib/collect/tenken-collect.ps1 cannot be run here, so
# that it is read. Every output it names has a fixture of that name, every fixture is recognised and read; and the
# script runs nothing but what is on the list below. The samples of TENKEN_CORPUS are read, when they are there.
set -u
TENKEN=${TENKEN:?}
source=${TENKEN_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
script=$source/contrib/collect/tenken-collect.ps1
fixtures=$source/tests/golden/evidence/windows-collected/in/SV02/cmd
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
LC_ALL=C
export LC_ALL

# check TEXT COMMAND...: the command must succeed.
check() {
	text=$1
	shift
	if "$@" >/dev/null 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL: $text"
	fi
}

none() { ! grep -q "$@"; }

# ---- what the script is made of

check "ASCII only: Windows PowerShell reads a file without a mark in the code page of the country" none '[^ -~]' "$script"
# What the two tables hold: NAME|PROGRAM|ARGUMENTS and NAME|PIPELINE.
sed -n "/^\$Programs = @'/,/^'@/p" "$script" | grep '|' | sed 's/^admin //' >"$work/programs"
sed -n "/^\$Cmdlets = @'/,/^'@/p" "$script" | grep '|' >"$work/cmdlets"
check "the table of programs was found" test "$(wc -l <"$work/programs")" -ge 15
check "the table of cmdlets was found" test "$(wc -l <"$work/cmdlets")" -ge 5

# The programs and what they are asked: nothing that sets, starts, or clears anything.
while IFS='|' read -r name program arguments; do
	case "$program $arguments" in
	'wevtutil.exe gl '* | 'wevtutil.exe gli '* | 'wevtutil.exe qe '*' /c:1 '*) known=yes ;;
	'reg.exe query '* | 'w32tm.exe /query '* | 'net.exe accounts' | 'net.exe localgroup Administrators') known=yes ;;
	'auditpol.exe /get '* | 'systeminfo.exe ') known=yes ;;
	*) known=no ;;
	esac
	check "$name: $program $arguments is none of the commands that only look" test "$known" = yes
done <"$work/programs"
while IFS='|' read -r name first rest; do
	check "$name does not begin with a cmdlet that only looks" expr "$first" : 'Get-[A-Za-z]* '
	check "$name: a pipeline that does more than choose" none -E '\b(Set|New|Remove|Clear|Start|Stop|Invoke|Out|Add|Enable|Disable)-' \
		/dev/stdin <<-END
		$first|$rest
	END
done <"$work/cmdlets"
check "no expression from outside is run" none -i -E 'Invoke-Expression|\biex\b|DownloadString|Invoke-WebRequest|EncodedCommand' "$script"
# Written or removed are the temporary folder and the zip; each such line is one of these.
grep -n -o -E '(Remove-Item|Set-Content|Out-File|Set-ItemProperty|New-Item|Copy-Item|Move-Item|WriteAll[A-Za-z]*|File\]::Open)[^;]*' \
	"$script" >"$work/writes"
check "something is written where nothing should be" none -v -E \
	'Remove-Item -LiteralPath \$Work |WriteAll(Bytes|Text)\(\(Join-Path \$(Folder|Work) |File\]::Open\(\$Target' "$work/writes"
check "the script says how it is ended" grep -q '^exit \$status' "$script"

# ---- what it writes is what the parsers read

cut -d '|' -f 1 "$work/programs" "$work/cmdlets" >"$work/names"
# Those that are not in a table.
echo secedit-export >>"$work/names"
check "secedit-export is written" grep -q "Invoke-Program 'secedit-export'" "$script"
while read -r name; do
	check "a fixture for the output $name" test -s "$fixtures/$name.txt"
done <"$work/names"
for fixture in "$fixtures"/*.txt; do
	name=$(basename "$fixture" .txt)
	check "the script writes no $name" grep -q -x -F -e "$name" "$work/names"
done
"$TENKEN" identify --as-of 2026-11-25 "${fixtures%/cmd}" >"$work/identified" 2>/dev/null
while read -r name; do
	check "$name is recognised" grep -q -F "/cmd/$name.txt	w" "$work/identified"
done <"$work/names"
# The same bytes under names that tell nothing: recognised by their content, but for one line without any shape, and for an
# export that looks like a template.
mkdir -p "$work/x/cmd"
number=0
while read -r name; do
	case $name in w32tm-query-source | secedit-export) continue ;; esac
	number=$((number + 1))
	cp "$fixtures/$name.txt" "$work/x/cmd/$number.txt"
done <"$work/names"
"$TENKEN" identify --as-of 2026-11-25 "$work/x" 2>/dev/null >"$work/unnamed"
check "recognised by content alone" test "$(grep -c '	w' "$work/unnamed")" = "$number"

# ---- the samples, when they are there: file, what must be in the evidence document

samples=${TENKEN_CORPUS:-/nonexistent}/windows
if [ -d "$samples" ]; then
	while IFS='|' read -r file expected; do
		"$TENKEN" evidence --as-of 2026-11-25 "$samples/$file" >"$work/evidence" 2>"$work/diag"
		check "$file: $expected" grep -q -F -e "$expected" "$work/evidence"
	done <<-'END'
		wevtutil-gl.Security.default.txt|retention-kind="size-bound" when-full="overwrite" capacity-bytes="20971520"
		wevtutil-gl.Security.autobackup.txt|retention-kind="unbounded" when-full="archive"
		Get-WinEvent-ListLog.csv|<log name="Security" source="eventlog" security="true" class="audit" retention-kind="size-bound"
		Get-WinEvent-ListLog.csv|<log name="Application" source="eventlog" security="true" class="other" retention-kind="unbounded"
		w32tm.en.synced.txt|synchronised="true" stratum="4" offset-seconds="0.0007312"
		w32tm.en.freerun-leap0.txt|synchronised="false" stratum="1"
		w32tm.en.never.txt|synchronised="false" stratum="0"
		w32tm.ja.cp932.txt|synchronised="true" stratum="3"
		net-user.ja.cp932.txt|<account name="kanri" kind="human" admin="true" admin-by="group:Administrators" enabled="true"
		net-user.ja.cp932.txt|password-changed="2018-04-02" last-login="2026-09-30"
		secpol.sample.inf|<password-policy name="secedit" min-length="8" max-days="70" min-days="1" complexity="true"
		secpol.sample.inf|<lockout name="secedit" active="true" attempts="10" unlock-seconds="1800" history="24"
		secpol.sample.inf|user-account-management="both"
		nsa.win.GptTmpl.inf|<group-policy name="nsa.win.GptTmpl.inf" min-days="1" max-days="60" min-length="14"
		nsa.win.audit.csv|credential-validation="both" security-group-management="both"
		nsa.win.gpreport.xml|subject="idl.local" kind="tenant"
		nsa.win.gpreport.xml|max-days="60" min-days="1" min-length="14" complexity="true" history="24"
		nsa.win.gpreport.xml|security-log-bytes="201326592"
		win10.systeminfo.out|subject="DESKTOP-WIN01" kind="host"
		win10.systeminfo.out|id="windows" version="10.0.19042" title="Microsoft Windows 10 Enterprise"
		Get-ADUser.csv|<account name="svc_backup" admin="unknown" enabled="true" password="unknown" password-required="false"
		Get-ADUser.csv|password-changed="2022-12-01" created="2015-04-01"
		Get-ADUser.csv|days-unused="1335" last-used-slack-days="14"
	END
	# It tells of no rule, and a log of which only the number of events is known is no record: nothing must be made up.
	"$TENKEN" evidence --as-of 2026-11-25 "$samples/wevtutil-gli.Security.txt" >"$work/evidence" 2>/dev/null
	check "wevtutil-gli.Security.txt: no record" none '<log' "$work/evidence"
	for sample in "$samples"/*; do
		"$TENKEN" identify --as-of 2026-11-25 "$sample" 2>/dev/null >"$work/identified"
		check "$(basename "$sample") is recognised" none '	-	' "$work/identified"
	done
else
	echo "no samples: that part was skipped"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
