/** The script around the command tree. Nothing that is typed or answered is evaluated; fish quotes what it inserts. */
export const FISH = `\
# fish completion for sinchctl, made from its command tree by: sinchctl completion fish

# Reads the line up to the cursor, once for each: its place in the command tree, how many arguments stand there, and the
# words of another program that has begun.
function __sinchctl_read
    set -l line (commandline -pc | string collect)
    set -q __sinchctl_line; and test "$line" = "$__sinchctl_line"; and return
    set -g __sinchctl_line $line
    set -g __sinchctl_place ''
    set -g __sinchctl_count 0
    set -g __sinchctl_is_program 0
    set -g __sinchctl_program_words
    set -l pending 0
    set -l ended 0
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if test $__sinchctl_is_program = 1
            # -- may stand before it.
            if test "$word" != --; or set -q __sinchctl_program_words[1]
                set -a __sinchctl_program_words $word
            end
        else if test $pending = 1
            set pending 0
        else if test $ended = 0; and test "$word" = --
            set ended 1
        else if test $ended = 0; and string match -q -- '-?*' $word
            switch "$__sinchctl_place $word"
                case '* --*=*'
                case @rest@
                    set __sinchctl_is_program 1
                case @values@
                    set pending 1
                case '* --*'
                case '* -*'
                    # A bundle such as -qo: its last letter may take a value.
                    switch "$__sinchctl_place -"(string sub -s -1 -- $word)
                        case @values@
                            set pending 1
                    end
            end
        else if contains -- (string trim -- "$__sinchctl_place $word") @places@
            set __sinchctl_place (string trim -- "$__sinchctl_place $word")
        else if contains -- $__sinchctl_place @programs@
            set __sinchctl_is_program 1
            set __sinchctl_program_words $word
        else if contains -- "$__sinchctl_place" @nouns@
            # Nothing of ours can follow what is no command.
            set __sinchctl_is_program 2
            break
        else
            set __sinchctl_count (math $__sinchctl_count + 1)
        end
    end
end

# Whether the line is at a place, and at an argument of it, counted from 0.
function __sinchctl_at
    __sinchctl_read
    test $__sinchctl_is_program = 0; and test "$__sinchctl_place" = $argv[1]; or return
    not set -q argv[2]; or test $__sinchctl_count = $argv[2]
end

# Whether options on the line are ours and not another program's.
function __sinchctl_is_own
    __sinchctl_read
    test $__sinchctl_is_program = 0
end

# Whether another program can stand at the cursor, or what it is told.
function __sinchctl_is_foreign
    __sinchctl_read
    test $__sinchctl_is_program = 1; or contains -- $__sinchctl_place @programs@
end

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
