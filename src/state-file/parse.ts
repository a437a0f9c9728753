import * as v from 'valibot';
import {
  ALIAS_FORMAT,
  type Aliases,
  type ApplicationKey,
  aliasOf,
  isAlias,
  resolveApplication,
} from '../account/application.ts';
import { CAPABILITIES, type Capability } from '../account/capability.ts';
import { type AccountNumber, isE164, type ReadNumber } from '../account/phone-number.ts';
import type { DesiredCallbacks } from '../account/plan.ts';
import { messageWithHint, SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';
import { parseCallback, unrenderedTemplate } from '../core/url.ts';
import { type Path, type Positioned, type Problem, readDocument } from './document.ts';
import type { CallbackProblem, State, StateApplication } from './plan.ts';
import {
  type PathProblem,
  type StateFileContent,
  schemaProblems,
  stateSchema,
  validParts,
  withoutExtensions,
} from './schema.ts';

/** How the names and numbers of a file are read. */
export interface StateReading {
  aliases: Aliases;
  readNumber: ReadNumber;
}

export interface ParsedState {
  state: State;
  /** All problems, in the order of the file. If there are any, the state is incomplete. */
  problems: readonly Problem[];
}

/** Anchors can repeat a list, and long strings are slow to read. `text` is for names and numbers. */
const LIMITS = { numbers: 1_000_000, problems: 100_000, text: 1000, url: 10_000 };

/** Reads the applications of a file and collects their problems. */
class ApplicationReader {
  readonly problems: PathProblem[] = [];
  /** Errors of callback URLs. */
  readonly callbackProblems: CallbackProblem[] = [];
  #listed = 0;
  readonly #seen = new Set<ApplicationKey>();
  readonly #named = {
    voice: new Map<AccountNumber, ApplicationKey>(),
    sms: new Map<AccountNumber, ApplicationKey>(),
  };
  readonly #reading: StateReading;
  readonly #document: Positioned;

  constructor(reading: StateReading, document: Positioned) {
    this.#reading = reading;
    this.#document = document;
  }

  #report(path: Path, message: string, isUnknownAlias = false): void {
    this.problems.push({ path, message, isUnknownAlias });
  }

  /** Reports problems that explain all others: very long text, or an unrendered template. */
  #isUnreadable(path: Path, text: string | number): boolean {
    if (typeof text === 'number') return false;
    const isLong = text.length > LIMITS.text;
    const template = isLong ? undefined : unrenderedTemplate(text);
    if (isLong)
      this.#report(path, `longer than ${formatNumber(LIMITS.text)} characters: ${text.slice(0, 40)}…`);
    if (template !== undefined) this.#report(path, `unrendered template: ${template}`);
    return isLong || template !== undefined;
  }

  #application(path: Path, text: string): ApplicationKey | undefined {
    if (this.#isUnreadable(path, text)) return undefined;
    try {
      const key = resolveApplication(text, this.#reading.aliases);
      if (this.#seen.has(key)) this.#report(path, `${text} is listed twice; merge the two entries`);
      this.#seen.add(key);
      return key;
    } catch (error) {
      if (!(error instanceof SinchctlError)) throw error;
      this.#report(path, messageWithHint(error), error.kind === 'notFound');
      return undefined;
    }
  }

  /** An alias in a file is for readers, and must not belong to another application. */
  #checkAlias(path: Path, alias: string, key: ApplicationKey): void {
    if (this.#isUnreadable(path, alias)) return;
    const { aliases } = this.#reading;
    const other = aliases.get(alias);
    if (!isAlias(alias)) {
      this.#report(path, `invalid alias: ${alias} (${ALIAS_FORMAT})`);
    } else if (other !== undefined && other !== key) {
      this.#report(path, `alias ${alias} is set to another application in this profile: ${other}`);
    } else if (other === undefined && aliasOf(key, aliases) !== null) {
      this.#report(path, `the alias of ${key} in this profile is ${aliasOf(key, aliases)}, not ${alias}`);
    }
  }

  /** Only the account shows whether a URL would be written, so its errors are returned instead of reported. */
  #callbackProblems(path: Path, callbacks: DesiredCallbacks): CallbackProblem[] {
    return (['primary', 'fallback'] as const).flatMap((callback) => {
      const url = callbacks[callback];
      if (typeof url !== 'string') return [];
      const problem = (message: string, isWarning: boolean): CallbackProblem => ({
        ...this.#document.at([...path, callback]),
        message,
        callback,
        isWarning,
      });
      if (url.length > LIMITS.url)
        return [problem(`${callback} is longer than ${formatNumber(LIMITS.url)} characters`, false)];
      try {
        const { note, warning } = parseCallback(url, callback);
        return [note, warning].flatMap((text) => (text === undefined ? [] : [problem(text, true)]));
      } catch (error) {
        return [problem((error as Error).message, false)];
      }
    });
  }

  async #readNumbers(path: Path, item: string | number): Promise<readonly AccountNumber[]> {
    // A sender ID that the account lists can look like a template.
    const read = await this.#reading.readNumber(item);
    if ('numbers' in read) return read.numbers;
    if (!this.#isUnreadable(path, item)) this.#report(path, `${read.complaint} (${read.hint})`);
    return [];
  }

  async #list(
    path: Path,
    items: readonly (string | number | null)[],
    key: ApplicationKey,
    capability: Capability,
  ) {
    const numbers = new Set<AccountNumber>();
    this.#listed += items.length;
    if (this.#listed > LIMITS.numbers) {
      this.#report(path, `the lists contain more than ${formatNumber(LIMITS.numbers)} numbers`);
      return [];
    }
    const named = this.#named[capability];
    for (const [i, item] of items.entries()) {
      if (item === null) continue;
      if (this.problems.length >= LIMITS.problems) break;
      const add = (number: AccountNumber) => {
        const other = named.get(number);
        if (other !== undefined && other !== key) {
          this.#report([...path, i], `${number} is also listed under ${other} for ${capability}`);
        }
        named.set(number, key);
        numbers.add(number);
      };
      // Exact E.164, the usual case in a large file, is read without a promise.
      if (typeof item === 'string' && isE164(item)) add(item);
      else for (const number of await this.#readNumbers([...path, i], item)) add(number);
    }
    return [...numbers];
  }

  async application(
    i: number,
    one: StateFileContent['applications'][number],
  ): Promise<StateApplication | undefined> {
    const path = ['applications', i];
    const key = this.#application([...path, 'application'], one.application);
    if (key && one.alias !== undefined) this.#checkAlias([...path, 'alias'], one.alias, key);
    const numbers: Partial<Record<Capability, AccountNumber[]>> = {};
    for (const capability of CAPABILITIES) {
      const list = one.numbers?.[capability];
      // The numbers of an unknown application are validated too, so that all problems are reported at once.
      const owner = key ?? (one.application as ApplicationKey);
      if (list)
        numbers[capability] = await this.#list([...path, 'numbers', capability], list, owner, capability);
    }
    if (!one.callbacks) return key && { application: key, numbers };
    const { primary, fallback } = one.callbacks;
    const callbackProblems = this.#callbackProblems([...path, 'callbacks'], one.callbacks);
    this.callbackProblems.push(...callbackProblems.filter(({ isWarning }) => !isWarning));
    return key && { application: key, numbers, callbacks: { primary, fallback }, callbackProblems };
  }
}

/** Reads a state file, YAML or JSON, and reports all its problems. */
export async function parseState(text: string, reading: StateReading): Promise<ParsedState> {
  const document = readDocument(text);
  if (document.problems.length > 0) return { state: { applications: [] }, problems: document.problems };
  const shape = v.safeParse(stateSchema, withoutExtensions(document.value));
  const reader = new ApplicationReader(reading, document);
  const applications: StateApplication[] = [];
  for (const [i, one] of validParts(document.value)) {
    const application = await reader.application(i, one);
    if (application) applications.push(application);
  }
  const problems = [...(shape.issues ?? []).flatMap(schemaProblems), ...reader.problems].map(
    ({ path, ofKey, ...problem }): Problem => ({ ...problem, ...document.at(path, ofKey) }),
  );
  // With another problem, the account is not read; then all problems are reported at once.
  if (problems.length > 0) problems.push(...reader.callbackProblems);
  return {
    state: { applications },
    problems: problems.sort((a, b) => a.line - b.line || a.column - b.column),
  };
}
