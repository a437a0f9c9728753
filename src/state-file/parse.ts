import * as v from 'valibot';
import { type Aliases, type ApplicationKey, aliasOf, resolveApplication } from '../account/application.ts';
import { CAPABILITIES, type Capability } from '../account/capability.ts';
import { type AccountNumber, isE164, type ReadNumber } from '../account/phone-number.ts';
import type { DesiredCallbacks } from '../account/plan.ts';
import { messageWithHint, SinchctlError } from '../core/errors.ts';
import { parseCallback } from '../core/url.ts';
import { type Path, type Positioned, type Problem, readDocument } from './document.ts';
import type { State, StateApplication } from './plan.ts';
import { type PathProblem, type StateFileContent, schemaProblem, stateSchema, validParts } from './schema.ts';

/** How the names and numbers of a file are read. */
export interface StateReading {
  aliases: Aliases;
  readNumber: ReadNumber;
}

export interface ParsedState {
  state: State;
  /** All problems, in the order of the file. If there are any, the state is incomplete. */
  problems: readonly Problem[];
  /** What is valid but may be a mistake. */
  warnings: Problem[];
}

/** Reads the applications of a file and collects their problems. */
class ApplicationReader {
  readonly problems: PathProblem[] = [];
  readonly warnings: PathProblem[] = [];
  readonly #seen = new Map<ApplicationKey, Path>();
  readonly #named = {
    voice: new Map<AccountNumber, ApplicationKey>(),
    sms: new Map<AccountNumber, ApplicationKey>(),
  };
  readonly #reading: StateReading;

  constructor(reading: StateReading) {
    this.#reading = reading;
  }

  #report(path: Path, message: string, isUnknownAlias = false): void {
    this.problems.push({ path, message, isUnknownAlias });
  }

  #application(path: Path, text: string): ApplicationKey | undefined {
    try {
      const key = resolveApplication(text, this.#reading.aliases);
      if (this.#seen.has(key)) this.#report(path, `${text} is listed twice; merge the two entries`);
      this.#seen.set(key, path);
      return key;
    } catch (error) {
      if (!(error instanceof SinchctlError)) throw error;
      this.#report(path, messageWithHint(error), error.kind === 'notFound');
      return undefined;
    }
  }

  /** An alias in a file is for people, and must not belong to another application. */
  #checkAlias(path: Path, alias: string, key: ApplicationKey): void {
    const { aliases } = this.#reading;
    const other = aliases.get(alias);
    if (other !== undefined && other !== key) {
      this.#report(path, `alias ${alias} is set to another application in this profile: ${other}`);
    } else if (other === undefined && aliasOf(key, aliases) !== null) {
      this.#report(path, `the alias of ${key} in this profile is ${aliasOf(key, aliases)}, not ${alias}`);
    }
  }

  #callbacks(path: Path, { primary, fallback }: DesiredCallbacks): DesiredCallbacks {
    for (const [name, url] of Object.entries({ primary, fallback })) {
      if (typeof url !== 'string') continue;
      try {
        const { plain } = parseCallback(url, name);
        const message = `${name} uses http, so call events are sent unencrypted`;
        if (plain) this.warnings.push({ path: [...path, name], message });
      } catch (error) {
        this.#report([...path, name], (error as Error).message);
      }
    }
    return { primary, fallback };
  }

  async #readNumbers(path: Path, item: string | number): Promise<readonly AccountNumber[]> {
    const read = await this.#reading.readNumber(item);
    if ('numbers' in read) return read.numbers;
    this.#report(path, `${read.complaint} (${read.hint})`);
    return [];
  }

  async #list(
    path: Path,
    items: readonly (string | number | null)[],
    key: ApplicationKey,
    capability: Capability,
  ) {
    const numbers = new Set<AccountNumber>();
    const named = this.#named[capability];
    for (const [i, item] of items.entries()) {
      if (item === null) continue;
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
    const callbacks = one.callbacks && this.#callbacks([...path, 'callbacks'], one.callbacks);
    if (key && one.alias !== undefined) this.#checkAlias([...path, 'alias'], one.alias, key);
    const numbers: Partial<Record<Capability, AccountNumber[]>> = {};
    for (const capability of CAPABILITIES) {
      const list = one.numbers?.[capability];
      // The numbers of an unknown application are validated too, so that all problems are reported at once.
      const owner = key ?? (one.application as ApplicationKey);
      if (list)
        numbers[capability] = await this.#list([...path, 'numbers', capability], list, owner, capability);
    }
    return key && { application: key, numbers, ...(callbacks && { callbacks }) };
  }
}

/** The problems with their positions, in the order of the file. */
async function findPositions(document: Positioned, unplaced: readonly PathProblem[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { path, ofKey, ...problem } of unplaced)
    problems.push({ ...problem, ...(await document.at(path, ofKey)) });
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Reads a state file, YAML or JSON, and reports all its problems. */
export async function parseState(text: string, reading: StateReading): Promise<ParsedState> {
  const document = await readDocument(text);
  if (document.problems.length > 0) {
    return { state: { applications: [] }, warnings: [], problems: document.problems };
  }
  const shape = v.safeParse(stateSchema, document.value);
  const reader = new ApplicationReader(reading);
  const applications: StateApplication[] = [];
  for (const [i, one] of validParts(document.value)) {
    const application = await reader.application(i, one);
    if (application) applications.push(application);
  }
  return {
    state: { applications },
    problems: await findPositions(document, [...(shape.issues ?? []).map(schemaProblem), ...reader.problems]),
    warnings: await findPositions(document, reader.warnings),
  };
}
