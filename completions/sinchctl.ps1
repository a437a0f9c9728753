# PowerShell completion for sinchctl, printed by: sinchctl completion powershell
# For PowerShell 5.1 and later. It asks the program for everything, and evaluates neither the typed words nor the response.

Register-ArgumentCompleter -Native -CommandName 'sinchctl', 'sinchctl.cmd', 'sinchctl.ps1' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $program = @($words | Select-Object -First 1) + 'sinchctl' | ForEach-Object {
        Get-Command -Name ([WildcardPattern]::Escape($_)) -CommandType Application -ErrorAction SilentlyContinue
    } | Select-Object -First 1
    if ($null -eq $program) { return '' }

    # On Windows the program is a batch file, which would run some characters as commands.
    $typed = ([string]$wordToComplete).Trim([char[]]@([char]39, [char]34))
    $sent = @("=$typed") + @($words | Select-Object -Skip 1) -replace '\\', '/' -replace '[^\w.,+=:/@~-]', '_'
    $start = [System.Diagnostics.ProcessStartInfo]::new($program.Path)
    $start.Arguments = '__complete ' + (@($sent | ForEach-Object { '"' + $_ + '"' }) -join ' ')
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $lines = @()
    try {
        $running = [System.Diagnostics.Process]::Start($start)
        $running.StandardInput.Close()
        $answer = $running.StandardOutput.ReadToEndAsync()
        if ($answer.Wait(1000)) { $lines = @($answer.Result.TrimEnd() -split '\r?\n') } else { $running.Kill() }
    } catch { }

    $mark, $kind, $lead = "$($lines | Select-Object -Last 1)" -split ' '
    if ($mark -cne ':') { return '' }
    $results = @()
    foreach ($line in $lines) {
        $value, $about = $line -split "`t"
        if ($kind -ceq 'unmatched' -or $line -ceq ':' -or $value -cnotmatch '\A[A-Za-z0-9+.,:=@_-]{1,200}\z') { continue }
        $about = "$about" -creplace '[^ -~]', ''
        if ($about -eq '') { $about = $value }
        # Unquoted, a comma would split the argument, and an @ would begin an array.
        $inserted = $value -creplace '.*[,@].*', '''$&'''
        $results += [System.Management.Automation.CompletionResult]::new($inserted, $value, 'ParameterValue', $about)
    }
    # Without a result PowerShell offers files; an empty one prevents that.
    if ($results.Count -gt 0 -or $kind -ceq 'program' -or ($kind -ceq 'files' -and $lead -ceq '0')) { return $results }
    return ''
}
