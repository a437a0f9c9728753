# bash completion for sinchctl, written by: sinchctl completion bash
# For bash 3.2 and later. It asks the program what fits, and evaluates neither what is typed nor the answer.

_sinchctl_answer() {
  local program=${COMP_WORDS[0]//[\"\'\\]/}
  case $program in '~/'*) program=$HOME/${program#??} ;; esac
  program=$(type -P -- "$program" || type -P sinchctl) || return 0
  sh -c 'echo "$$"; exec "$@"' - "$program" __complete bash "${COMP_WORDBREAKS-}" "${COMP_LINE:0:COMP_POINT}" \
    "${COMP_WORDS[@]:0:COMP_CWORD}" </dev/null 2>/dev/null |
    sh -c 'read -r p; exec 3<&0; head -c 2000000 <&3 & c=$!; { sleep 1; kill -9 "$p" "$c"; } >/dev/null 2>&1 &
    wait "$c"; kill -9 "$p" "$!"' 2>/dev/null
}

_sinchctl_add() {
  case $1 in '' | : | *[!A-Za-z0-9+.,:=@_-]*) return ;; esac
  if ((${#1} <= 200)); then COMPREPLY[${#COMPREPLY[@]}]=$1; fi
}

# Files whose names begin after something else. bash quotes spaces, but it would expand other special characters.
_sinchctl_names() {
  local name
  compopt -o filenames 2>/dev/null
  while IFS= read -r name; do
    case $name in '' | *[![:alnum:]._+/\ ,-]*) continue ;; esac
    if ((BASH_VERSINFO[0] < 4)); then case $name in *[!A-Za-z0-9._+/-]*) continue ;; esac; fi
    if [[ -d $name ]]; then name+=/ && compopt -o nospace 2>/dev/null; fi
    COMPREPLY[${#COMPREPLY[@]}]=$1$name
  done <<<"$(compgen -f -- "$2")"
}

_sinchctl_offer() {
  local IFS=$' \t\n' answer mark kind number value about
  COMPREPLY=()
  answer=$(_sinchctl_answer)
  read -r mark kind number <<<"${answer##*$'\n'}"
  [[ $mark == : ]] || return 0
  compopt -o nosort 2>/dev/null
  case $kind in
    nospace) compopt -o nospace 2>/dev/null ;;
    files) compopt -o default -o bashdefault 2>/dev/null ;;
    names)
      answer=${answer%$'\n'*}
      _sinchctl_names "${answer%%$'\n'*}" "${answer#*$'\n'}"
      return
      ;;
    command) answer=$(compgen -c -- "${answer%%$'\n'*}") ;;
    program)
      if declare -F _command_offset >/dev/null; then
        _command_offset "$number"
        return
      fi
      compopt -o default -o bashdefault 2>/dev/null
      ;;
  esac
  while IFS=$'\t' read -r value about; do _sinchctl_add "$value"; done <<<"$answer"
}

# Left of ||, nothing that fails ends a shell with set -e.
_sinchctl() { _sinchctl_offer || :; }

# Before bash 4, file names cannot be turned on for one word alone.
if type compopt >/dev/null 2>&1; then
  complete -F _sinchctl sinchctl
else
  complete -o default -F _sinchctl sinchctl
fi
