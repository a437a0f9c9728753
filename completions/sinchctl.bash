# bash completion for sinchctl, printed by: sinchctl completion bash
# For bash 3.2 and later. It asks the program for everything, and evaluates neither the typed words nor the response.

# The output of the program within one second. Its child processes may keep the pipe open, so they are not waited for.
_sinchctl_ask() {
  local program=${COMP_WORDS[0]//[\"\'\\]/}
  case $program in '~/'*) program=$HOME/${program#??} ;; esac
  program=$(type -P -- "$program" || type -P sinchctl) || return 0
  sh -c 'echo "$$"; exec "$@"' - "$program" __complete bash "${COMP_WORDBREAKS-}" "${COMP_LINE:0:COMP_POINT}" \
    "${COMP_WORDS[@]:0:COMP_CWORD}" </dev/null 2>/dev/null |
    sh -c 'read -r p; exec 3<&0; head -c 2000000 <&3 & c=$!; { sleep 1; kill -9 "$p" "$c"; } >/dev/null 2>&1 &
    wait "$c"; kill -9 "$p" "$!"' 2>/dev/null
}

# Files whose names follow other text. bash quotes spaces, but it would expand other special characters.
_sinchctl_names() {
  compopt -o filenames 2>/dev/null
  while IFS= read -r value; do
    case $value in '' | *[![:alnum:]._+/\ ,-]*) continue ;; esac
    if ((BASH_VERSINFO[0] < 4)); then case $value in *[!A-Za-z0-9._+/-]*) continue ;; esac; fi
    if [[ -d $value ]]; then value+=/ && compopt -o nospace 2>/dev/null; fi
    COMPREPLY+=("$1$value")
  done <<<"$(compgen -f -- "$2")"
}

_sinchctl_offer() {
  local IFS=$' \t\n' answer mark kind number value about
  COMPREPLY=()
  answer=$(_sinchctl_ask)
  read -r mark kind number <<<"${answer##*$'\n'}"
  [[ $mark == : ]] || return 0
  compopt -o nosort 2>/dev/null
  answer=${answer%$'\n'*}
  case $kind in
    nospace) compopt -o nospace 2>/dev/null ;;
    command) answer=$(compgen -c -- "$answer") ;;
    names) _sinchctl_names "${answer%%$'\n'*}" "${answer#*$'\n'}" && return ;;
    program) declare -F _command_offset >/dev/null && { _command_offset "$number"; return; } ;;
  esac
  case $kind in files | program) compopt -o default -o bashdefault 2>/dev/null ;; esac
  while IFS=$'\t' read -r value about; do
    case $value in '' | : | *[!A-Za-z0-9+.,:=@_-]*) continue ;; esac
    if ((${#value} <= 200)); then COMPREPLY+=("$value"); fi
  done <<<"$answer"
}

# With set -e, a failure on the left of || does not end the shell.
_sinchctl() { _sinchctl_offer || :; }

# Before bash 4, file names cannot be enabled for a single word.
if type compopt >/dev/null 2>&1; then complete -F _sinchctl sinchctl; else complete -o default -F _sinchctl sinchctl; fi
