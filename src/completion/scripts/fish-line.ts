/** How the script for fish reads what is typed. */
export const FISH_LINE = `\
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
    # fish takes a minus for the start of an option, also where it stands before a field.
    set -g __sinchctl_is_order 0
    test $pending = 1; and contains -- $words[-1] @orders@; and string match -q -- '-*' (commandline -ct)
    and set -g __sinchctl_is_order 1
end

# Whether the line is at a place, and at an argument of it, counted from 0.
function __sinchctl_at
    __sinchctl_read
    test $__sinchctl_is_program$__sinchctl_is_order = 00; and test "$__sinchctl_place" = $argv[1]; or return
    not set -q argv[2]; or test $__sinchctl_count = $argv[2]
end

# Whether options on the line are ours and not another program's.
function __sinchctl_is_own
    __sinchctl_read
    test $__sinchctl_is_program$__sinchctl_is_order = 00
end

# Whether a field behind a minus is being typed at a place.
function __sinchctl_is_order_of
    __sinchctl_read
    test $__sinchctl_is_order = 1; and test "$__sinchctl_place" = $argv[1]
end

# Whether another program can stand at the cursor, or what it is told.
function __sinchctl_is_foreign
    __sinchctl_read
    test $__sinchctl_is_program = 1; or contains -- $__sinchctl_place @programs@
end`;
