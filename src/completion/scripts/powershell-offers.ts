/** How the script for PowerShell offers what can follow. */
export const POWERSHELL_OFFERS = `\
    $offer = {
        param($text, $about)
        if (-not $text.StartsWith($typed, [System.StringComparison]::Ordinal)) { return }
        if ([string]::IsNullOrEmpty($about)) { $about = $text }
        $inserted = $lead + $text
        # A comma would make two arguments of it.
        if ($inserted.Contains(',')) { $inserted = "'" + $inserted + "'" }
        [System.Management.Automation.CompletionResult]::new($inserted, $text, 'ParameterValue', $about)
    }

    # What an option or an argument can be.
    $value = {
        param($slot)
        if ($slot.Kind -ceq 'fields' -or $slot.Kind -ceq 'order') {
            $done = ''
            if ($typed.Contains(',')) { $done = $typed.Substring(0, $typed.LastIndexOf(',') + 1) }
            $sign = ''
            if ($slot.Kind -ceq 'order' -and $typed.Substring($done.Length).StartsWith('-')) { $sign = '-' }
            $given = $done.Replace('-', '').Split(',')
            $fields = @($place.Fields)
            # An option on the line may add some.
            if ($null -ne $place.When) {
                $before = ' ' + ($words -join ' ') + ' '
                foreach ($when in @($place.When, $place.When.Replace(' ', '='))) {
                    if ($before.Contains(" $when ")) { $fields += $place.More }
                }
            }
            foreach ($field in $fields) {
                if ($given -cnotcontains $field) { & $offer ($done + $sign + $field) '' }
            }
        } elseif ($slot.Kind -cne '') {
            $program = Get-Command -Name 'sinchctl' -CommandType Application -ErrorAction SilentlyContinue |
                Select-Object -First 1
            if ($null -ne $program) {
                # On Windows the program is a batch file, to which some characters are commands.
                $asked = (@("=$typed") + @($words | Select-Object -Skip 1)) -creplace '[^\\w.+=:/\\\\@-]', '_'
                $code = $global:LASTEXITCODE
                try {
                    $answers = @(& $program '__complete' $slot.Kind @asked 2>$null)
                } catch {
                    $answers = @()
                }
                $global:LASTEXITCODE = $code
                foreach ($answer in $answers) {
                    $parts = ([string]$answer).Split([char]9)
                    if ($parts[0] -cnotmatch '\\A[A-Za-z0-9+][A-Za-z0-9._+-]{0,63}\\z') { continue }
                    # A number may be begun without its plus.
                    if ($typed -cmatch '\\A[0-9]' -and $parts[0].StartsWith('+')) { $typed = '+' + $typed }
                    $about = ''
                    if ($parts.Count -gt 1) { $about = $parts[1] -creplace '[^ -~]', '' }
                    & $offer $parts[0] $about
                }
            }
        }
        foreach ($choice in $slot.Choices) { & $offer $choice '' }
    }`;
