import { POWERSHELL_OFFERS } from './powershell-offers.ts';

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

${POWERSHELL_OFFERS}

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
