# fish completion for sinchctl, printed by: sinchctl completion fish
# It asks the program for everything, and evaluates neither the typed words nor the response; fish quotes what it inserts.

# The output of the program within one second. Its child processes may keep the pipe open, so they are not waited for.
function __sinchctl_ask
    set -l program (command -s -- (string replace -r '^~(?=/)' "$HOME" -- $argv[1]); or command -s -- sinchctl)
    or return
    sh -c 'echo "$$"; exec "$@"' - $program[1] __complete $argv[2..-1] </dev/null 2>/dev/null |
    sh -c 'read -r p; exec 3<&0; head -c 2000000 <&3 & c=$!; { sleep 1; kill -9 "$p" "$c"; } >/dev/null 2>&1 &
    wait "$c"; kill -9 "$p" "$!"' 2>/dev/null
end

function __sinchctl
    set -l words (commandline -opc)
    set -l raw (commandline -ct | string collect)
    set -l current (string replace -ra '["\'\\\\]' '' -- "$raw")
    set -l lines (__sinchctl_ask $words[1] "=$current" $words[2..-1])
    set -l head (string split ' ' -- "$lines[-1]")
    test "$head[1]" = :; or return
    set -l found (string match -r '^[A-Za-z0-9+.,:=@_-]{1,200}\t[ -~]{0,120}' -- $lines)
    if test "$head[2]" = nospace
        # fish would add a space to a complete or single word; a second one prevents that.
        set found (string match -v -- "$current"\t'*' $found)
        test (count $found) = 1; and string match -qr '[^=:@]\t' -- $found
        and set -a found (string replace \t ,\t -- $found)
    end
    string join \n -- $found
    if test "$head[2]" = files
        set -l lead (string sub -l $head[3] -- "$raw")
        set -l path (string sub -s (math $head[3] + 1) -- "$raw")
        string join \n -- $lead(complete -C "__fish_command_without_completions $path")
    else if test "$head[2]" = program
        set -l line (string escape -- $words[(math $head[3] + 2)..-1]) $raw
        complete -C (string join ' ' -- $line | string collect)
    end
end

complete -c sinchctl -e
complete -c sinchctl -k -f -a '(__sinchctl)'
