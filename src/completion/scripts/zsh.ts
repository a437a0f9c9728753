import { LIMIT, START } from './limit.ts';

/** No pattern has parentheses: with sh_glob they do not parse. */
export const ZSH = `\
#compdef sinchctl
# zsh completion for sinchctl, written by: sinchctl completion zsh
# It asks the program what fits, and evaluates neither what is typed nor the answer; zsh quotes what it inserts.

_sinchctl_answer() {
  local program=\${(Q)words[1]}
  [[ $program == '~/'* ]] && program=$HOME/\${program#??}
  program=$(whence -p -- "$program" || whence -p sinchctl) || return
  ${START} "$program" __complete "=\${(Q)PREFIX}" "\${(@Q)words[2,CURRENT-1]}" </dev/null 2>/dev/null |
    ${LIMIT} 2>/dev/null
}

_sinchctl() {
  local ret=1 word=$PREFIX$SUFFIX line value about
  # zsh's own search for files would run a command that stands in a path.
  [[ $word == *[\\\`]* || $word == *\\$[\\(\\{\\[]* || $word == *[\\<\\>=]\\(* ]] && return 1
  local -a lines head found more=(-U)
  # Completers that correct, and further matchers, want the same again.
  [[ $_completer == correct* || $_completer == approximate* || $_matcher_num -gt 1 ]] ||
    typeset -g _sinchctl_last="$(_sinchctl_answer)"
  lines=("\${(@f)_sinchctl_last}")
  head=(\${=lines[-1]})
  [[ $head[1] == : ]] || return 1
  case $head[2] in
    nospace) more+=(-S '') ;;
    unmatched) more=() ;;
    program)
      shift $((head[3] + 1)) words
      ((CURRENT -= head[3] + 1))
      _normal
      return
      ;;
  esac
  for line in "\${(@)lines[1,-2]}"; do
    value=\${line%%$'\\t'*}
    [[ -z $value || $#value -gt 200 || $value == *[^A-Za-z0-9+.,:=@_-]* ]] && continue
    about=\${\${line#*$'\\t'}[1,120]//[^ -~]/}
    found+=("\${value//:/\\\\:}:\${about//\\\\/\\\\\\\\}")
  done
  (($#found)) && _describe -V sinchctl found "\${(@)more}" && ret=0
  [[ $head[2] == files ]] && compset -p $head[3] && _files && ret=0
  return ret
}

if [[ "\${funcstack[1]-}" == _sinchctl ]]; then
  _sinchctl "$@"
elif (( \${+functions[compdef]} )); then
  compdef _sinchctl sinchctl
fi
`;
