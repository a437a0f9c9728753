import { SinchctlError } from '../core/errors.ts';
import { safeText } from '../core/text.ts';

/** One choice of a list. */
export interface Choice {
  value: string;
  /** The displayed text. */
  name: string;
}

/** The choices that match a typed term, best match first. */
export type ChoiceSource = (term: string) => Choice[];

/** Throws a `SinchctlError` for an invalid answer, whose message says why. */
export type CheckAnswer = (answer: string) => unknown;

/** What an input prompt expects. */
export interface InputOptions {
  check?: CheckAnswer;
  /** Whether a string may be shown; any other string, such as a secret in the wrong prompt, is masked. */
  mayShow?: (text: string) => boolean;
}

/** Prompts for the user. Each rejects with `interrupted` on Ctrl-C. */
export interface Prompts {
  confirm(question: string): Promise<boolean>;
  input(question: string, options?: InputOptions): Promise<string>;
  password(question: string, check?: CheckAnswer): Promise<string>;
  /** A choice from a list that the user filters by typing. */
  search(question: string, source: ChoiceSource): Promise<string>;
  /** At least one choice from such a list. */
  pick(question: string, source: ChoiceSource): Promise<string[]>;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Why an answer is invalid; undefined for a valid one. */
export function problemOf(answer: string, check: CheckAnswer | undefined): string | undefined {
  try {
    check?.(answer);
    return undefined;
  } catch (error) {
    if (!(error instanceof SinchctlError)) throw error;
    const { message, details } = error;
    return [message, details.hint].flatMap((text) => (text ? [sentence(text)] : [])).join(' ');
  }
}

/** Prompts again after an invalid answer. @param say shows why it is invalid */
export function checkedPrompts(prompts: Prompts, say: (problem: string) => void): Prompts {
  const untilValid = async (ask: () => Promise<string>, check: CheckAnswer | undefined) => {
    for (;;) {
      const answer = await ask();
      const problem = problemOf(answer, check);
      if (problem === undefined) return answer;
      say(problem);
    }
  };
  return {
    ...prompts,
    input: (question, options) => untilValid(() => prompts.input(question, options), options?.check),
    password: (question, check) => untilValid(() => prompts.password(question, check), check),
  };
}

/** `+14155550100, +14155550101, +14155550102, and 2 more`. */
export function listNames(choices: readonly Choice[]): string {
  const names = choices.slice(0, 3).map(({ name }) => name);
  const more = choices.length - names.length;
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

/** The value of the choice that ends a selection. */
const END = '';

/** Shows choices as a numbered list; the answer is a number in it. */
export function plainPrompts(prompts: Prompts): Prompts {
  const search = async (question: string, source: ChoiceSource): Promise<Choice> => {
    for (let before = ''; ; before = 'No matches. ') {
      const term = await prompts.input(`${before}${question}; type to filter, or press Enter to list all`);
      const choices = source(term);
      const list = choices.map(({ name }, i) => `${i + 1}: ${safeText(name)}`);
      if (choices.length === 0) continue;
      const answer = await prompts.input(
        `${list.join('\n')}\nType a position in the list, or press Enter to search again`,
      );
      const chosen = choices[Number(answer) - 1];
      if (chosen) return chosen;
    }
  };
  return {
    ...prompts,
    search: async (question, source) => (await search(question, source)).value,
    async pick(question, source) {
      const chosen = new Map<string, Choice>();
      for (;;) {
        const count = chosen.size > 0 ? `, ${chosen.size} selected` : '';
        const one = await search(`${question}${count}`, (term) => {
          const marked = source(term).map(({ value, name }) => ({
            value,
            name: chosen.has(value) ? `${name} (selected; select it again to remove it)` : name,
          }));
          const done = { value: END, name: `Done: ${listNames([...chosen.values()])}` };
          return chosen.size > 0 && term.trim() === '' ? [done, ...marked] : marked;
        });
        if (one.value === END) return [...chosen.keys()];
        if (!chosen.delete(one.value)) chosen.set(one.value, one);
      }
    },
  };
}
