import { LIMIT, START } from './limit.ts';

export const FISH = `\
# fish completion for sinchctl, written by: sinchctl completion fish
# It asks the program what fits, and evaluates neither what is typed nor the answer; fish quotes what it inserts.

function __sinchctl_answer
    set -l program (command -s -- (string replace -r '^~(?=/)' "$HOME" -- $argv[1]); or command -s -- sinchctl)
    or return
    ${START} $program[1] __complete $argv[2..-1] </dev/null 2>/dev/null |
    ${LIMIT} 2>/dev/null
end

function __sinchctl
    set -l words (commandline -opc)
    set -l raw (commandline -ct | string collect)
    set -l current (string replace -ra '["\\'\\\\\\\\]' '' -- "$raw")
    set -l lines (__sinchctl_answer $words[1] "=$current" $words[2..-1])
    set -l head (string split ' ' -- "$lines[-1]")
    test "$head[1]" = :; or return
    set -l found (string match -r '^[A-Za-z0-9+.,:=@_-]{1,200}\\t[ -~]{0,120}' -- $lines)
    if test "$head[2]" = nospace
        # fish would add a space to a word that is typed in full, and to an only one; a second keeps it from that.
        set found (string match -v -- "$current"\\t'*' $found)
        test (count $found) = 1; and string match -qr '[^=:@]\\t' -- $found
        and set -a found (string replace \\t ,\\t -- $found)
    end
    string join \\n -- $found
    switch "$head[2]"
        case files
            set -l lead (string sub -l $head[3] -- "$raw")
            set -l path (string sub -s (math $head[3] + 1) -- "$raw")
            string join \\n -- $lead(complete -C "__fish_command_without_completions $path")
        case program
            set -l line (string escape -- $words[(math $head[3] + 2)..-1]) $raw
            complete -C (string join ' ' -- $line | string collect)
    end
end

complete -c sinchctl -e
complete -c sinchctl -k -f -a '(__sinchctl)'
`;
