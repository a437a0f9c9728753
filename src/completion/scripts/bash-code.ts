import { BASH_LINE } from './bash-line.ts';
import { BASH_OFFERS } from './bash-offers.ts';

/** The script around the command tree. It never evaluates what is typed, and offers plain words only. */
export const BASH = `\
# bash completion for sinchctl, made from its command tree by: sinchctl completion bash
# For bash 3.2 and later, with or without the package bash-completion.

# What can follow at a place of the command tree: words, options, arguments, the fields of rows, and which an option adds.
_sinchctl_place() {
  words='' options='' most=0 last=0 fields='' when='' more=''
  case $1 in
@places@
  esac
}

# What the value of an option is; fails where it takes none.
_sinchctl_value() {
  kind='' choices='' files=''
  case "$1 $2" in
@options@
    *) return 1 ;;
  esac
}

# What an argument is, counted from 0.
_sinchctl_argument() {
  kind='' choices='' files=''
  case "$1 $2" in
@args@
    *) return 1 ;;
  esac
}

${BASH_LINE}

${BASH_OFFERS}

_sinchctl() {
  local IFS=$' \\t\\n' line=() at=() current kept typed lead='' place='' pending='' ended='' seen=' ' count=0 i word
  local words options most last fields when more kind='' choices='' files=''
  COMPREPLY=()
  _sinchctl_read
  _sinchctl_keep
  _sinchctl_place ''
  for ((i = 1; i < \${#line[@]}; i++)); do
    word=\${line[i]//[\\"\\'\\\\]/}
    line[i]=$word
    if [[ -n $pending ]]; then
      pending=''
    elif [[ -z $ended && $word == -- ]]; then
      ended=1
    elif [[ -z $ended && $word == -?* ]]; then
      _sinchctl_option "$word"
      if [[ $kind == program ]]; then break; fi
    elif [[ -n $word && " $words " == *" $word "* ]]; then
      place="\${place:+$place }$word"
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
  typed=\${current//[\\"\\'\\\\]/}
  if [[ $kind == program ]]; then
    if [[ -n $pending ]]; then i=$((i + 1)); fi
    _sinchctl_program "$i"
  elif [[ -n $pending ]]; then
    _sinchctl_value "$place" "$pending"
    _sinchctl_offer
  elif [[ -z $ended && $typed == --*=* ]]; then
    _sinchctl_value "$place" "\${typed%%=*}" || return 0
    lead=\${typed%%=*}=
    typed=\${typed#*=}
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
`;
