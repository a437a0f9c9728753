# bash completion for sinchctl, made from its command tree by: sinchctl completion bash
# For bash 3.2 and later, with or without the package bash-completion.

# What can follow at a place of the command tree: words, options, arguments, the fields of rows, and which an option adds.
_sinchctl_place() {
  words='' options='' most=0 last=0 fields='' when='' more=''
  case $1 in
    '') words='numbers callbacks query export diff apply history undo apps auth profiles api sandbox completion commands help' options='--version' ;;
    'numbers') words='list assign unassign overwrite' ;;
    'callbacks') words='get set' ;;
    'apps') words='list alias unalias' ;;
    'auth') words='login status logout' ;;
    'profiles') words='list show set use remove' ;;
    'sandbox') words='serve exec show reset' ;;
    'numbers list') options='--from --number-column --app --unassigned --capability --prefix --api' most=99999 last=0 fields='number application alias capability' when='--api portal' more='country city areaCode expires cost currency' ;;
    'numbers assign') options='--from --number-column --ignore-column: --app --capability --move-from --no-check --keep-going --dry-run' most=99999 last=0 fields='number application alias capability kind callback change from to result error message errorCode reference checked' ;;
    'numbers unassign') options='--from --number-column --ignore-column: --app --capability --api --all-capabilities --no-check --keep-going --dry-run' most=99999 last=0 fields='number application alias capability kind callback change from to result error message errorCode reference checked' ;;
    'numbers overwrite') options='--from --number-column --ignore-column: --app --capability --api --move-from --max-removals --allow-empty --dry-run' most=99999 last=0 fields='number application alias capability kind callback change from to result error message errorCode reference checked' ;;
    'callbacks get') options='--app: --all' fields='application alias primary fallback' ;;
    'callbacks set') options='--app --primary --fallback --clear-fallback --from --dry-run' fields='number application alias capability kind callback change from to result error message errorCode reference checked' ;;
    'query') options='--from --number-column' most=99999 last=0 fields='number country type restricted rate currency error message' ;;
    'export') options='--app: --only' ;;
    'diff') options='--file --against --prune --only --exit-code' fields='number application alias capability kind callback change from to result error message errorCode reference checked' ;;
    'apply') options='--file --prune --only --max-removals --plan --dry-run --print-schema' fields='number application alias capability kind callback change from to result error message errorCode reference checked' ;;
    'history') options='--number --app --since --run' fields='number application alias capability kind callback change from to result error message errorCode reference checked run at user host profile command ci reason' ;;
    'undo') options='--dry-run' most=1 last=0 fields='number application alias capability kind callback change from to result error message errorCode reference checked' ;;
    'apps list') fields='application alias source voice sms primary fallback' ;;
    'apps alias') most=2 last=1 ;;
    'apps unalias') most=1 last=0 ;;
    'auth login') options='--portal --email --password-stdin --key --secret-stdin --secret-file --secret-command --keyring --default-app --base-url:' ;;
    'auth status') options='--verify' fields='item value from where store status advice' ;;
    'auth logout') options='--portal' ;;
    'profiles list') fields='name active protected application auth secretStore instance instanceExpires' ;;
    'profiles show') most=1 last=0 fields='name active protected application auth secretStore instance instanceExpires' ;;
    'profiles set') options='--key --secret-stdin --secret-file --secret-command --keyring --instance-id --instance-secret-stdin --organisation --base-url: --auth --default-app --where-key --verify --protected --no-protected' most=1 last=0 ;;
    'profiles use') most=1 last=0 ;;
    'profiles remove') most=1 last=0 ;;
    'api') options='--data --api --include --dry-run' most=2 last=1 ;;
    'sandbox serve') options='--port --numbers --fault: --state' ;;
    'sandbox exec') options='--numbers --fault:' most=99999 last=0 ;;
    'sandbox show') fields='application alias voice sms primary fallback' ;;
    'sandbox reset') options='--numbers' ;;
    'completion') most=1 last=0 ;;
    'commands') : ;;
    'help') words='numbers callbacks query export diff apply history undo apps auth profiles api sandbox completion commands exit-codes environment state-file output' ;;
    'help numbers') words='list assign unassign overwrite' ;;
    'help callbacks') words='get set' ;;
    'help apps') words='list alias unalias' ;;
    'help auth') words='login status logout' ;;
    'help profiles') words='list show set use remove' ;;
    'help sandbox') words='serve exec show reset' ;;
  esac
}

# What the value of an option is; fails where it takes none.
_sinchctl_value() {
  kind='' choices='' files=''
  case "$1 $2" in
    *' --profile') kind=profile ;;
    *' --output' | *' -o') choices='table json ndjson csv tsv markdown' ;;
    *' --columns') kind=fields ;;
    *' --sort') kind=order ;;
    *' --timeout' | *' --deadline' | *' --concurrency' | *' --retries' | *' --lock-timeout' | *' --reason' | *' --number-column' | *' --prefix' | *' --max-removals' | *' --primary' | *' --fallback' | *' --plan' | *' --since' | *' --email' | *' --instance-id' | *' --organisation' | *' --port' | *' --numbers') : ;;
    *' --results' | *' --ca-file' | *' --from' | *' --file' | *' -f' | *' --against' | *' --secret-file' | *' --state') kind=file ;;
    *' --region') kind=country ;;
    *' --app' | *' --default-app') kind=application ;;
    *' --capability') choices='voice sms' ;;
    'numbers list'' --api' | 'numbers unassign'' --api' | 'numbers overwrite'' --api') choices='calling portal' ;;
    'api'' --api') choices='calling portal account user' ;;
    *' --ignore-column') choices='application capability' ;;
    *' --move-from') kind=application choices='any' ;;
    *' --only') choices='numbers callbacks' ;;
    *' --number') kind=number ;;
    *' --run') kind=run ;;
    *' --key') kind=key ;;
    *' --secret-command') kind=program ;;
    *' --base-url') choices='calling= portal= account= user=' ;;
    *' --auth') choices='signed basic' ;;
    *' --where-key') kind=storedKey ;;
    *' --data') kind=atFile ;;
    *' --fault') choices='429: 503: reset: truncate: html: redirect: latency: limit:' ;;
    *) return 1 ;;
  esac
}

# What an argument is, counted from 0.
_sinchctl_argument() {
  kind='' choices='' files=''
  case "$1 $2" in
    'numbers list 0') kind=number ;;
    'numbers assign 0') kind=assignable ;;
    'numbers unassign 0') kind=unassignable ;;
    'numbers overwrite 0') kind=number ;;
    'query 0') kind=number ;;
    'undo 0') kind=run files=1 ;;
    'apps alias 0') : ;;
    'apps alias 1') kind=key ;;
    'apps unalias 0') kind=alias ;;
    'profiles show 0') kind=profile ;;
    'profiles set 0') kind=storedProfile ;;
    'profiles use 0') kind=profile ;;
    'profiles remove 0') kind=storedProfile ;;
    'api 0') choices='GET HEAD POST PUT PATCH DELETE' ;;
    'api 1') : ;;
    'sandbox exec 0') kind=program ;;
    'completion 0') choices='bash zsh fish powershell' ;;
    *) return 1 ;;
  esac
}

# The words before the cursor and the one at it, as they would be if = and : did not break words.
_sinchctl_read() {
  local rest=${COMP_LINE:0:COMP_POINT} word gap i
  for ((i = 0; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    gap=${rest%%"$word"*}
    rest=${rest#*"$word"}
    if [[ -n $gap || $i -eq 0 ]]; then
      at[${#line[@]}]=$i
      line[${#line[@]}]=$word
    else
      line[${#line[@]}-1]+=$word
    fi
  done
  gap=${rest%%[![:space:]]*}
  current=${rest#"$gap"}
  if [[ -z $gap && ${#line[@]} -gt 1 ]]; then
    i=$((${#line[@]} - 1))
    current=${line[i]}$current
    unset "line[$i]"
  fi
}

# The start of the word at the cursor that bash leaves as it is: it replaces what stands behind the last character that
# breaks words, or behind a quote that is open. What is quoted breaks none; an @ is replaced too.
_sinchctl_keep() {
  local i char quote='' plain='' opened=''
  kept=''
  for ((i = 0; i < ${#current}; i++)); do
    char=${current:i:1}
    if [[ $char == "$quote" ]]; then
      quote=''
    elif [[ -n $quote ]]; then
      plain+=$char
    else
      case $char in
        \' | \") quote=$char opened=$plain ;;
        \\) i=$((i + 1)) plain+=${current:i:1} ;;
        [@=:])
          case $COMP_WORDBREAKS in *$char*) if [[ $char == @ ]]; then kept=$plain; else kept=$plain$char; fi ;; esac
          plain+=$char
          ;;
        *) plain+=$char ;;
      esac
    fi
  done
  if [[ -n $quote ]]; then kept=$opened; fi
}

# Takes note of an option on the line, and of the value that it waits for.
_sinchctl_option() {
  local i
  seen+="${1%%=*} "
  case $1 in
    --*=*) ;;
    --*) if _sinchctl_value "$place" "$1"; then pending=$1; fi ;;
    *)
      for ((i = 1; i < ${#1}; i++)); do
        _sinchctl_value "$place" "-${1:i:1}" || continue
        if ((i == ${#1} - 1)); then pending=-${1:i:1}; fi
        break
      done
      ;;
  esac
}

# The value that stands in one word with its option, as in -ojson; fails where there is none.
_sinchctl_glued() {
  local i
  for ((i = 1; i < ${#typed} - 1; i++)); do
    _sinchctl_value "$place" "-${typed:i:1}" || continue
    lead=${typed:0:i+1}
    typed=${typed:i+1}
    return 0
  done
  return 1
}

_sinchctl_nospace() { compopt -o nospace 2>/dev/null; }

_sinchctl_add() {
  [[ $1 == "$typed"* ]] || return
  COMPREPLY[${#COMPREPLY[@]}]=$lead$1
  case $1 in *[=:]) _sinchctl_nospace ;; esac
}

# Fields with commas between them; for an order each may have a minus.
_sinchctl_fields() {
  local done='' field sign=''
  case $typed in *,*) done=${typed%,*}, ;; esac
  if [[ $kind == order ]]; then case ${typed#"$done"} in -*) sign=- ;; esac; fi
  _sinchctl_nospace
  if [[ -n $when && " ${line[*]} " == *" ${when% *}"[\ =]"${when#* } "* ]]; then fields+=" $more"; fi
  for field in $fields; do
    case ",${done//-/}" in *",$field,"*) continue ;; esac
    _sinchctl_add "$done$sign$field"
  done
}

# Asks sinchctl. Whatever comes back, only plain words are offered.
_sinchctl_ask() {
  local answer value about more
  type -P sinchctl >/dev/null || return
  answer=$(command sinchctl __complete "$kind" "=$typed" "${line[@]:1}" 2>/dev/null </dev/null)
  compopt -o nosort 2>/dev/null
  while IFS=$'\t' read -r value about more; do
    case $value in '' | -* | *[!A-Za-z0-9._+-]*) continue ;; esac
    if ((${#value} > 64)); then continue; fi
    COMPREPLY[${#COMPREPLY[@]}]=$lead$value
    if [[ $more == more ]]; then _sinchctl_nospace; fi
  done <<<"$answer"
}

_sinchctl_files() { compopt -o default -o bashdefault 2>/dev/null; }

# Files whose names begin behind something else. bash quotes spaces; it would expand what else has a meaning in a name,
# so that such names are not offered. Before 4 only plain ones are.
_sinchctl_names() {
  local name
  compopt -o filenames 2>/dev/null
  while IFS= read -r name; do
    case $name in '' | *[![:alnum:]._+/\ ,-]*) continue ;; esac
    if ((BASH_VERSINFO[0] < 4)); then case $name in *[!A-Za-z0-9._+/-]*) continue ;; esac; fi
    if [[ -d $name ]]; then
      name+=/
      _sinchctl_nospace
    fi
    COMPREPLY[${#COMPREPLY[@]}]=$1$name
  done <<<"$(compgen -f -- "$2")"
}

_sinchctl_at_files() {
  case $typed in '' | @*) _sinchctl_names "$lead@" "${typed#@}" ;; esac
}

# The words of another program, from a place in line on.
_sinchctl_program() {
  local name
  if [[ $1 -lt ${#line[@]} && ${line[$1]} == -- ]]; then set -- $(($1 + 1)); fi
  if [[ $1 -ge ${#line[@]} && $current != */* ]]; then
    while read -r name; do
      case $name in '' | *[!A-Za-z0-9._+-]*) ;; *) COMPREPLY[${#COMPREPLY[@]}]=$name ;; esac
    done <<<"$(compgen -c -- "$typed")"
  elif [[ $1 -lt ${#line[@]} ]] && declare -F _command_offset >/dev/null; then
    _command_offset "${at[$1]}"
  else
    _sinchctl_files
  fi
}

# Whole words become what bash shall put in place.
_sinchctl_cut() {
  local i
  for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
    COMPREPLY[i]=${COMPREPLY[i]#"$kept"}
  done
}

_sinchctl_offer() {
  local word
  case $kind in
    '') ;;
    file)
      # bash would look for a name that begins with the option.
      case $lead in -[!-]*) _sinchctl_names "$lead" "$typed" ;; *) _sinchctl_files ;; esac
      ;;
    atFile) _sinchctl_at_files ;;
    fields | order) _sinchctl_fields ;;
    *) _sinchctl_ask ;;
  esac
  # Where nothing else fits.
  if [[ -n $files ]]; then _sinchctl_files; fi
  for word in $choices; do _sinchctl_add "$word"; done
  # api get is api GET.
  if [[ $typed == [a-z]* && ${#COMPREPLY[@]} -eq 0 ]] && ((BASH_VERSINFO[0] > 3)); then
    typed=${typed^^}
    for word in $choices; do _sinchctl_add "$word"; done
  fi
  _sinchctl_cut
}

_sinchctl_options() {
  local option
  for option in $options --profile --output --json --columns --sort --header --no-header --yes --no-input --quiet --curl --debug --timeout --deadline --concurrency --retries --lock-timeout --results --reason --region --ca-file --accessible --no-color --help; do
    case $option in
      *:) _sinchctl_add "${option%?}" ;;
      --columns | --sort) if [[ -n $fields ]]; then _sinchctl_add "$option"; fi ;;
      *) case $seen in *" $option "*) ;; *) _sinchctl_add "$option" ;; esac ;;
    esac
  done
}

_sinchctl() {
  local IFS=$' \t\n' line=() at=() current kept typed lead='' place='' pending='' ended='' seen=' ' count=0 i word
  local words options most last fields when more kind='' choices='' files=''
  COMPREPLY=()
  _sinchctl_read
  _sinchctl_keep
  _sinchctl_place ''
  for ((i = 1; i < ${#line[@]}; i++)); do
    word=${line[i]//[\"\'\\]/}
    line[i]=$word
    if [[ -n $pending ]]; then
      pending=''
    elif [[ -z $ended && $word == -- ]]; then
      ended=1
    elif [[ -z $ended && $word == -?* ]]; then
      _sinchctl_option "$word"
      if [[ $kind == program ]]; then break; fi
    elif [[ -n $word && " $words " == *" $word "* ]]; then
      place="${place:+$place }$word"
      _sinchctl_place "$place"
    elif [[ -n $words ]]; then
      # Nothing of ours can follow what is no command.
      return 0
    else
      if _sinchctl_argument "$place" 0 && [[ $kind == program ]]; then break; fi
      count=$((count + 1))
    fi
    kind=''
  done
  typed=${current//[\"\'\\]/}
  if [[ $kind == program ]]; then
    if [[ -n $pending ]]; then i=$((i + 1)); fi
    _sinchctl_program "$i"
  elif [[ -n $pending ]]; then
    _sinchctl_value "$place" "$pending"
    _sinchctl_offer
  elif [[ -z $ended && $typed == --*=* ]]; then
    _sinchctl_value "$place" "${typed%%=*}" || return 0
    lead=${typed%%=*}=
    typed=${typed#*=}
    _sinchctl_offer
  elif [[ -z $ended && $typed == -[!-]?* ]] && _sinchctl_glued; then
    _sinchctl_offer
  elif [[ -z $ended && $typed == -* ]]; then
    _sinchctl_options
  elif [[ -n $words ]]; then
    for word in $words; do _sinchctl_add "$word"; done
  elif ((count < most)); then
    if ((count > last)); then count=$last; fi
    _sinchctl_argument "$place" "$count"
    if [[ $kind == program ]]; then _sinchctl_program "$i"; else _sinchctl_offer; fi
  fi
}

# bash before 4 cannot turn file names on for one word alone.
if type compopt >/dev/null 2>&1; then
  complete -F _sinchctl sinchctl
else
  complete -o default -F _sinchctl sinchctl
fi
