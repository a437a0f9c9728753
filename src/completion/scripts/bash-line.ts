/** How the script for bash reads what is typed. */
export const BASH_LINE = `\
# The words before the cursor and the one at it, as they would be if = and : did not break words.
_sinchctl_read() {
  local rest=\${COMP_LINE:0:COMP_POINT} word gap i
  for ((i = 0; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    gap=\${rest%%"$word"*}
    rest=\${rest#*"$word"}
    if [[ -n $gap || $i -eq 0 ]]; then
      at[\${#line[@]}]=$i
      line[\${#line[@]}]=$word
    else
      line[\${#line[@]}-1]+=$word
    fi
  done
  gap=\${rest%%[![:space:]]*}
  current=\${rest#"$gap"}
  if [[ -z $gap && \${#line[@]} -gt 1 ]]; then
    i=$((\${#line[@]} - 1))
    current=\${line[i]}$current
    unset "line[$i]"
  fi
}

# The start of the word at the cursor that bash leaves as it is: it replaces what stands behind the last character that
# breaks words, or behind a quote that is open. What is quoted breaks none; an @ is replaced too.
_sinchctl_keep() {
  local i char quote='' plain='' opened=''
  kept=''
  for ((i = 0; i < \${#current}; i++)); do
    char=\${current:i:1}
    if [[ $char == "$quote" ]]; then
      quote=''
    elif [[ -n $quote ]]; then
      plain+=$char
    else
      case $char in
        \\' | \\") quote=$char opened=$plain ;;
        \\\\) i=$((i + 1)) plain+=\${current:i:1} ;;
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
  seen+="\${1%%=*} "
  case $1 in
    --*=*) ;;
    --*) if _sinchctl_value "$place" "$1"; then pending=$1; fi ;;
    *)
      for ((i = 1; i < \${#1}; i++)); do
        _sinchctl_value "$place" "-\${1:i:1}" || continue
        if ((i == \${#1} - 1)); then pending=-\${1:i:1}; fi
        break
      done
      ;;
  esac
}

# The value that stands in one word with its option, as in -ojson; fails where there is none.
_sinchctl_glued() {
  local i
  for ((i = 1; i < \${#typed} - 1; i++)); do
    _sinchctl_value "$place" "-\${typed:i:1}" || continue
    lead=\${typed:0:i+1}
    typed=\${typed:i+1}
    return 0
  done
  return 1
}`;
