import {
  createPrompt,
  isBackspaceKey,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isUpKey,
  makeTheme,
  useKeypress,
  usePagination,
  usePrefix,
  useState,
} from '@inquirer/core';
import { type Choice, type ChoiceSource, listNames } from './prompts.ts';

const KEY_HELP = 'Space to select, type to filter, Enter to confirm';

/** A list of checkboxes that typing filters; selected items remain selected. inquirer has no such prompt. */
export const pickPrompt = createPrompt<
  string[],
  { message: string; source: ChoiceSource; pageSize: number; theme?: { prefix: string } }
>(({ message, source, pageSize, theme: ownTheme }, done) => {
  const theme = makeTheme(ownTheme);
  const [status, setStatus] = useState('idle');
  const [term, setTerm] = useState('');
  const [active, setActive] = useState(0);
  const [chosen, setChosen] = useState<readonly Choice[]>([]);
  const [problem, setProblem] = useState('');
  const prefix = usePrefix({ status, theme });
  const choices = source(term);
  const isChosen = ({ value }: Choice) => chosen.some((one) => one.value === value);
  const current = choices[active];

  useKeypress((key, rl) => {
    setProblem('');
    if (isEnterKey(key)) {
      // Enter has emptied the line.
      rl.write(term);
      if (chosen.length === 0) return setProblem('Nothing selected; press Space to select');
      setStatus('done');
      return done(chosen.map(({ value }) => value));
    }
    if (isUpKey(key) || isDownKey(key)) {
      const next = active + (isUpKey(key) ? -1 : 1);
      if (choices[next]) setActive(next);
      return;
    }
    if (isSpaceKey(key)) {
      // A space is a key, not a part of the filter.
      rl.clearLine(0);
      rl.write(term);
      if (!current) return;
      return setChosen(
        isChosen(current) ? chosen.filter(({ value }) => value !== current.value) : [...chosen, current],
      );
    }
    if (rl.line === term && !isBackspaceKey(key)) return;
    setTerm(rl.line);
    setActive(0);
  });

  const page = usePagination({
    items: choices,
    active,
    renderItem({ item, isActive }) {
      const line = `${isActive ? '>' : ' '} [${isChosen(item) ? 'x' : ' '}] ${item.name}`;
      return isActive ? theme.style.highlight(line) : line;
    },
    pageSize,
    loop: false,
  });
  const question = theme.style.message(message, status);
  if (status === 'done') return `${prefix} ${question} ${theme.style.answer(listNames(chosen))}`;
  const count = chosen.length > 0 ? `${chosen.length} selected: ${listNames(chosen)}` : '';
  const list = choices.length === 0 ? theme.style.error('No matches') : page;
  const below = [list, '', count, problem && theme.style.error(problem), theme.style.help(KEY_HELP)];
  return [`${prefix} ${question} ${term}`, below.filter((line, i) => line || i === 1).join('\n')];
});
