# tenken-collect: gather the evidence of one Windows host into one zip.
#
#   powershell.exe -NoProfile -ExecutionPolicy Bypass -File tenken-collect.ps1                  writes HOST.zip here
#   powershell.exe -NoProfile -ExecutionPolicy Bypass -File tenken-collect.ps1 -Output C:\x\web01.zip
#
# It runs what the two tables below name, and nothing else. It changes nothing on the host: the only things it
# writes are a private temporary folder, removed at every exit, and the zip. Windows PowerShell 5.1 or later;
# no module to install. It runs without administrator's rights; with them it sees more (the security log, the
# audit policy, the security policy).
# In the zip: <host>/manifest.xml, <host>/cmd/<command>.txt.
# README.md beside this file says what is taken and why.

param(
    [string]$Output = '',
    [string]$HostName = $env:COMPUTERNAME
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# -----------------------------------------------------------------------------------------------------------
# THE TABLES. To collect more, add a line; to collect less, put # before one.
#
# PROGRAMS: name of the output, program, its arguments. What it prints is kept byte for byte. `admin` before the
# name: only with administrator's rights.

$Programs = @'
wevtutil-gl-Security|wevtutil.exe|gl Security
wevtutil-gl-System|wevtutil.exe|gl System
wevtutil-gl-Application|wevtutil.exe|gl Application
wevtutil-gl-Microsoft-Windows-PowerShell-Operational|wevtutil.exe|gl Microsoft-Windows-PowerShell/Operational
admin wevtutil-gli-Security|wevtutil.exe|gli Security
wevtutil-gli-System|wevtutil.exe|gli System
wevtutil-gli-Application|wevtutil.exe|gli Application
admin wevtutil-qe-Security|wevtutil.exe|qe Security /c:1 /rd:false /f:xml /uni:true
wevtutil-qe-System|wevtutil.exe|qe System /c:1 /rd:false /f:xml /uni:true
wevtutil-qe-Application|wevtutil.exe|qe Application /c:1 /rd:false /f:xml /uni:true
reg-query-EventLog-Security|reg.exe|query HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Security
reg-query-EventLog-policy|reg.exe|query HKLM\SOFTWARE\Policies\Microsoft\Windows\EventLog /s
w32tm-query-status|w32tm.exe|/query /status /verbose
w32tm-query-source|w32tm.exe|/query /source
w32tm-query-configuration|w32tm.exe|/query /configuration
net-accounts|net.exe|accounts
net-localgroup-Administrators|net.exe|localgroup Administrators
admin auditpol-get-category|auditpol.exe|/get /category:* /r
systeminfo|systeminfo.exe|
'@

# CMDLETS: name of the output, a pipeline. Dates are written as 2026-11-20T02:00:00+09:00, whatever the country of
# the user; what it returns is written as CSV in UTF-8.

$Cmdlets = @'
Get-WinEvent-ListLog|Get-WinEvent -ListLog * -ErrorAction SilentlyContinue | Where-Object { -not ($_.LogType -in 'Analytical', 'Debug') } | Select-Object LogName, IsEnabled, LogMode, MaximumSizeInBytes, FileSize, RecordCount, OldestRecordNumber
Get-LocalUser|Get-LocalUser | Select-Object Name, Enabled, SID, PasswordRequired, @{n='PasswordLastSet';e={& $Day $_.PasswordLastSet}}, @{n='PasswordExpires';e={& $Day $_.PasswordExpires}}, @{n='AccountExpires';e={& $Day $_.AccountExpires}}, @{n='LastLogon';e={& $Day $_.LastLogon}}
Get-LocalGroupMember-S-1-5-32-544|Get-LocalGroupMember -SID S-1-5-32-544 | Select-Object Name, SID, ObjectClass, PrincipalSource
Get-LocalGroupMember-S-1-5-32-551|Get-LocalGroupMember -SID S-1-5-32-551 | Select-Object Name, SID, ObjectClass, PrincipalSource
Get-HotFix|Get-HotFix | Select-Object HotFixID, Description, @{n='InstalledOn';e={& $Day $_.InstalledOn}}
Get-MpComputerStatus|Get-MpComputerStatus | Select-Object AMRunningMode, AMServiceEnabled, AntivirusEnabled, RealTimeProtectionEnabled, AntivirusSignatureAge, @{n='AntivirusSignatureLastUpdated';e={& $Day $_.AntivirusSignatureLastUpdated}}, AntivirusSignatureVersion, IsTamperProtected
'@

# Limits. Nothing on the audited host decides how long this runs or how much it takes.
$ProgramSeconds = 60
$CmdletSeconds = 120
$OutputBytes = 8MB
# -----------------------------------------------------------------------------------------------------------

$Had = New-Object System.Collections.ArrayList
$Missing = New-Object System.Collections.ArrayList
$Utf8 = New-Object System.Text.UTF8Encoding($false)
$System32 = Join-Path $env:SystemRoot 'System32'

function Say([string]$Text) { [Console]::Error.WriteLine("tenken-collect: $Text") }

function Escape([string]$Text) {
    # What XML 1.0 cannot hold becomes a question mark.
    $plain = [regex]::Replace($Text, '[^\u0009\u0020-\uD7FF\uE000-\uFFFD]', '?')
    return [System.Security.SecurityElement]::Escape($plain)
}

function Test-Admin {
    $me = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $all = New-Object System.Security.Principal.WindowsPrincipal($me)
    return $all.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
}

function Add-Missing([string]$Name, [string]$Command, [string]$Reason, [string]$Detail) {
    $line = '<missing path="cmd/{0}.txt" command="{1}" reason="{2}"' -f (Escape $Name), (Escape $Command), $Reason
    if ($Detail) { $line += ' detail="{0}"' -f (Escape $Detail) }
    [void]$Missing.Add($line + '/>')
}

function Add-Had([string]$Name, [string]$Command, [string]$Extra) {
    $file = Join-Path $Folder "$Name.txt"
    $digest = (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash.ToLowerInvariant()
    $line = '<file path="cmd/{0}.txt" command="{1}"{2} sha256="{3}"/>' -f (Escape $Name), (Escape $Command), $Extra, $digest
    [void]$Had.Add($line)
}

# A program of System32, under its time limit: Bytes of what it printed, or else of its complaint ("the service has
# not been started" is evidence, too), and Exit; or the Reason why there is nothing.
function Start-Limited([string]$Program, [string]$Arguments) {
    $path = Join-Path $System32 $Program
    if (-not (Test-Path -LiteralPath $path)) { return @{ Reason = 'not-installed'; Detail = '' } }
    $start = New-Object System.Diagnostics.ProcessStartInfo($path, $Arguments)
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $out = New-Object System.IO.MemoryStream
    $err = New-Object System.IO.MemoryStream
    $copies = @($process.StandardOutput.BaseStream.CopyToAsync($out), $process.StandardError.BaseStream.CopyToAsync($err))
    if (-not $process.WaitForExit($ProgramSeconds * 1000)) {
        # What came before the limit is dropped: half a list would mislead.
        try { $process.Kill() } catch { }
        return @{ Reason = 'timeout'; Detail = "more than $ProgramSeconds s" }
    }
    [void][System.Threading.Tasks.Task]::WaitAll($copies, 5000)
    $bytes = $out.ToArray()
    if ($bytes.Length -eq 0) { $bytes = $err.ToArray() }
    if ($bytes.Length -gt $OutputBytes) { return @{ Reason = 'too-large'; Detail = "more than $OutputBytes bytes" } }
    return @{ Reason = ''; Bytes = $bytes; Exit = $process.ExitCode }
}

# One output of the bundle: what the program printed, or the file $Product that it wrote instead.
function Invoke-Program([string]$Name, [string]$Program, [string]$Arguments, [string]$Product = '') {
    $command = "$Program $Arguments".Trim()
    $result = Start-Limited $Program $Arguments
    if ($result.Reason) { Add-Missing $Name $command $result.Reason $result.Detail; return }
    $bytes = $result.Bytes
    if ($Product) {
        if (-not (Test-Path -LiteralPath $Product)) { Add-Missing $Name $command 'unreadable' "exit $($result.Exit)"; return }
        $bytes = [System.IO.File]::ReadAllBytes($Product)
    }
    [System.IO.File]::WriteAllBytes((Join-Path $Folder "$Name.txt"), $bytes)
    Add-Had $Name $command (' exit="{0}"' -f $result.Exit)
}

# A pipeline of the table in a runspace of its own, so that it can be stopped.
function Invoke-Cmdlet([string]$Name, [string]$Pipeline) {
    $prelude = '$Day = { param($d) if ($d -is [datetime] -and $d.Year -gt 1970) { ' +
        '$d.ToString("yyyy-MM-ddTHH:mm:sszzz", [System.Globalization.CultureInfo]::InvariantCulture) } };'
    $shell = [System.Management.Automation.PowerShell]::Create()
    try {
        [void]$shell.AddScript("$prelude $Pipeline | ConvertTo-Csv -NoTypeInformation")
        $running = $shell.BeginInvoke()
        if (-not $running.AsyncWaitHandle.WaitOne($CmdletSeconds * 1000)) {
            [void]$shell.BeginStop($null, $null)
            Add-Missing $Name $Pipeline 'timeout' "more than $CmdletSeconds s"
            return
        }
        $lines = @($shell.EndInvoke($running))
        $complaint = ''
        if ($shell.Streams.Error.Count -gt 0) { $complaint = $shell.Streams.Error[0].ToString() }
        # A list that an error cut short is none.
        if ($lines.Count -eq 0 -or ($complaint -and $Name -notlike '*ListLog')) {
            Add-Missing $Name $Pipeline 'unreadable' $complaint
            return
        }
        [System.IO.File]::WriteAllText((Join-Path $Folder "$Name.txt"), (($lines -join "`r`n") + "`r`n"), $Utf8)
        Add-Had $Name $Pipeline ''
    } catch {
        $cause = $_.Exception
        if ($null -ne $cause.InnerException) { $cause = $cause.InnerException }
        $reason = 'unreadable'
        if ($cause -is [System.Management.Automation.CommandNotFoundException]) { $reason = 'not-installed' }
        Add-Missing $Name $Pipeline $reason $cause.Message
    } finally {
        # One that does not stop is left to the end of this process.
        if (@('Running', 'Stopping') -notcontains [string]$shell.InvocationStateInfo.State) { $shell.Dispose() }
    }
}

# The security policy can be had as a file only; secedit keeps its own log where we tell it to.
function Export-SecurityPolicy {
    $policy = Join-Path $Work 'policy.inf'
    $log = Join-Path $Work 'secedit.log'
    $arguments = "/export /areas SECURITYPOLICY /cfg `"$policy`" /log `"$log`" /quiet"
    if ($IsAdmin) { Invoke-Program 'secedit-export' 'secedit.exe' $arguments $policy }
    else { Add-Missing 'secedit-export' 'secedit.exe /export' 'unreadable' 'needs administrator' }
}

# The subscriptions of a host that collects the events of others; asked only where that service runs.
function Export-Subscriptions {
    $service = Get-Service -Name Wecsvc -ErrorAction SilentlyContinue
    if ($null -eq $service -or $service.Status -ne 'Running') { return }
    $result = Start-Limited 'wecutil.exe' 'es'
    if ($result.Reason) { Add-Missing 'wecutil-es' 'wecutil.exe es' $result.Reason $result.Detail; return }
    $names = [System.Text.Encoding]::ASCII.GetString($result.Bytes) -split "`r?`n"
    foreach ($name in ($names | Select-Object -First 50)) {
        if ($name -match '^[A-Za-z0-9._-]+$') { Invoke-Program "wecutil-gs-$name" 'wecutil.exe' "gs $name" }
    }
}

function Write-Manifest([string]$CollectedAt) {
    $lines = @('<?xml version="1.0" encoding="UTF-8"?>')
    $root = '<manifest xmlns="urn:tenken:manifest" version="1" host="{0}" collected-at="{1}" collector="{2}" admin="{3}">'
    $lines += $root -f (Escape $HostName), $CollectedAt, 'tenken-collect.ps1 1', $IsAdmin.ToString().ToLowerInvariant()
    foreach ($line in ($Had | Sort-Object)) { $lines += "  $line" }
    foreach ($line in ($Missing | Sort-Object)) { $lines += "  $line" }
    $lines += '</manifest>'
    [System.IO.File]::WriteAllText((Join-Path $Work 'manifest.xml'), (($lines -join "`n") + "`n"), $Utf8)
}

# Members are named one by one: what .NET makes of a folder has backslashes in some versions.
function Write-Zip([string]$Target) {
    Add-Type -AssemblyName System.IO.Compression
    $stream = [System.IO.File]::Open($Target, [System.IO.FileMode]::CreateNew)
    $zip = New-Object System.IO.Compression.ZipArchive($stream, [System.IO.Compression.ZipArchiveMode]::Create)
    try {
        $outputs = @(Get-ChildItem -LiteralPath $Folder -File | Sort-Object Name)
        $members = @('manifest.xml') + @($outputs | ForEach-Object { "cmd/$($_.Name)" })
        foreach ($member in $members) {
            $bytes = [System.IO.File]::ReadAllBytes((Join-Path $Work ($member -replace '/', '\')))
            $writer = $zip.CreateEntry("$HostName/$member").Open()
            $writer.Write($bytes, 0, $bytes.Length)
            $writer.Dispose()
        }
    } finally {
        $zip.Dispose()
        $stream.Dispose()
    }
}

# --- the run -------------------------------------------------------------------------------------------------

if ($HostName -notmatch '^[A-Za-z0-9._-]+$' -or $HostName -match '^\.') { Say 'a host name has only A-Z a-z 0-9 . _ -'; exit 2 }
if (-not $Output) { $Output = Join-Path (Get-Location).ProviderPath "$HostName.zip" }
if (Test-Path -LiteralPath $Output) { Say "$Output is there already"; exit 2 }

$IsAdmin = Test-Admin
$Work = Join-Path ([System.IO.Path]::GetTempPath()) ('tenken-collect.' + [System.Guid]::NewGuid().ToString('N'))
$Folder = Join-Path $Work 'cmd'
$status = 0
try {
    [void][System.IO.Directory]::CreateDirectory($Folder)
    $collectedAt = (Get-Date).ToString('yyyy-MM-ddTHH:mm:sszzz', [System.Globalization.CultureInfo]::InvariantCulture)
    foreach ($row in ($Programs -split "`r?`n")) {
        if (-not $row -or $row -match '^#') { continue }
        $parts = $row -split '\|', 3
        $name = $parts[0] -replace '^admin ', ''
        if ($name -ne $parts[0] -and -not $IsAdmin) {
            Add-Missing $name "$($parts[1]) $($parts[2])" 'unreadable' 'needs administrator'
        } else {
            Invoke-Program $name $parts[1] $parts[2]
        }
    }
    foreach ($row in ($Cmdlets -split "`r?`n")) {
        if (-not $row -or $row -match '^#') { continue }
        $parts = $row -split '\|', 2
        Invoke-Cmdlet $parts[0] $parts[1]
    }
    Export-SecurityPolicy
    Export-Subscriptions
    Write-Manifest $collectedAt
    Write-Zip $Output
    Say "$($HostName): $($Had.Count) outputs, $($Missing.Count) not had; written to $Output"
    if (-not $IsAdmin) { Say 'run as administrator, the security log and the policies could be had too' }
} catch {
    Say "nothing usable was written: $($_.Exception.Message)"
    $status = 1
} finally {
    if (Test-Path -LiteralPath $Work) { Remove-Item -LiteralPath $Work -Recurse -Force }
}
exit $status
