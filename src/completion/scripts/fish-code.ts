import { FISH_LINE } from './fish-line.ts';

/** The script around the command tree. Nothing that is typed or answered is evaluated; fish quotes what it inserts. */
export const FISH = `\
# fish completion for sinchctl, made from its command tree by: sinchctl completion fish

${FISH_LINE}

# Its words are quoted again: they become a line to complete, and never one to run.
function __sinchctl_program
    __sinchctl_read
    complete -C (string join ' ' -- (string escape -- $__sinchctl_program_words) (commandline -ct | string collect))
end

# The value that is being typed: --app=su and su are both about su.
function __sinchctl_current
    string replace -r '^--[a-z-]+=' '' -- (commandline -ct) | string replace -ra '["\\'\\\\\\\\]' ''
end

# Words that go on; one that stands there already would get a space behind it.
function __sinchctl_open
    set -l current (__sinchctl_current | string collect)
    for word in $argv
        test "$word" = "$current"; or printf '%s\\t\\n' $word
    end
end

# Fields with commas between them; for an order each may have a minus.
function __sinchctl_fields
    set -l done (string replace -rf '[^,]*$' '' -- (__sinchctl_current))
    set -l sign
    if test $argv[1] = order
        set sign (string match -r '^(?:.*,)?(-)' -- (__sinchctl_current))[2]
    end
    set -l fields $argv[2..-1]
    # Behind -- an option, a value, and the fields that they add.
    if set -l end (contains -i -- -- $fields)
        set -l more $fields[(math $end + 1)..-1]
        set fields $fields[1..(math $end - 1)]
        string match -q -- "* $more[1] $more[2] *" " "(commandline -opc | string replace -- "$more[1]=" "$more[1] " | string join " ")" "
        and set -a fields $more[3..-1]
    end
    set -l found
    for field in $fields
        string match -q -- "*,$field,*" ,(string replace -a -- - '' "$done"); or set -a found "$done$sign$field"
    end
    set found (string match -- (__sinchctl_current | string collect)'*' $found)
    # A second one keeps fish from ending the list with a space.
    test (count $found) = 1; and set -a found "$found,"
    # Behind a tab stands what is said of each: nothing.
    string join \\n -- $found\\t
end

# Files behind an @.
function __sinchctl_at_files
    set -l current (__sinchctl_current | string collect)
    test "$current" = ''; or string match -q -- '@*' "$current"; or return
    set -l start (string replace -r '^@' '' -- "$current")
    for name in $start*
        test -d $name; and set name $name/
        printf '@%s\\t\\n' $name
    end
end

# Asks sinchctl. Whatever comes back, only plain words are offered.
function __sinchctl_ask
    command -q sinchctl; or return
    set -l words (commandline -opc)
    set -l current (__sinchctl_current)
    command sinchctl __complete $argv[1] "=$current" $words[2..-1] 2>/dev/null </dev/null |
        string match -r '^[A-Za-z0-9+][A-Za-z0-9._+-]{0,63}\\t[ -~]{0,120}'
end

complete -c sinchctl -e
complete -c sinchctl -f
complete -c sinchctl -n __sinchctl_is_foreign -a '(__sinchctl_program)'
@lines@
`;
