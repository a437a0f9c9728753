/** The script around the command tree. Nothing that is typed or answered is evaluated; zsh quotes what it inserts. */
export const ZSH = `\
#compdef sinchctl
# zsh completion for sinchctl, made from its command tree by: sinchctl completion zsh

# What can follow at a place of the command tree: words with what they do, and specs for _arguments.
_sinchctl_place() {
  words_here=() specs=()
  case $1 in
@places@
    *) return 1 ;;
  esac
}

# Words that are fixed, also when they are typed without their capitals; one that ends with = or : goes on.
_sinchctl_choices() {
  local -a whole=("\${(@)argv:#*[=:]}") open=("\${(@M)argv:#*[=:]}")
  local ret=1
  (( $#whole )) && compadd -M 'm:{a-z}={A-Z}' -a whole && ret=0
  (( $#open )) && compadd -S '' -a open && ret=0
  return ret
}

# Fields with commas between them; for an order each may have a minus.
_sinchctl_fields() {
  local kind=$1
  local -i end=\${argv[(i)--]}
  local -a fields=("\${(@)argv[2,end-1]}") when=("\${(@)argv[end+1,end+2]}") given
  # Behind -- an option, a value, and the fields that they add.
  if [[ -n $when[1] && " $typed " == *" $when[1]"[\\ =]"$when[2] "* ]]; then
    fields+=("\${(@)argv[end+3,-1]}")
  fi
  compset -P '*,'
  given=("\${(@s:,:)IPREFIX##*=}")
  fields=("\${(@)fields:|given}")
  [[ $kind == order ]] && compset -P -
  compadd -q -S , -a fields
}

# Asks sinchctl. Whatever comes back, only plain words are offered.
_sinchctl_ask() {
  local kind=$1 answer value about
  local -a found open parts
  # What begins with a dash is an option, and nothing that is looked up.
  [[ $PREFIX != -* ]] && (( $+commands[sinchctl] )) || return 1
  answer=$(command sinchctl __complete $kind "=\${(Q)PREFIX}" "\${(@)typed}" 2>/dev/null </dev/null)
  for answer in "\${(@f)answer}"; do
    parts=("\${(@ps:\\t:)answer}")
    value=\${parts[1]} about=\${\${parts[2]}[1,120]//[^ -~]/}
    [[ -z $value || $#value -gt 64 || $value == -* || $value == *[^A-Za-z0-9._+-]* ]] && continue
    if [[ \${parts[3]} == more ]]; then open+=("$value:$about"); else found+=("$value:$about"); fi
  done
  found+=("\${(@)argv[2,-1]}")
  # A number may be begun without its plus.
  [[ $PREFIX == <->* && \${found[1]}\${open[1]} == +* ]] && PREFIX=+$PREFIX
  local ret=1
  (( $#found )) && _describe -V -t $kind $kind found && ret=0
  (( $#open )) && _describe -V -t $kind $kind open -S '' && ret=0
  return ret
}

# Files. zsh's own search would run a command that stands in a path.
_sinchctl_files() {
  [[ $PREFIX$SUFFIX == *('\`'|'$('|'\${'|'$['|[\\<\\>=]'(')* ]] && return 1
  _files "$@"
}

_sinchctl_ask_or_files() {
  local ret=1
  _sinchctl_ask "$@" && ret=0
  _sinchctl_files && ret=0
  return ret
}

# Files behind an @.
_sinchctl_at_files() {
  if compset -P @; then _sinchctl_files; else compadd -S '' @; fi
}

# The words of another program, which -- may stand before.
_sinchctl_program() {
  if [[ $words[1] == -- ]]; then
    shift words
    (( CURRENT-- ))
  fi
  _normal
}

_sinchctl() {
  local curcontext=$curcontext state place='' ret=1
  local -a typed=("\${(@Q)words[2,CURRENT-1]}") words_here specs line
  local -A opt_args
  local -a globals=(
@globals@
  )
  _sinchctl_place ''
  while (( $#words_here )); do
    state=
    _arguments -C -s -S -A '-*' : "$globals[@]" "$specs[@]" '(-): :->word' '(-)*:: :->rest' && ret=0
    case $state in
      word) _describe -t commands command words_here && ret=0; return ret ;;
      rest) ;;
      *) return ret ;;
    esac
    place=\${place:+$place }$words[1]
    curcontext=\${curcontext%:*:*}:sinchctl-\${place// /-}:
    # Nothing of ours can follow what is no command.
    _sinchctl_place $place || return ret
  done
  _arguments -s -S : "$globals[@]" "$specs[@]" && ret=0
  return ret
}

if [[ \${funcstack[1]} == _sinchctl ]]; then
  _sinchctl "$@"
elif (( \${+functions[compdef]} )); then
  compdef _sinchctl sinchctl
fi
`;
