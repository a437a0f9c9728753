# PowerShell completion for sinchctl, made from its command tree by: sinchctl completion powershell
# For PowerShell 5.1 and later.

Register-ArgumentCompleter -Native -CommandName 'sinchctl', 'sinchctl.cmd', 'sinchctl.ps1' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # Options that may stand anywhere.
    $globals = @(
        @{ Long = '--profile'; Short = ''; Many = $false; Takes = $true; Kind = 'profile'; Choices = @(); OrFile = $false; About = 'act with this profile, whole' }
        @{ Long = '--output'; Short = '-o'; Many = $false; Takes = $true; Kind = ''; Choices = @('table', 'json', 'ndjson', 'csv', 'tsv', 'markdown'); OrFile = $false; About = 'table, json, ndjson, csv, tsv, markdown; default: table on a terminal, tsv in a pipe' }
        @{ Long = '--json'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'same as -o json' }
        @{ Long = '--columns'; Short = ''; Many = $false; Takes = $true; Kind = 'fields'; Choices = @(); OrFile = $false; About = 'only these fields, in this order' }
        @{ Long = '--sort'; Short = ''; Many = $false; Takes = $true; Kind = 'order'; Choices = @(); OrFile = $false; About = 'sort by this field; -A for the other way round' }
        @{ Long = '--header'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'print a header line, in tsv too and without rows' }
        @{ Long = '--no-header'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'print no header line' }
        @{ Long = '--yes'; Short = '-y'; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'consent to what would be asked' }
        @{ Long = '--no-input'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'never ask' }
        @{ Long = '--quiet'; Short = '-q'; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'no progress and no notes on stderr' }
        @{ Long = '--curl'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'print each request on stderr as a shell snippet that signs with openssl and holds no secret; notes are comments' }
        @{ Long = '--debug'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'requests, replies, retries and timings on stderr, redacted' }
        @{ Long = '--timeout'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'seconds an attempt may take (30)' }
        @{ Long = '--deadline'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'seconds the whole command may take (no limit)' }
        @{ Long = '--concurrency'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'requests at the same time (8)' }
        @{ Long = '--retries'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'how often a request is tried again (5)' }
        @{ Long = '--lock-timeout'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'seconds to wait while another process on this machine writes to the same (0)' }
        @{ Long = '--results'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'append every row to this file as it finishes, as NDJSON, synced' }
        @{ Long = '--reason'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'why, for the history of changes' }
        @{ Long = '--region'; Short = ''; Many = $false; Takes = $true; Kind = 'country'; Choices = @(); OrFile = $false; About = 'country for numbers in national format; intl reads digits without + as international' }
        @{ Long = '--ca-file'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'trust the certificate authorities in this PEM file too' }
        @{ Long = '--accessible'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'for screen readers: labelled lines, numbered choices, nothing drawn again; also SINCHCTL_ACCESSIBLE=1' }
        @{ Long = '--no-color'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'no colour' }
        @{ Long = '--help'; Short = '-h'; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'explain this' }
    )

    # What can follow at each place of the command tree.
    $places = @{
        '' = @{
            Words = @(
                @{ Text = 'numbers'; About = 'List, assign, unassign and overwrite phone numbers' }
                @{ Text = 'callbacks'; About = 'Show and set the callback URLs of applications' }
                @{ Text = 'query'; About = 'Look up country, type and call rate of any number' }
                @{ Text = 'export'; About = 'Print the account as a state file' }
                @{ Text = 'diff'; About = 'Compare a state file with the account, or with another file' }
                @{ Text = 'apply'; About = 'Make the account what a state file says' }
                @{ Text = 'history'; About = 'Show what was changed, by whom and when' }
                @{ Text = 'undo'; About = 'Take a run back' }
                @{ Text = 'apps'; About = 'See applications and give them names' }
                @{ Text = 'auth'; About = 'Log in, see what is in use, log out' }
                @{ Text = 'profiles'; About = 'Store credentials and choose between them' }
                @{ Text = 'api'; About = 'Send any signed request' }
                @{ Text = 'sandbox'; About = 'Try everything on a simulated account' }
                @{ Text = 'completion'; About = 'Print the completion script of a shell' }
                @{ Text = 'commands'; About = 'Print the whole command tree as JSON' }
                @{ Text = 'help'; About = 'Explain a command, or a topic' }
            )
            Options = @(
                @{ Long = '--version'; Short = '-V'; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'the version, and nothing else' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'numbers' = @{
            Words = @(
                @{ Text = 'list'; About = 'List the numbers of the account, one row a number and capability' }
                @{ Text = 'assign'; About = 'Assign numbers to an application' }
                @{ Text = 'unassign'; About = 'Unassign numbers from an application' }
                @{ Text = 'overwrite'; About = 'Make these the only numbers of an application' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'callbacks' = @{
            Words = @(
                @{ Text = 'get'; About = 'Show the callback URLs of applications' }
                @{ Text = 'set'; About = 'Set the callback URLs of an application' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'apps' = @{
            Words = @(
                @{ Text = 'list'; About = 'List the applications seen, with numbers and callbacks' }
                @{ Text = 'alias'; About = 'Give an application key a name' }
                @{ Text = 'unalias'; About = 'Forget the name of an application' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'auth' = @{
            Words = @(
                @{ Text = 'login'; About = 'Set up credentials, try them, and store them in a profile' }
                @{ Text = 'status'; About = 'Show the credentials in use and where each value comes from' }
                @{ Text = 'logout'; About = 'Forget the credentials of the profile in use, and keep its settings' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'profiles' = @{
            Words = @(
                @{ Text = 'list'; About = 'List the profiles that are stored, and the built-in sandbox when it is active' }
                @{ Text = 'show'; About = 'Show one profile, without its secrets' }
                @{ Text = 'set'; About = 'Store or change a profile' }
                @{ Text = 'use'; About = 'Make a profile the active one' }
                @{ Text = 'remove'; About = 'Forget a profile and its secrets' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'sandbox' = @{
            Words = @(
                @{ Text = 'serve'; About = 'Serve a simulated Sinch over HTTP on this machine' }
                @{ Text = 'exec'; About = 'Run a program against a fresh sandbox of its own' }
                @{ Text = 'show'; About = 'Show the world of the built-in profile sandbox: applications, their numbers'' counts and callbacks' }
                @{ Text = 'reset'; About = 'Make the world of the built-in profile sandbox as it was at first' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'numbers list' = @{
            Words = @()
            Options = @(
                @{ Long = '--from'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON' }
                @{ Long = '--number-column'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'the column of the file that holds the number, by name or position' }
                @{ Long = '--app'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'only numbers of this application (key or alias)' }
                @{ Long = '--unassigned'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'only numbers that serve no application' }
                @{ Long = '--capability'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('voice', 'sms'); OrFile = $false; About = 'only voice or only sms' }
                @{ Long = '--prefix'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'only numbers that start like this, e.g. +1415' }
                @{ Long = '--api'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('calling', 'portal'); OrFile = $false; About = 'calling (the default), or portal for country, city, cost and expiry' }
            )
            Arguments = @(
                @{ Kind = 'number'; Choices = @(); OrFile = $false }
            )
            Variadic = $true
            Fields = @('number', 'application', 'alias', 'capability')
            When = '--api portal'
            More = @('country', 'city', 'areaCode', 'expires', 'cost', 'currency')
        }
        'numbers assign' = @{
            Words = @()
            Options = @(
                @{ Long = '--from'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON' }
                @{ Long = '--number-column'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'the column of the file that holds the number, by name or position' }
                @{ Long = '--ignore-column'; Short = ''; Many = $true; Takes = $true; Kind = ''; Choices = @('application', 'capability'); OrFile = $false; About = 'go by the flags, not by this column (application or capability); more than once if need be' }
                @{ Long = '--app'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'application key or alias; default: the profile''s, else the one that signs' }
                @{ Long = '--capability'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('voice', 'sms'); OrFile = $false; About = 'voice (the default) or sms' }
                @{ Long = '--move-from'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @('any'); OrFile = $false; About = 'take numbers that serve this application, or any' }
                @{ Long = '--no-check'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'do not look first; Sinch decides about every number' }
                @{ Long = '--keep-going'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'carry out the sound ones; the others become failed rows' }
                @{ Long = '--dry-run'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'show what would be done, and change nothing' }
            )
            Arguments = @(
                @{ Kind = 'assignable'; Choices = @(); OrFile = $false }
            )
            Variadic = $true
            Fields = @('number', 'application', 'alias', 'capability', 'kind', 'callback', 'change', 'from', 'to', 'result', 'error', 'message', 'errorCode', 'reference', 'checked')
        }
        'numbers unassign' = @{
            Words = @()
            Options = @(
                @{ Long = '--from'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON' }
                @{ Long = '--number-column'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'the column of the file that holds the number, by name or position' }
                @{ Long = '--ignore-column'; Short = ''; Many = $true; Takes = $true; Kind = ''; Choices = @('application', 'capability'); OrFile = $false; About = 'go by the flags, not by this column (application or capability); more than once if need be' }
                @{ Long = '--app'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'application key or alias; default: the profile''s, else the one that signs' }
                @{ Long = '--capability'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('voice', 'sms'); OrFile = $false; About = 'voice (the default) or sms' }
                @{ Long = '--api'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('calling', 'portal'); OrFile = $false; About = 'calling or portal' }
                @{ Long = '--all-capabilities'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'end every capability of the number on that application' }
                @{ Long = '--no-check'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'do not look first; Sinch decides about every number' }
                @{ Long = '--keep-going'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'carry out the sound ones; the others become failed rows' }
                @{ Long = '--dry-run'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'show what would be done, and change nothing' }
            )
            Arguments = @(
                @{ Kind = 'unassignable'; Choices = @(); OrFile = $false }
            )
            Variadic = $true
            Fields = @('number', 'application', 'alias', 'capability', 'kind', 'callback', 'change', 'from', 'to', 'result', 'error', 'message', 'errorCode', 'reference', 'checked')
        }
        'numbers overwrite' = @{
            Words = @()
            Options = @(
                @{ Long = '--from'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON' }
                @{ Long = '--number-column'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'the column of the file that holds the number, by name or position' }
                @{ Long = '--ignore-column'; Short = ''; Many = $true; Takes = $true; Kind = ''; Choices = @('application', 'capability'); OrFile = $false; About = 'go by the flags, not by this column (application or capability); more than once if need be' }
                @{ Long = '--app'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'application key or alias; there is no default' }
                @{ Long = '--capability'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('voice', 'sms'); OrFile = $false; About = 'voice (the default) or sms' }
                @{ Long = '--api'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('calling', 'portal'); OrFile = $false; About = 'calling or portal' }
                @{ Long = '--move-from'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @('any'); OrFile = $false; About = 'take numbers that serve this application, or any' }
                @{ Long = '--max-removals'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'how many numbers may be removed (a tenth of the set, at least 10)' }
                @{ Long = '--allow-empty'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'take an empty list for what it says: remove every number' }
                @{ Long = '--dry-run'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'show what would be done, and change nothing' }
            )
            Arguments = @(
                @{ Kind = 'number'; Choices = @(); OrFile = $false }
            )
            Variadic = $true
            Fields = @('number', 'application', 'alias', 'capability', 'kind', 'callback', 'change', 'from', 'to', 'result', 'error', 'message', 'errorCode', 'reference', 'checked')
        }
        'callbacks get' = @{
            Words = @()
            Options = @(
                @{ Long = '--app'; Short = ''; Many = $true; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'application key or alias; default: the profile''s, else the one that signs; more than once if need be' }
                @{ Long = '--all'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'every application seen' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @('application', 'alias', 'primary', 'fallback')
        }
        'callbacks set' = @{
            Words = @()
            Options = @(
                @{ Long = '--app'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'application key or alias; default: the profile''s, else the one that signs' }
                @{ Long = '--primary'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'the primary callback' }
                @{ Long = '--fallback'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'the fallback callback' }
                @{ Long = '--clear-fallback'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'remove the fallback callback' }
                @{ Long = '--from'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'the callbacks of many applications (- for stdin), as callbacks get prints them' }
                @{ Long = '--dry-run'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'show what would be done, and change nothing' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @('number', 'application', 'alias', 'capability', 'kind', 'callback', 'change', 'from', 'to', 'result', 'error', 'message', 'errorCode', 'reference', 'checked')
        }
        'query' = @{
            Words = @()
            Options = @(
                @{ Long = '--from'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON' }
                @{ Long = '--number-column'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'the column of the file that holds the number, by name or position' }
            )
            Arguments = @(
                @{ Kind = 'number'; Choices = @(); OrFile = $false }
            )
            Variadic = $true
            Fields = @('number', 'country', 'type', 'restricted', 'rate', 'currency', 'error', 'message')
        }
        'export' = @{
            Words = @()
            Options = @(
                @{ Long = '--app'; Short = ''; Many = $true; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'only this application, by key or alias; more than once if need be' }
                @{ Long = '--only'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('numbers', 'callbacks'); OrFile = $false; About = 'numbers or callbacks' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'diff' = @{
            Words = @()
            Options = @(
                @{ Long = '--file'; Short = '-f'; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'the state file, YAML or JSON (- for stdin)' }
                @{ Long = '--against'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'compare with this file instead of the account; nothing is asked of Sinch' }
                @{ Long = '--prune'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'remove numbers that serve an application and are missing from its list' }
                @{ Long = '--only'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('numbers', 'callbacks'); OrFile = $false; About = 'numbers or callbacks' }
                @{ Long = '--exit-code'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'exit 8 when there are differences' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @('number', 'application', 'alias', 'capability', 'kind', 'callback', 'change', 'from', 'to', 'result', 'error', 'message', 'errorCode', 'reference', 'checked')
        }
        'apply' = @{
            Words = @()
            Options = @(
                @{ Long = '--file'; Short = '-f'; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'the state file, YAML or JSON (- for stdin)' }
                @{ Long = '--prune'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'remove numbers that serve an application and are missing from its list' }
                @{ Long = '--only'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('numbers', 'callbacks'); OrFile = $false; About = 'numbers or callbacks' }
                @{ Long = '--max-removals'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'how many numbers may be removed (a tenth of the set, at least 10), for each application and capability' }
                @{ Long = '--plan'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'only if it still is the plan that diff showed' }
                @{ Long = '--dry-run'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'show what would be done, and change nothing' }
                @{ Long = '--print-schema'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'print a JSON Schema of the file for editors, and do nothing else' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @('number', 'application', 'alias', 'capability', 'kind', 'callback', 'change', 'from', 'to', 'result', 'error', 'message', 'errorCode', 'reference', 'checked')
        }
        'history' = @{
            Words = @()
            Options = @(
                @{ Long = '--number'; Short = ''; Many = $false; Takes = $true; Kind = 'number'; Choices = @(); OrFile = $false; About = 'only what happened to this number' }
                @{ Long = '--app'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'only what concerns this application, by key or alias' }
                @{ Long = '--since'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'only what is not older: 24h, 7d, or a date such as 2026-11-01' }
                @{ Long = '--run'; Short = ''; Many = $false; Takes = $true; Kind = 'run'; Choices = @(); OrFile = $false; About = 'only this run' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @('number', 'application', 'alias', 'capability', 'kind', 'callback', 'change', 'from', 'to', 'result', 'error', 'message', 'errorCode', 'reference', 'checked', 'run', 'at', 'user', 'host', 'profile', 'command', 'ci', 'reason')
        }
        'undo' = @{
            Words = @()
            Options = @(
                @{ Long = '--dry-run'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'show what would be done, and change nothing' }
            )
            Arguments = @(
                @{ Kind = 'run'; Choices = @(); OrFile = $true }
            )
            Variadic = $false
            Fields = @('number', 'application', 'alias', 'capability', 'kind', 'callback', 'change', 'from', 'to', 'result', 'error', 'message', 'errorCode', 'reference', 'checked')
        }
        'apps list' = @{
            Words = @()
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @('application', 'alias', 'source', 'voice', 'sms', 'primary', 'fallback')
        }
        'apps alias' = @{
            Words = @()
            Options = @()
            Arguments = @(
                @{ Kind = ''; Choices = @(); OrFile = $false }
                @{ Kind = 'key'; Choices = @(); OrFile = $false }
            )
            Variadic = $false
            Fields = @()
        }
        'apps unalias' = @{
            Words = @()
            Options = @()
            Arguments = @(
                @{ Kind = 'alias'; Choices = @(); OrFile = $false }
            )
            Variadic = $false
            Fields = @()
        }
        'auth login' = @{
            Words = @()
            Options = @(
                @{ Long = '--portal'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'log in to the legacy portal for an instance of two days' }
                @{ Long = '--email'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'the portal user' }
                @{ Long = '--password-stdin'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'read the portal user''s password from stdin' }
                @{ Long = '--key'; Short = ''; Many = $false; Takes = $true; Kind = 'key'; Choices = @(); OrFile = $false; About = 'application key' }
                @{ Long = '--secret-stdin'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'read the application secret from stdin' }
                @{ Long = '--secret-file'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'read the application secret from a file' }
                @{ Long = '--secret-command'; Short = ''; Many = $false; Takes = $true; Kind = 'program'; Choices = @(); OrFile = $false; About = 'run this program, without a shell, for the application secret; ends the line' }
                @{ Long = '--keyring'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'keep secrets in the system''s keyring, not in the file' }
                @{ Long = '--default-app'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'application for writes that name none' }
                @{ Long = '--base-url'; Short = ''; Many = $true; Takes = $true; Kind = ''; Choices = @('calling=', 'portal=', 'account=', 'user='); OrFile = $false; About = 'base URL of calling, portal, account or user; more than once if need be' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'auth status' = @{
            Words = @()
            Options = @(
                @{ Long = '--verify'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'try them, and look at clock, file, proxy and authorities' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @('item', 'value', 'from', 'where', 'store', 'status', 'advice')
        }
        'auth logout' = @{
            Words = @()
            Options = @(
                @{ Long = '--portal'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'forget the portal instance only' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'profiles list' = @{
            Words = @()
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @('name', 'active', 'protected', 'application', 'auth', 'secretStore', 'instance', 'instanceExpires')
        }
        'profiles show' = @{
            Words = @()
            Options = @()
            Arguments = @(
                @{ Kind = 'profile'; Choices = @(); OrFile = $false }
            )
            Variadic = $false
            Fields = @('name', 'active', 'protected', 'application', 'auth', 'secretStore', 'instance', 'instanceExpires')
        }
        'profiles set' = @{
            Words = @()
            Options = @(
                @{ Long = '--key'; Short = ''; Many = $false; Takes = $true; Kind = 'key'; Choices = @(); OrFile = $false; About = 'application key' }
                @{ Long = '--secret-stdin'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'read the application secret from stdin' }
                @{ Long = '--secret-file'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'read the application secret from a file' }
                @{ Long = '--secret-command'; Short = ''; Many = $false; Takes = $true; Kind = 'program'; Choices = @(); OrFile = $false; About = 'run this program, without a shell, for the application secret; ends the line' }
                @{ Long = '--keyring'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'keep secrets in the system''s keyring, not in the file' }
                @{ Long = '--instance-id'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'portal instance id' }
                @{ Long = '--instance-secret-stdin'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'read the instance''s secret from stdin' }
                @{ Long = '--organisation'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'organisation id of the portal' }
                @{ Long = '--base-url'; Short = ''; Many = $true; Takes = $true; Kind = ''; Choices = @('calling=', 'portal=', 'account=', 'user='); OrFile = $false; About = 'base URL of calling, portal, account or user; more than once if need be' }
                @{ Long = '--auth'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('signed', 'basic'); OrFile = $false; About = 'signed (the default) or basic, for calling' }
                @{ Long = '--default-app'; Short = ''; Many = $false; Takes = $true; Kind = 'application'; Choices = @(); OrFile = $false; About = 'application for writes that name none' }
                @{ Long = '--where-key'; Short = ''; Many = $false; Takes = $true; Kind = 'storedKey'; Choices = @(); OrFile = $false; About = 'change every profile that holds this key, in one write' }
                @{ Long = '--verify'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'try the credentials with one signed request, and store them only when it is accepted' }
                @{ Long = '--protected'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'write only when --profile names this profile on the line' }
                @{ Long = '--no-protected'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'lift that' }
            )
            Arguments = @(
                @{ Kind = 'storedProfile'; Choices = @(); OrFile = $false }
            )
            Variadic = $false
            Fields = @()
        }
        'profiles use' = @{
            Words = @()
            Options = @()
            Arguments = @(
                @{ Kind = 'profile'; Choices = @(); OrFile = $false }
            )
            Variadic = $false
            Fields = @()
        }
        'profiles remove' = @{
            Words = @()
            Options = @()
            Arguments = @(
                @{ Kind = 'storedProfile'; Choices = @(); OrFile = $false }
            )
            Variadic = $false
            Fields = @()
        }
        'api' = @{
            Words = @()
            Options = @(
                @{ Long = '--data'; Short = ''; Many = $false; Takes = $true; Kind = 'atFile'; Choices = @(); OrFile = $false; About = 'the body; @FILE reads it from a file, - from stdin' }
                @{ Long = '--api'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @('calling', 'portal', 'account', 'user'); OrFile = $false; About = 'calling, portal, account, user; default: calling' }
                @{ Long = '--include'; Short = '-i'; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'show status and headers of the reply too' }
                @{ Long = '--dry-run'; Short = ''; Many = $false; Takes = $false; Kind = ''; Choices = @(); OrFile = $false; About = 'send nothing but GET and HEAD; print what would be sent, as JSON' }
            )
            Arguments = @(
                @{ Kind = ''; Choices = @('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'); OrFile = $false }
                @{ Kind = ''; Choices = @(); OrFile = $false }
            )
            Variadic = $false
            Fields = @()
        }
        'sandbox serve' = @{
            Words = @()
            Options = @(
                @{ Long = '--port'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'port on 127.0.0.1 (any free one)' }
                @{ Long = '--numbers'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'how many numbers the account has (20)' }
                @{ Long = '--fault'; Short = ''; Many = $true; Takes = $true; Kind = ''; Choices = @('429:', '503:', 'reset:', 'truncate:', 'html:', 'redirect:', 'latency:', 'limit:'); OrFile = $false; About = 'go wrong on purpose: 429:P, 503:P, reset:P, truncate:P, html:P, redirect:P (P from 0 to 1), latency:MIN-MAX (ms), limit:BURST/PER_SECOND; more than once if need be' }
                @{ Long = '--state'; Short = ''; Many = $false; Takes = $true; Kind = 'file'; Choices = @(); OrFile = $false; About = 'keep the world in this file' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'sandbox exec' = @{
            Words = @()
            Options = @(
                @{ Long = '--numbers'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'how many numbers the account has (20)' }
                @{ Long = '--fault'; Short = ''; Many = $true; Takes = $true; Kind = ''; Choices = @('429:', '503:', 'reset:', 'truncate:', 'html:', 'redirect:', 'latency:', 'limit:'); OrFile = $false; About = 'go wrong on purpose: 429:P, 503:P, reset:P, truncate:P, html:P, redirect:P (P from 0 to 1), latency:MIN-MAX (ms), limit:BURST/PER_SECOND; more than once if need be' }
            )
            Arguments = @(
                @{ Kind = 'program'; Choices = @(); OrFile = $false }
            )
            Variadic = $true
            Fields = @()
        }
        'sandbox show' = @{
            Words = @()
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @('application', 'alias', 'voice', 'sms', 'primary', 'fallback')
        }
        'sandbox reset' = @{
            Words = @()
            Options = @(
                @{ Long = '--numbers'; Short = ''; Many = $false; Takes = $true; Kind = ''; Choices = @(); OrFile = $false; About = 'how many numbers the account has (20)' }
            )
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'completion' = @{
            Words = @()
            Options = @()
            Arguments = @(
                @{ Kind = ''; Choices = @('bash', 'zsh', 'fish', 'powershell'); OrFile = $false }
            )
            Variadic = $false
            Fields = @()
        }
        'commands' = @{
            Words = @()
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'help' = @{
            Words = @(
                @{ Text = 'numbers'; About = 'List, assign, unassign and overwrite phone numbers' }
                @{ Text = 'callbacks'; About = 'Show and set the callback URLs of applications' }
                @{ Text = 'query'; About = 'Look up country, type and call rate of any number' }
                @{ Text = 'export'; About = 'Print the account as a state file' }
                @{ Text = 'diff'; About = 'Compare a state file with the account, or with another file' }
                @{ Text = 'apply'; About = 'Make the account what a state file says' }
                @{ Text = 'history'; About = 'Show what was changed, by whom and when' }
                @{ Text = 'undo'; About = 'Take a run back' }
                @{ Text = 'apps'; About = 'See applications and give them names' }
                @{ Text = 'auth'; About = 'Log in, see what is in use, log out' }
                @{ Text = 'profiles'; About = 'Store credentials and choose between them' }
                @{ Text = 'api'; About = 'Send any signed request' }
                @{ Text = 'sandbox'; About = 'Try everything on a simulated account' }
                @{ Text = 'completion'; About = 'Print the completion script of a shell' }
                @{ Text = 'commands'; About = 'Print the whole command tree as JSON' }
                @{ Text = 'exit-codes'; About = 'What each exit code means' }
                @{ Text = 'environment'; About = 'Credentials and variables' }
                @{ Text = 'state-file'; About = 'The account as a file' }
                @{ Text = 'output'; About = 'Formats, columns and order' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'help numbers' = @{
            Words = @(
                @{ Text = 'list'; About = 'List the numbers of the account, one row a number and capability' }
                @{ Text = 'assign'; About = 'Assign numbers to an application' }
                @{ Text = 'unassign'; About = 'Unassign numbers from an application' }
                @{ Text = 'overwrite'; About = 'Make these the only numbers of an application' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'help callbacks' = @{
            Words = @(
                @{ Text = 'get'; About = 'Show the callback URLs of applications' }
                @{ Text = 'set'; About = 'Set the callback URLs of an application' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'help apps' = @{
            Words = @(
                @{ Text = 'list'; About = 'List the applications seen, with numbers and callbacks' }
                @{ Text = 'alias'; About = 'Give an application key a name' }
                @{ Text = 'unalias'; About = 'Forget the name of an application' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'help auth' = @{
            Words = @(
                @{ Text = 'login'; About = 'Set up credentials, try them, and store them in a profile' }
                @{ Text = 'status'; About = 'Show the credentials in use and where each value comes from' }
                @{ Text = 'logout'; About = 'Forget the credentials of the profile in use, and keep its settings' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'help profiles' = @{
            Words = @(
                @{ Text = 'list'; About = 'List the profiles that are stored, and the built-in sandbox when it is active' }
                @{ Text = 'show'; About = 'Show one profile, without its secrets' }
                @{ Text = 'set'; About = 'Store or change a profile' }
                @{ Text = 'use'; About = 'Make a profile the active one' }
                @{ Text = 'remove'; About = 'Forget a profile and its secrets' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
        'help sandbox' = @{
            Words = @(
                @{ Text = 'serve'; About = 'Serve a simulated Sinch over HTTP on this machine' }
                @{ Text = 'exec'; About = 'Run a program against a fresh sandbox of its own' }
                @{ Text = 'show'; About = 'Show the world of the built-in profile sandbox: applications, their numbers'' counts and callbacks' }
                @{ Text = 'reset'; About = 'Make the world of the built-in profile sandbox as it was at first' }
            )
            Options = @()
            Arguments = @()
            Variadic = $false
            Fields = @()
        }
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
                $asked = (@("=$typed") + @($words | Select-Object -Skip 1)) -creplace '[^\w.+=:/\\@-]', '_'
                $code = $global:LASTEXITCODE
                try {
                    $answers = @(& $program '__complete' $slot.Kind @asked 2>$null)
                } catch {
                    $answers = @()
                }
                $global:LASTEXITCODE = $code
                foreach ($answer in $answers) {
                    $parts = ([string]$answer).Split([char]9)
                    if ($parts[0] -cnotmatch '\A[A-Za-z0-9+][A-Za-z0-9._+-]{0,63}\z') { continue }
                    # A number may be begun without its plus.
                    if ($typed -cmatch '\A[0-9]' -and $parts[0].StartsWith('+')) { $typed = '+' + $typed }
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
