export const POWERSHELL = `\
# PowerShell completion for sinchctl, written by: sinchctl completion powershell
# For PowerShell 5.1 and later. It asks the program what fits, and evaluates neither what is typed nor the answer.

Register-ArgumentCompleter -Native -CommandName 'sinchctl', 'sinchctl.cmd', 'sinchctl.ps1' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The words before the cursor.
    $words = @()
    foreach ($element in $commandAst.CommandElements) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            $words += $element.Value
        } else {
            $words += $element.Extent.Text
        }
    }
    $program = $null
    foreach ($name in @($words | Select-Object -First 1) + 'sinchctl') {
        if ($null -eq $program) {
            $program = Get-Command -Name ([WildcardPattern]::Escape($name)) -CommandType Application -ErrorAction SilentlyContinue |
                Select-Object -First 1
        }
    }
    if ($null -eq $program) { return '' }

    # On Windows the program is a batch file, which would run some characters as commands.
    $typed = ([string]$wordToComplete).Trim([char[]]@([char]39, [char]34))
    $sent = @("=$typed") + @($words | Select-Object -Skip 1) -replace '\\\\', '/' -replace '[^\\w.,+=:/@~-]', '_'
    $start = [System.Diagnostics.ProcessStartInfo]::new($program.Path)
    $start.Arguments = '__complete ' + (@($sent | ForEach-Object { '"' + $_ + '"' }) -join ' ')
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $lines = @()
    try {
        $running = [System.Diagnostics.Process]::Start($start)
        $running.StandardInput.Close()
        $answer = $running.StandardOutput.ReadToEndAsync()
        if ($answer.Wait(1000)) { $lines = @($answer.Result.TrimEnd() -split '\\r?\\n') } else { $running.Kill() }
    } catch { }

    $mark, $kind, $lead = "$($lines | Select-Object -First 1)" -split ' '
    if ($mark -cne ':') { return '' }
    $results = @()
    foreach ($line in $lines) {
        $value, $about = $line -split "\`t"
        if ($kind -ceq 'unmatched' -or $line -ceq ':' -or $value -cnotmatch '\\A[A-Za-z0-9+.,:=@_-]{1,200}\\z') { continue }
        $about = "$about" -creplace '[^ -~]', ''
        if ($about -eq '') { $about = $value }
        # Unquoted, a comma would split the argument, and an @ would begin an array.
        $inserted = $value -creplace '.*[,@].*', '''$&'''
        $results += [System.Management.Automation.CompletionResult]::new($inserted, $value, 'ParameterValue', $about)
    }
    # Without an answer PowerShell offers files; an empty one keeps it from that.
    if ($results.Count -gt 0) { return $results }
    if ($kind -ceq 'program' -or ($kind -ceq 'files' -and $lead -ceq '0')) { return }
    return ''
}
`;
