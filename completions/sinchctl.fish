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
                case '* --secret-command'
                    set __sinchctl_is_program 1
                case '* --profile' '* --output' '* -o' '* --columns' '* --sort' '* --timeout' '* --deadline' '* --concurrency' '* --retries' '* --lock-timeout' '* --reason' '* --number-column' '* --prefix' '* --max-removals' '* --primary' '* --fallback' '* --plan' '* --since' '* --email' '* --instance-id' '* --organisation' '* --port' '* --numbers' '* --results' '* --ca-file' '* --from' '* --file' '* -f' '* --against' '* --secret-file' '* --state' '* --region' '* --app' '* --default-app' '* --capability' 'numbers list --api' 'numbers unassign --api' 'numbers overwrite --api' 'api --api' '* --ignore-column' '* --move-from' '* --only' '* --number' '* --run' '* --key' '* --base-url' '* --auth' '* --where-key' '* --data' '* --fault'
                    set pending 1
                case '* --*'
                case '* -*'
                    # A bundle such as -qo: its last letter may take a value.
                    switch "$__sinchctl_place -"(string sub -s -1 -- $word)
                        case '* --profile' '* --output' '* -o' '* --columns' '* --sort' '* --timeout' '* --deadline' '* --concurrency' '* --retries' '* --lock-timeout' '* --reason' '* --number-column' '* --prefix' '* --max-removals' '* --primary' '* --fallback' '* --plan' '* --since' '* --email' '* --instance-id' '* --organisation' '* --port' '* --numbers' '* --results' '* --ca-file' '* --from' '* --file' '* -f' '* --against' '* --secret-file' '* --state' '* --region' '* --app' '* --default-app' '* --capability' 'numbers list --api' 'numbers unassign --api' 'numbers overwrite --api' 'api --api' '* --ignore-column' '* --move-from' '* --only' '* --number' '* --run' '* --key' '* --base-url' '* --auth' '* --where-key' '* --data' '* --fault'
                            set pending 1
                    end
            end
        else if contains -- (string trim -- "$__sinchctl_place $word") 'numbers' 'callbacks' 'apps' 'auth' 'profiles' 'sandbox' 'numbers list' 'numbers assign' 'numbers unassign' 'numbers overwrite' 'callbacks get' 'callbacks set' 'query' 'export' 'diff' 'apply' 'history' 'undo' 'apps list' 'apps alias' 'apps unalias' 'auth login' 'auth status' 'auth logout' 'profiles list' 'profiles show' 'profiles set' 'profiles use' 'profiles remove' 'api' 'sandbox serve' 'sandbox exec' 'sandbox show' 'sandbox reset' 'completion' 'commands' 'help' 'help numbers' 'help callbacks' 'help apps' 'help auth' 'help profiles' 'help sandbox'
            set __sinchctl_place (string trim -- "$__sinchctl_place $word")
        else if contains -- $__sinchctl_place 'sandbox exec'
            set __sinchctl_is_program 1
            set __sinchctl_program_words $word
        else if contains -- "$__sinchctl_place" '' 'numbers' 'callbacks' 'apps' 'auth' 'profiles' 'sandbox' 'help' 'help numbers' 'help callbacks' 'help apps' 'help auth' 'help profiles' 'help sandbox'
            # Nothing of ours can follow what is no command.
            set __sinchctl_is_program 2
            break
        else
            set __sinchctl_count (math $__sinchctl_count + 1)
        end
    end
    # fish takes a minus for the start of an option, also where it stands before a field.
    set -g __sinchctl_is_order 0
    test $pending = 1; and contains -- $words[-1] --sort; and string match -q -- '-*' (commandline -ct)
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
    test $__sinchctl_is_program = 1; or contains -- $__sinchctl_place 'sandbox exec'
end

# Its words are quoted again: they become a line to complete, and never one to run.
function __sinchctl_program
    __sinchctl_read
    complete -C (string join ' ' -- (string escape -- $__sinchctl_program_words) (commandline -ct | string collect))
end

# The value that is being typed: --app=su and su are both about su.
function __sinchctl_current
    string replace -r '^--[a-z-]+=' '' -- (commandline -ct) | string replace -ra '["\'\\\\]' ''
end

# Words that go on; one that stands there already would get a space behind it.
function __sinchctl_open
    set -l current (__sinchctl_current | string collect)
    for word in $argv
        test "$word" = "$current"; or printf '%s\t\n' $word
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
    string join \n -- $found\t
end

# Files behind an @.
function __sinchctl_at_files
    set -l current (__sinchctl_current | string collect)
    test "$current" = ''; or string match -q -- '@*' "$current"; or return
    set -l start (string replace -r '^@' '' -- "$current")
    for name in $start*
        test -d $name; and set name $name/
        printf '@%s\t\n' $name
    end
end

# Asks sinchctl. Whatever comes back, only plain words are offered.
function __sinchctl_ask
    command -q sinchctl; or return
    set -l words (commandline -opc)
    set -l current (__sinchctl_current)
    command sinchctl __complete $argv[1] "=$current" $words[2..-1] 2>/dev/null </dev/null |
        string match -r '^[A-Za-z0-9+][A-Za-z0-9._+-]{0,63}\t[ -~]{0,120}'
end

complete -c sinchctl -e
complete -c sinchctl -f
complete -c sinchctl -n __sinchctl_is_foreign -a '(__sinchctl_program)'
complete -c sinchctl -n '__sinchctl_is_own' -l profile -x -k -a '(__sinchctl_ask profile)' -d 'act with this profile, whole'
complete -c sinchctl -n '__sinchctl_is_own' -s o -l output -x -k -a 'table\t json\t ndjson\t csv\t tsv\t markdown\t' -d 'table, json, ndjson, csv, tsv, markdown; default: table on a terminal, tsv in a pipe'
complete -c sinchctl -n '__sinchctl_is_own' -l json -d 'same as -o json'
complete -c sinchctl -n '__sinchctl_is_own' -l header -d 'print a header line, in tsv too and without rows'
complete -c sinchctl -n '__sinchctl_is_own' -l no-header -d 'print no header line'
complete -c sinchctl -n '__sinchctl_is_own' -s y -l yes -d 'consent to what would be asked'
complete -c sinchctl -n '__sinchctl_is_own' -l no-input -d 'never ask'
complete -c sinchctl -n '__sinchctl_is_own' -s q -l quiet -d 'no progress and no notes on stderr'
complete -c sinchctl -n '__sinchctl_is_own' -l curl -d 'print each request on stderr as a shell snippet that signs with openssl and holds no secret; notes are comments'
complete -c sinchctl -n '__sinchctl_is_own' -l debug -d 'requests, replies, retries and timings on stderr, redacted'
complete -c sinchctl -n '__sinchctl_is_own' -l timeout -x -d 'seconds an attempt may take (30)'
complete -c sinchctl -n '__sinchctl_is_own' -l deadline -x -d 'seconds the whole command may take (no limit)'
complete -c sinchctl -n '__sinchctl_is_own' -l concurrency -x -d 'requests at the same time (8)'
complete -c sinchctl -n '__sinchctl_is_own' -l retries -x -d 'how often a request is tried again (5)'
complete -c sinchctl -n '__sinchctl_is_own' -l lock-timeout -x -d 'seconds to wait while another process on this machine writes to the same (0)'
complete -c sinchctl -n '__sinchctl_is_own' -l results -r -F -d 'append every row to this file as it finishes, as NDJSON, synced'
complete -c sinchctl -n '__sinchctl_is_own' -l reason -x -d 'why, for the history of changes'
complete -c sinchctl -n '__sinchctl_is_own' -l region -x -k -a '(__sinchctl_ask country)' -d 'country for numbers in national format; intl reads digits without + as international'
complete -c sinchctl -n '__sinchctl_is_own' -l ca-file -r -F -d 'trust the certificate authorities in this PEM file too'
complete -c sinchctl -n '__sinchctl_is_own' -l accessible -d 'for screen readers: labelled lines, numbered choices, nothing drawn again; also SINCHCTL_ACCESSIBLE=1'
complete -c sinchctl -n '__sinchctl_is_own' -l no-color -d 'no colour'
complete -c sinchctl -n '__sinchctl_is_own' -s h -l help -d 'explain this'
complete -c sinchctl -n '__sinchctl_at ""' -a numbers -d 'List, assign, unassign and overwrite phone numbers'
complete -c sinchctl -n '__sinchctl_at ""' -a callbacks -d 'Show and set the callback URLs of applications'
complete -c sinchctl -n '__sinchctl_at ""' -a query -d 'Look up country, type and call rate of any number'
complete -c sinchctl -n '__sinchctl_at ""' -a export -d 'Print the account as a state file'
complete -c sinchctl -n '__sinchctl_at ""' -a diff -d 'Compare a state file with the account, or with another file'
complete -c sinchctl -n '__sinchctl_at ""' -a apply -d 'Make the account what a state file says'
complete -c sinchctl -n '__sinchctl_at ""' -a history -d 'Show what was changed, by whom and when'
complete -c sinchctl -n '__sinchctl_at ""' -a undo -d 'Take a run back'
complete -c sinchctl -n '__sinchctl_at ""' -a apps -d 'See applications and give them names'
complete -c sinchctl -n '__sinchctl_at ""' -a auth -d 'Log in, see what is in use, log out'
complete -c sinchctl -n '__sinchctl_at ""' -a profiles -d 'Store credentials and choose between them'
complete -c sinchctl -n '__sinchctl_at ""' -a api -d 'Send any signed request'
complete -c sinchctl -n '__sinchctl_at ""' -a sandbox -d 'Try everything on a simulated account'
complete -c sinchctl -n '__sinchctl_at ""' -a completion -d 'Print the completion script of a shell'
complete -c sinchctl -n '__sinchctl_at ""' -a commands -d 'Print the whole command tree as JSON'
complete -c sinchctl -n '__sinchctl_at ""' -a help -d 'Explain a command, or a topic'
complete -c sinchctl -n '__sinchctl_at ""' -s V -l version -d 'the version, and nothing else'
complete -c sinchctl -n '__sinchctl_at "numbers"' -a list -d 'List the numbers of the account, one row a number and capability'
complete -c sinchctl -n '__sinchctl_at "numbers"' -a assign -d 'Assign numbers to an application'
complete -c sinchctl -n '__sinchctl_at "numbers"' -a unassign -d 'Unassign numbers from an application'
complete -c sinchctl -n '__sinchctl_at "numbers"' -a overwrite -d 'Make these the only numbers of an application'
complete -c sinchctl -n '__sinchctl_at "callbacks"' -a get -d 'Show the callback URLs of applications'
complete -c sinchctl -n '__sinchctl_at "callbacks"' -a set -d 'Set the callback URLs of an application'
complete -c sinchctl -n '__sinchctl_at "apps"' -a list -d 'List the applications seen, with numbers and callbacks'
complete -c sinchctl -n '__sinchctl_at "apps"' -a alias -d 'Give an application key a name'
complete -c sinchctl -n '__sinchctl_at "apps"' -a unalias -d 'Forget the name of an application'
complete -c sinchctl -n '__sinchctl_at "auth"' -a login -d 'Set up credentials, try them, and store them in a profile'
complete -c sinchctl -n '__sinchctl_at "auth"' -a status -d 'Show the credentials in use and where each value comes from'
complete -c sinchctl -n '__sinchctl_at "auth"' -a logout -d 'Forget the credentials of the profile in use, and keep its settings'
complete -c sinchctl -n '__sinchctl_at "profiles"' -a list -d 'List the profiles that are stored, and the built-in sandbox when it is active'
complete -c sinchctl -n '__sinchctl_at "profiles"' -a show -d 'Show one profile, without its secrets'
complete -c sinchctl -n '__sinchctl_at "profiles"' -a set -d 'Store or change a profile'
complete -c sinchctl -n '__sinchctl_at "profiles"' -a use -d 'Make a profile the active one'
complete -c sinchctl -n '__sinchctl_at "profiles"' -a remove -d 'Forget a profile and its secrets'
complete -c sinchctl -n '__sinchctl_at "sandbox"' -a serve -d 'Serve a simulated Sinch over HTTP on this machine'
complete -c sinchctl -n '__sinchctl_at "sandbox"' -a exec -d 'Run a program against a fresh sandbox of its own'
complete -c sinchctl -n '__sinchctl_at "sandbox"' -a show -d 'Show the world of the built-in profile sandbox: applications, their numbers\' counts and callbacks'
complete -c sinchctl -n '__sinchctl_at "sandbox"' -a reset -d 'Make the world of the built-in profile sandbox as it was at first'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l from -r -F -d 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l number-column -x -d 'the column of the file that holds the number, by name or position'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l app -x -k -a '(__sinchctl_ask application)' -d 'only numbers of this application (key or alias)'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l unassigned -d 'only numbers that serve no application'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l capability -x -k -a 'voice\t sms\t' -d 'only voice or only sms'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l prefix -x -d 'only numbers that start like this, e.g. +1415'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l api -x -k -a 'calling\t portal\t' -d 'calling (the default), or portal for country, city, cost and expiry'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability -- --api portal country city areaCode expires cost currency)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability -- --api portal country city areaCode expires cost currency)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "numbers list"' -k -a '(__sinchctl_fields order number application alias capability -- --api portal country city areaCode expires cost currency)'
complete -c sinchctl -n '__sinchctl_at "numbers list"' -k -a '(__sinchctl_ask number)'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l from -r -F -d 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l number-column -x -d 'the column of the file that holds the number, by name or position'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l ignore-column -x -k -a 'application\t capability\t' -d 'go by the flags, not by this column (application or capability); more than once if need be'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l app -x -k -a '(__sinchctl_ask application)' -d 'application key or alias; default: the profile\'s, else the one that signs'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l capability -x -k -a 'voice\t sms\t' -d 'voice (the default) or sms'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l move-from -x -k -a '(__sinchctl_ask application) any\t' -d 'take numbers that serve this application, or any'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l no-check -d 'do not look first; Sinch decides about every number'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l keep-going -d 'carry out the sound ones; the others become failed rows'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l dry-run -d 'show what would be done, and change nothing'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "numbers assign"' -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)'
complete -c sinchctl -n '__sinchctl_at "numbers assign"' -k -a '(__sinchctl_ask assignable)'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l from -r -F -d 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l number-column -x -d 'the column of the file that holds the number, by name or position'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l ignore-column -x -k -a 'application\t capability\t' -d 'go by the flags, not by this column (application or capability); more than once if need be'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l app -x -k -a '(__sinchctl_ask application)' -d 'application key or alias; default: the profile\'s, else the one that signs'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l capability -x -k -a 'voice\t sms\t' -d 'voice (the default) or sms'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l api -x -k -a 'calling\t portal\t' -d 'calling or portal'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l all-capabilities -d 'end every capability of the number on that application'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l no-check -d 'do not look first; Sinch decides about every number'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l keep-going -d 'carry out the sound ones; the others become failed rows'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l dry-run -d 'show what would be done, and change nothing'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "numbers unassign"' -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)'
complete -c sinchctl -n '__sinchctl_at "numbers unassign"' -k -a '(__sinchctl_ask unassignable)'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l from -r -F -d 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l number-column -x -d 'the column of the file that holds the number, by name or position'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l ignore-column -x -k -a 'application\t capability\t' -d 'go by the flags, not by this column (application or capability); more than once if need be'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l app -x -k -a '(__sinchctl_ask application)' -d 'application key or alias; there is no default'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l capability -x -k -a 'voice\t sms\t' -d 'voice (the default) or sms'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l api -x -k -a 'calling\t portal\t' -d 'calling or portal'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l move-from -x -k -a '(__sinchctl_ask application) any\t' -d 'take numbers that serve this application, or any'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l max-removals -x -d 'how many numbers may be removed (a tenth of the set, at least 10)'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l allow-empty -d 'take an empty list for what it says: remove every number'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l dry-run -d 'show what would be done, and change nothing'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "numbers overwrite"' -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)'
complete -c sinchctl -n '__sinchctl_at "numbers overwrite"' -k -a '(__sinchctl_ask number)'
complete -c sinchctl -n '__sinchctl_at "callbacks get"' -l app -x -k -a '(__sinchctl_ask application)' -d 'application key or alias; default: the profile\'s, else the one that signs; more than once if need be'
complete -c sinchctl -n '__sinchctl_at "callbacks get"' -l all -d 'every application seen'
complete -c sinchctl -n '__sinchctl_at "callbacks get"' -l columns -x -k -a '(__sinchctl_fields fields application alias primary fallback)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "callbacks get"' -l sort -x -k -a '(__sinchctl_fields order application alias primary fallback)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "callbacks get"' -k -a '(__sinchctl_fields order application alias primary fallback)'
complete -c sinchctl -n '__sinchctl_at "callbacks set"' -l app -x -k -a '(__sinchctl_ask application)' -d 'application key or alias; default: the profile\'s, else the one that signs'
complete -c sinchctl -n '__sinchctl_at "callbacks set"' -l primary -x -d 'the primary callback'
complete -c sinchctl -n '__sinchctl_at "callbacks set"' -l fallback -x -d 'the fallback callback'
complete -c sinchctl -n '__sinchctl_at "callbacks set"' -l clear-fallback -d 'remove the fallback callback'
complete -c sinchctl -n '__sinchctl_at "callbacks set"' -l from -r -F -d 'the callbacks of many applications (- for stdin), as callbacks get prints them'
complete -c sinchctl -n '__sinchctl_at "callbacks set"' -l dry-run -d 'show what would be done, and change nothing'
complete -c sinchctl -n '__sinchctl_at "callbacks set"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "callbacks set"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "callbacks set"' -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)'
complete -c sinchctl -n '__sinchctl_at "query"' -l from -r -F -d 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON'
complete -c sinchctl -n '__sinchctl_at "query"' -l number-column -x -d 'the column of the file that holds the number, by name or position'
complete -c sinchctl -n '__sinchctl_at "query"' -l columns -x -k -a '(__sinchctl_fields fields number country type restricted rate currency error message)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "query"' -l sort -x -k -a '(__sinchctl_fields order number country type restricted rate currency error message)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "query"' -k -a '(__sinchctl_fields order number country type restricted rate currency error message)'
complete -c sinchctl -n '__sinchctl_at "query"' -k -a '(__sinchctl_ask number)'
complete -c sinchctl -n '__sinchctl_at "export"' -l app -x -k -a '(__sinchctl_ask application)' -d 'only this application, by key or alias; more than once if need be'
complete -c sinchctl -n '__sinchctl_at "export"' -l only -x -k -a 'numbers\t callbacks\t' -d 'numbers or callbacks'
complete -c sinchctl -n '__sinchctl_at "diff"' -s f -l file -r -F -d 'the state file, YAML or JSON (- for stdin)'
complete -c sinchctl -n '__sinchctl_at "diff"' -l against -r -F -d 'compare with this file instead of the account; nothing is asked of Sinch'
complete -c sinchctl -n '__sinchctl_at "diff"' -l prune -d 'remove numbers that serve an application and are missing from its list'
complete -c sinchctl -n '__sinchctl_at "diff"' -l only -x -k -a 'numbers\t callbacks\t' -d 'numbers or callbacks'
complete -c sinchctl -n '__sinchctl_at "diff"' -l exit-code -d 'exit 8 when there are differences'
complete -c sinchctl -n '__sinchctl_at "diff"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "diff"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "diff"' -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)'
complete -c sinchctl -n '__sinchctl_at "apply"' -s f -l file -r -F -d 'the state file, YAML or JSON (- for stdin)'
complete -c sinchctl -n '__sinchctl_at "apply"' -l prune -d 'remove numbers that serve an application and are missing from its list'
complete -c sinchctl -n '__sinchctl_at "apply"' -l only -x -k -a 'numbers\t callbacks\t' -d 'numbers or callbacks'
complete -c sinchctl -n '__sinchctl_at "apply"' -l max-removals -x -d 'how many numbers may be removed (a tenth of the set, at least 10), for each application and capability'
complete -c sinchctl -n '__sinchctl_at "apply"' -l plan -x -d 'only if it still is the plan that diff showed'
complete -c sinchctl -n '__sinchctl_at "apply"' -l dry-run -d 'show what would be done, and change nothing'
complete -c sinchctl -n '__sinchctl_at "apply"' -l print-schema -d 'print a JSON Schema of the file for editors, and do nothing else'
complete -c sinchctl -n '__sinchctl_at "apply"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "apply"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "apply"' -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)'
complete -c sinchctl -n '__sinchctl_at "history"' -l number -x -k -a '(__sinchctl_ask number)' -d 'only what happened to this number'
complete -c sinchctl -n '__sinchctl_at "history"' -l app -x -k -a '(__sinchctl_ask application)' -d 'only what concerns this application, by key or alias'
complete -c sinchctl -n '__sinchctl_at "history"' -l since -x -d 'only what is not older: 24h, 7d, or a date such as 2026-11-01'
complete -c sinchctl -n '__sinchctl_at "history"' -l run -x -k -a '(__sinchctl_ask run)' -d 'only this run'
complete -c sinchctl -n '__sinchctl_at "history"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability kind callback change from to result error message errorCode reference checked run at user host profile command ci reason)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "history"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked run at user host profile command ci reason)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "history"' -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked run at user host profile command ci reason)'
complete -c sinchctl -n '__sinchctl_at "undo"' -l dry-run -d 'show what would be done, and change nothing'
complete -c sinchctl -n '__sinchctl_at "undo"' -l columns -x -k -a '(__sinchctl_fields fields number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "undo"' -l sort -x -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "undo"' -k -a '(__sinchctl_fields order number application alias capability kind callback change from to result error message errorCode reference checked)'
complete -c sinchctl -n '__sinchctl_at "undo" 0' -F -k -a '(__sinchctl_ask run)'
complete -c sinchctl -n '__sinchctl_at "apps list"' -l columns -x -k -a '(__sinchctl_fields fields application alias source voice sms primary fallback)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "apps list"' -l sort -x -k -a '(__sinchctl_fields order application alias source voice sms primary fallback)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "apps list"' -k -a '(__sinchctl_fields order application alias source voice sms primary fallback)'
complete -c sinchctl -n '__sinchctl_at "apps alias" 1' -k -a '(__sinchctl_ask key)'
complete -c sinchctl -n '__sinchctl_at "apps unalias" 0' -k -a '(__sinchctl_ask alias)'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l portal -d 'log in to the legacy portal for an instance of two days'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l email -x -d 'the portal user'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l password-stdin -d 'read the portal user\'s password from stdin'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l key -x -k -a '(__sinchctl_ask key)' -d 'application key'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l secret-stdin -d 'read the application secret from stdin'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l secret-file -r -F -d 'read the application secret from a file'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l secret-command -x -a '(__sinchctl_program)' -d 'run this program, without a shell, for the application secret; ends the line'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l keyring -d 'keep secrets in the system\'s keyring, not in the file'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l default-app -x -k -a '(__sinchctl_ask application)' -d 'application for writes that name none'
complete -c sinchctl -n '__sinchctl_at "auth login"' -l base-url -x -k -a '(__sinchctl_open calling= portal= account= user=)' -d 'base URL of calling, portal, account or user; more than once if need be'
complete -c sinchctl -n '__sinchctl_at "auth status"' -l verify -d 'try them, and look at clock, file, proxy and authorities'
complete -c sinchctl -n '__sinchctl_at "auth status"' -l columns -x -k -a '(__sinchctl_fields fields item value from where store status advice)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "auth status"' -l sort -x -k -a '(__sinchctl_fields order item value from where store status advice)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "auth status"' -k -a '(__sinchctl_fields order item value from where store status advice)'
complete -c sinchctl -n '__sinchctl_at "auth logout"' -l portal -d 'forget the portal instance only'
complete -c sinchctl -n '__sinchctl_at "profiles list"' -l columns -x -k -a '(__sinchctl_fields fields name active protected application auth secretStore instance instanceExpires)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "profiles list"' -l sort -x -k -a '(__sinchctl_fields order name active protected application auth secretStore instance instanceExpires)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "profiles list"' -k -a '(__sinchctl_fields order name active protected application auth secretStore instance instanceExpires)'
complete -c sinchctl -n '__sinchctl_at "profiles show"' -l columns -x -k -a '(__sinchctl_fields fields name active protected application auth secretStore instance instanceExpires)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "profiles show"' -l sort -x -k -a '(__sinchctl_fields order name active protected application auth secretStore instance instanceExpires)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "profiles show"' -k -a '(__sinchctl_fields order name active protected application auth secretStore instance instanceExpires)'
complete -c sinchctl -n '__sinchctl_at "profiles show" 0' -k -a '(__sinchctl_ask profile)'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l key -x -k -a '(__sinchctl_ask key)' -d 'application key'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l secret-stdin -d 'read the application secret from stdin'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l secret-file -r -F -d 'read the application secret from a file'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l secret-command -x -a '(__sinchctl_program)' -d 'run this program, without a shell, for the application secret; ends the line'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l keyring -d 'keep secrets in the system\'s keyring, not in the file'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l instance-id -x -d 'portal instance id'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l instance-secret-stdin -d 'read the instance\'s secret from stdin'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l organisation -x -d 'organisation id of the portal'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l base-url -x -k -a '(__sinchctl_open calling= portal= account= user=)' -d 'base URL of calling, portal, account or user; more than once if need be'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l auth -x -k -a 'signed\t basic\t' -d 'signed (the default) or basic, for calling'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l default-app -x -k -a '(__sinchctl_ask application)' -d 'application for writes that name none'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l where-key -x -k -a '(__sinchctl_ask storedKey)' -d 'change every profile that holds this key, in one write'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l verify -d 'try the credentials with one signed request, and store them only when it is accepted'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l protected -d 'write only when --profile names this profile on the line'
complete -c sinchctl -n '__sinchctl_at "profiles set"' -l no-protected -d 'lift that'
complete -c sinchctl -n '__sinchctl_at "profiles set" 0' -k -a '(__sinchctl_ask storedProfile)'
complete -c sinchctl -n '__sinchctl_at "profiles use" 0' -k -a '(__sinchctl_ask profile)'
complete -c sinchctl -n '__sinchctl_at "profiles remove" 0' -k -a '(__sinchctl_ask storedProfile)'
complete -c sinchctl -n '__sinchctl_at "api"' -l data -x -a '(__sinchctl_at_files)' -d 'the body; @FILE reads it from a file, - from stdin'
complete -c sinchctl -n '__sinchctl_at "api"' -l api -x -k -a 'calling\t portal\t account\t user\t' -d 'calling, portal, account, user; default: calling'
complete -c sinchctl -n '__sinchctl_at "api"' -s i -l include -d 'show status and headers of the reply too'
complete -c sinchctl -n '__sinchctl_at "api"' -l dry-run -d 'send nothing but GET and HEAD; print what would be sent, as JSON'
complete -c sinchctl -n '__sinchctl_at "api" 0' -k -a 'GET\t HEAD\t POST\t PUT\t PATCH\t DELETE\t'
complete -c sinchctl -n '__sinchctl_at "sandbox serve"' -l port -x -d 'port on 127.0.0.1 (any free one)'
complete -c sinchctl -n '__sinchctl_at "sandbox serve"' -l numbers -x -d 'how many numbers the account has (20)'
complete -c sinchctl -n '__sinchctl_at "sandbox serve"' -l fault -x -k -a '(__sinchctl_open 429: 503: reset: truncate: html: redirect: latency: limit:)' -d 'go wrong on purpose: 429:P, 503:P, reset:P, truncate:P, html:P, redirect:P (P from 0 to 1), latency:MIN-MAX (ms), limit:BURST/PER_SECOND; more than once if need be'
complete -c sinchctl -n '__sinchctl_at "sandbox serve"' -l state -r -F -d 'keep the world in this file'
complete -c sinchctl -n '__sinchctl_at "sandbox exec"' -l numbers -x -d 'how many numbers the account has (20)'
complete -c sinchctl -n '__sinchctl_at "sandbox exec"' -l fault -x -k -a '(__sinchctl_open 429: 503: reset: truncate: html: redirect: latency: limit:)' -d 'go wrong on purpose: 429:P, 503:P, reset:P, truncate:P, html:P, redirect:P (P from 0 to 1), latency:MIN-MAX (ms), limit:BURST/PER_SECOND; more than once if need be'
complete -c sinchctl -n '__sinchctl_at "sandbox show"' -l columns -x -k -a '(__sinchctl_fields fields application alias voice sms primary fallback)' -d 'only these fields, in this order'
complete -c sinchctl -n '__sinchctl_at "sandbox show"' -l sort -x -k -a '(__sinchctl_fields order application alias voice sms primary fallback)' -d 'sort by this field; -A for the other way round'
complete -c sinchctl -n '__sinchctl_is_order_of "sandbox show"' -k -a '(__sinchctl_fields order application alias voice sms primary fallback)'
complete -c sinchctl -n '__sinchctl_at "sandbox reset"' -l numbers -x -d 'how many numbers the account has (20)'
complete -c sinchctl -n '__sinchctl_at "completion" 0' -k -a 'bash\t zsh\t fish\t powershell\t'
complete -c sinchctl -n '__sinchctl_at "help"' -a numbers -d 'List, assign, unassign and overwrite phone numbers'
complete -c sinchctl -n '__sinchctl_at "help"' -a callbacks -d 'Show and set the callback URLs of applications'
complete -c sinchctl -n '__sinchctl_at "help"' -a query -d 'Look up country, type and call rate of any number'
complete -c sinchctl -n '__sinchctl_at "help"' -a export -d 'Print the account as a state file'
complete -c sinchctl -n '__sinchctl_at "help"' -a diff -d 'Compare a state file with the account, or with another file'
complete -c sinchctl -n '__sinchctl_at "help"' -a apply -d 'Make the account what a state file says'
complete -c sinchctl -n '__sinchctl_at "help"' -a history -d 'Show what was changed, by whom and when'
complete -c sinchctl -n '__sinchctl_at "help"' -a undo -d 'Take a run back'
complete -c sinchctl -n '__sinchctl_at "help"' -a apps -d 'See applications and give them names'
complete -c sinchctl -n '__sinchctl_at "help"' -a auth -d 'Log in, see what is in use, log out'
complete -c sinchctl -n '__sinchctl_at "help"' -a profiles -d 'Store credentials and choose between them'
complete -c sinchctl -n '__sinchctl_at "help"' -a api -d 'Send any signed request'
complete -c sinchctl -n '__sinchctl_at "help"' -a sandbox -d 'Try everything on a simulated account'
complete -c sinchctl -n '__sinchctl_at "help"' -a completion -d 'Print the completion script of a shell'
complete -c sinchctl -n '__sinchctl_at "help"' -a commands -d 'Print the whole command tree as JSON'
complete -c sinchctl -n '__sinchctl_at "help"' -a exit-codes -d 'What each exit code means'
complete -c sinchctl -n '__sinchctl_at "help"' -a environment -d 'Credentials and variables'
complete -c sinchctl -n '__sinchctl_at "help"' -a state-file -d 'The account as a file'
complete -c sinchctl -n '__sinchctl_at "help"' -a output -d 'Formats, columns and order'
complete -c sinchctl -n '__sinchctl_at "help numbers"' -a list -d 'List the numbers of the account, one row a number and capability'
complete -c sinchctl -n '__sinchctl_at "help numbers"' -a assign -d 'Assign numbers to an application'
complete -c sinchctl -n '__sinchctl_at "help numbers"' -a unassign -d 'Unassign numbers from an application'
complete -c sinchctl -n '__sinchctl_at "help numbers"' -a overwrite -d 'Make these the only numbers of an application'
complete -c sinchctl -n '__sinchctl_at "help callbacks"' -a get -d 'Show the callback URLs of applications'
complete -c sinchctl -n '__sinchctl_at "help callbacks"' -a set -d 'Set the callback URLs of an application'
complete -c sinchctl -n '__sinchctl_at "help apps"' -a list -d 'List the applications seen, with numbers and callbacks'
complete -c sinchctl -n '__sinchctl_at "help apps"' -a alias -d 'Give an application key a name'
complete -c sinchctl -n '__sinchctl_at "help apps"' -a unalias -d 'Forget the name of an application'
complete -c sinchctl -n '__sinchctl_at "help auth"' -a login -d 'Set up credentials, try them, and store them in a profile'
complete -c sinchctl -n '__sinchctl_at "help auth"' -a status -d 'Show the credentials in use and where each value comes from'
complete -c sinchctl -n '__sinchctl_at "help auth"' -a logout -d 'Forget the credentials of the profile in use, and keep its settings'
complete -c sinchctl -n '__sinchctl_at "help profiles"' -a list -d 'List the profiles that are stored, and the built-in sandbox when it is active'
complete -c sinchctl -n '__sinchctl_at "help profiles"' -a show -d 'Show one profile, without its secrets'
complete -c sinchctl -n '__sinchctl_at "help profiles"' -a set -d 'Store or change a profile'
complete -c sinchctl -n '__sinchctl_at "help profiles"' -a use -d 'Make a profile the active one'
complete -c sinchctl -n '__sinchctl_at "help profiles"' -a remove -d 'Forget a profile and its secrets'
complete -c sinchctl -n '__sinchctl_at "help sandbox"' -a serve -d 'Serve a simulated Sinch over HTTP on this machine'
complete -c sinchctl -n '__sinchctl_at "help sandbox"' -a exec -d 'Run a program against a fresh sandbox of its own'
complete -c sinchctl -n '__sinchctl_at "help sandbox"' -a show -d 'Show the world of the built-in profile sandbox: applications, their numbers\' counts and callbacks'
complete -c sinchctl -n '__sinchctl_at "help sandbox"' -a reset -d 'Make the world of the built-in profile sandbox as it was at first'
