/** How the script for bash offers what can follow. */
export const BASH_OFFERS = `\
_sinchctl_nospace() { compopt -o nospace 2>/dev/null; }

_sinchctl_add() {
  [[ $1 == "$typed"* ]] || return
  COMPREPLY[\${#COMPREPLY[@]}]=$lead$1
  case $1 in *[=:]) _sinchctl_nospace ;; esac
}

# Fields with commas between them; for an order each may have a minus.
_sinchctl_fields() {
  local done='' field sign=''
  case $typed in *,*) done=\${typed%,*}, ;; esac
  if [[ $kind == order ]]; then case \${typed#"$done"} in -*) sign=- ;; esac; fi
  _sinchctl_nospace
  if [[ -n $when && " \${line[*]} " == *" \${when% *}"[\\ =]"\${when#* } "* ]]; then fields+=" $more"; fi
  for field in $fields; do
    case ",\${done//-/}" in *",$field,"*) continue ;; esac
    _sinchctl_add "$done$sign$field"
  done
}

# Asks sinchctl. Whatever comes back, only plain words are offered.
_sinchctl_ask() {
  local answer value about more
  type -P sinchctl >/dev/null || return
  answer=$(command sinchctl __complete "$kind" "=$typed" "\${line[@]:1}" 2>/dev/null </dev/null)
  compopt -o nosort 2>/dev/null
  while IFS=$'\\t' read -r value about more; do
    case $value in '' | -* | *[!A-Za-z0-9._+-]*) continue ;; esac
    if ((\${#value} > 64)); then continue; fi
    COMPREPLY[\${#COMPREPLY[@]}]=$lead$value
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
    case $name in '' | *[![:alnum:]._+/\\ ,-]*) continue ;; esac
    if ((BASH_VERSINFO[0] < 4)); then case $name in *[!A-Za-z0-9._+/-]*) continue ;; esac; fi
    if [[ -d $name ]]; then
      name+=/
      _sinchctl_nospace
    fi
    COMPREPLY[\${#COMPREPLY[@]}]=$1$name
  done <<<"$(compgen -f -- "$2")"
}

_sinchctl_at_files() {
  case $typed in '' | @*) _sinchctl_names "$lead@" "\${typed#@}" ;; esac
}

# The words of another program, from a place in line on.
_sinchctl_program() {
  local name
  if [[ $1 -lt \${#line[@]} && \${line[$1]} == -- ]]; then set -- $(($1 + 1)); fi
  if [[ $1 -ge \${#line[@]} && $current != */* ]]; then
    while read -r name; do
      case $name in '' | *[!A-Za-z0-9._+-]*) ;; *) COMPREPLY[\${#COMPREPLY[@]}]=$name ;; esac
    done <<<"$(compgen -c -- "$typed")"
  elif [[ $1 -lt \${#line[@]} ]] && declare -F _command_offset >/dev/null; then
    _command_offset "\${at[$1]}"
  else
    _sinchctl_files
  fi
}

# Whole words become what bash shall put in place.
_sinchctl_cut() {
  local i
  for ((i = 0; i < \${#COMPREPLY[@]}; i++)); do
    COMPREPLY[i]=\${COMPREPLY[i]#"$kept"}
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
  if [[ $typed == [a-z]* && \${#COMPREPLY[@]} -eq 0 ]] && ((BASH_VERSINFO[0] > 3)); then
    typed=\${typed^^}
    for word in $choices; do _sinchctl_add "$word"; done
  fi
  _sinchctl_cut
}

_sinchctl_options() {
  local option
  for option in $options @globals@; do
    case $option in
      *:) _sinchctl_add "\${option%?}" ;;
      --columns | --sort) if [[ -n $fields ]]; then _sinchctl_add "$option"; fi ;;
      *) case $seen in *" $option "*) ;; *) _sinchctl_add "$option" ;; esac ;;
    esac
  done
}`;
