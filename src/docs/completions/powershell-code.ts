/** The script around the command tree. Nothing that is typed or answered is evaluated, and plain words only are offered. */
export const POWERSHELL = `\
# PowerShell completion for sinchctl, made from its command tree by: sinchctl completion powershell
# For PowerShell 5.1 and later.

Register-ArgumentCompleter -Native -CommandName 'sinchctl', 'sinchctl.cmd', 'sinchctl.ps1' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # Options that may stand anywhere.
    $globals = @globals@

    # What can follow at each place of the command tree.
    $places = @{
@places@
    }

    # The words before the cursor; the one at it is $typed.
    $words = @()
    foreach ($element in $commandAst.CommandElements) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            $words += $element.Value
        } else {
            $words += $element.Extent.Text
        }
    }
    $typed = ([string]$wordToComplete).Trim([char[]]@([char]39, [char]34))
    $lead = ''

    $place = $places['']
    $path = ''
    $count = 0
    $pending = $null
    $ended = $false
    for ($i = 1; $i -lt $words.Count; $i++) {
        $word = $words[$i]
        if ($null -ne $pending) {
            $pending = $null
        } elseif (-not $ended -and $word -ceq '--') {
            $ended = $true
        } elseif (-not $ended -and $word.Length -gt 1 -and $word.StartsWith('-')) {
            if ($word.StartsWith('--')) { $name = $word } else { $name = '-' + $word[$word.Length - 1] }
            foreach ($option in @($place.Options) + @($globals)) {
                if ($option.Takes -and ($option.Long -ceq $name -or $option.Short -ceq $name)) { $pending = $option }
            }
            # The rest of the line belongs to another program.
            if ($null -ne $pending -and $pending.Kind -ceq 'program') { return }
        } elseif (@($place.Words | Where-Object { $_.Text -ceq $word }).Count -gt 0) {
            $path = "$path $word".Trim()
            $place = $places[$path]
            if ($null -eq $place) { return '' }
        } elseif (@($place.Words).Count -gt 0) {
            # Nothing of ours can follow what is no command.
            return ''
        } else {
            if (@($place.Arguments).Count -gt 0 -and @($place.Arguments)[0].Kind -ceq 'program') { return }
            $count++
        }
    }

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
    }

    $slot = $null
    $results = @()
    if ($null -ne $pending) {
        $slot = $pending
    } elseif (-not $ended -and $typed.StartsWith('--') -and $typed.Contains('=')) {
        $name, $rest = $typed.Split([char[]]@('='), 2)
        foreach ($option in @($place.Options) + @($globals)) {
            if ($option.Takes -and $option.Long -ceq $name) { $slot = $option }
        }
        $lead = "$name="
        $typed = $rest
    } elseif (-not $ended -and $typed.StartsWith('-')) {
        foreach ($option in @($place.Options) + @($globals)) {
            if (@('fields', 'order') -ccontains $option.Kind -and @($place.Fields).Count -eq 0) { continue }
            if (-not $option.Many -and $words -ccontains $option.Long) { continue }
            $results += @(& $offer $option.Long $option.About)
        }
    } elseif (@($place.Words).Count -gt 0) {
        foreach ($one in $place.Words) { $results += @(& $offer $one.Text $one.About) }
    } else {
        $last = @($place.Arguments).Count - 1
        if ($count -gt $last -and $place.Variadic) { $count = $last }
        if ($count -le $last) { $slot = @($place.Arguments)[$count] }
    }
    if ($null -ne $slot) {
        # Without an answer PowerShell offers files.
        if (@('file', 'program') -ccontains $slot.Kind) { return }
        # What begins with an @ has to be quoted here, and is left to whoever types it.
        if ($slot.Kind -ceq 'atFile') { return '' }
        $results += @(& $value $slot)
        if ($slot.OrFile -and $results.Count -eq 0) { return }
    }
    # An empty answer keeps it from offering files.
    if ($results.Count -eq 0) { return '' }
    $results
}
`;
