import * as v from 'valibot';
import { type Aliases, type ApplicationKey, aliasOf, resolveApplication } from '../account/application.ts';
import type { DesiredCallbacks } from '../account/callback-plan.ts';
import { CAPABILITIES, type Capability } from '../account/capability.ts';
import { type E164, isE164, type ReadNumber } from '../account/phone-number.ts';
import { SinchctlError } from '../core/errors.ts';
import { parseCallback } from '../core/url.ts';
import { type Positioned, readDocument } from './document.ts';
import type { Path, Problem } from './problem.ts';
import { type StateFile, stateSchema } from './schema.ts';
import { type Finding, shapeProblem } from './schema-problems.ts';
import type { State, StateApplication } from './state.ts';
import { validParts } from './valid-parts.ts';

/** What a file's words mean here. */
export interface Surroundings {
  aliases: Aliases;
  readNumber: ReadNumber;
}

export interface ParsedState {
  state: State;
  /** All that is wrong, in the order of the file; then there is no state to rely on. */
  problems: readonly Problem[];
  /** What is taken, but worth a word. */
  warnings: Problem[];
}

/** Reads the applications of a file whose shape is sound, and gathers what is wrong with them. */
class Reader {
  readonly problems: Finding[] = [];
  readonly warnings: Finding[] = [];
  readonly #seen = new Map<ApplicationKey, Path>();
  readonly #named = { voice: new Map<E164, ApplicationKey>(), sms: new Map<E164, ApplicationKey>() };
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  #object(path: Path, message: string, isUnknownAlias = false): void {
    this.problems.push({ path, message, isUnknownAlias });
  }

  #application(path: Path, text: string): ApplicationKey | undefined {
    try {
      const key = resolveApplication(text, this.#around.aliases);
      if (this.#seen.has(key)) this.#object(path, `${text} stands here twice; join the two`);
      this.#seen.set(key, path);
      return key;
    } catch (error) {
      if (!(error instanceof SinchctlError)) throw error;
      const hint = error.details.hint ? ` (${error.details.hint})` : '';
      this.#object(path, `${error.message}${hint}`, error.kind === 'notFound');
      return undefined;
    }
  }

  /** An alias is for readers, and must not tell them of another application than this one. */
  #checkAlias(path: Path, alias: string, key: ApplicationKey): void {
    const { aliases } = this.#around;
    const other = aliases.get(alias);
    if (other !== undefined && other !== key) {
      this.#object(path, `alias ${alias} is another application here: ${other}`);
    } else if (other === undefined && aliasOf(key, aliases) !== null) {
      this.#object(path, `${key} is called ${aliasOf(key, aliases)} here, not ${alias}`);
    }
  }

  #callbacks(path: Path, { primary, fallback }: DesiredCallbacks): DesiredCallbacks {
    for (const [name, url] of Object.entries({ primary, fallback })) {
      if (typeof url !== 'string') continue;
      try {
        const { plain } = parseCallback(url, name);
        const message = `${name} is plain http: calls' events will travel unencrypted`;
        if (plain) this.warnings.push({ path: [...path, name], message });
      } catch (error) {
        this.#object([...path, name], (error as Error).message);
      }
    }
    return { primary, fallback };
  }

  /** Exact E.164, the usual case of a large file, takes no waiting. */
  #number(path: Path, item: string | number): E164 | undefined | Promise<E164 | undefined> {
    return typeof item === 'string' && isE164(item) ? item : this.#other(path, item);
  }

  async #other(path: Path, item: string | number): Promise<E164 | undefined> {
    const read = await this.#around.readNumber(item);
    if ('number' in read) return read.number;
    this.#object(path, `${read.complaint} (${read.hint})`);
    return undefined;
  }

  async #list(
    path: Path,
    items: readonly (string | number | null)[],
    key: ApplicationKey,
    capability: Capability,
  ) {
    const numbers = new Set<E164>();
    const named = this.#named[capability];
    for (const [i, item] of items.entries()) {
      if (item === null) continue;
      const read = this.#number([...path, i], item);
      const number = read instanceof Promise ? await read : read;
      if (number === undefined) continue;
      const other = named.get(number);
      if (other !== undefined && other !== key) {
        this.#object([...path, i], `${number} stands under ${other} for ${capability} too`);
      }
      named.set(number, key);
      numbers.add(number);
    }
    return [...numbers];
  }

  async application(
    i: number,
    one: StateFile['applications'][number],
  ): Promise<StateApplication | undefined> {
    const path = ['applications', i];
    const key = this.#application([...path, 'application'], one.application);
    const callbacks = one.callbacks && this.#callbacks([...path, 'callbacks'], one.callbacks);
    if (key && one.alias !== undefined) this.#checkAlias([...path, 'alias'], one.alias, key);
    const numbers: Partial<Record<Capability, E164[]>> = {};
    for (const capability of CAPABILITIES) {
      const list = one.numbers?.[capability];
      // An unknown application's numbers are looked at all the same: every problem shows at once.
      const owner = key ?? (one.application as ApplicationKey);
      if (list)
        numbers[capability] = await this.#list([...path, 'numbers', capability], list, owner, capability);
    }
    return key && { application: key, numbers, ...(callbacks && { callbacks }) };
  }
}

const byPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;

/** Findings with their places, in the order of the file. */
async function findPositions(document: Positioned, findings: readonly Finding[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { path, ofKey, message, isUnknownAlias } of findings) {
    problems.push({
      ...(await document.at(path, ofKey)),
      message,
      ...(isUnknownAlias && { isUnknownAlias }),
    });
  }
  return problems.sort(byPlace);
}

/** Reads a state file, YAML or JSON, and says everything that is wrong with it. */
export async function parseState(text: string, around: Surroundings): Promise<ParsedState> {
  const document = await readDocument(text);
  if (document.problems.length > 0) {
    return { state: { applications: [] }, warnings: [], problems: document.problems };
  }
  const shape = v.safeParse(stateSchema, document.value);
  const reader = new Reader(around);
  const applications: StateApplication[] = [];
  for (const [i, one] of validParts(document.value)) {
    const application = await reader.application(i, one);
    if (application) applications.push(application);
  }
  return {
    state: { applications },
    problems: await findPositions(document, [...(shape.issues ?? []).map(shapeProblem), ...reader.problems]),
    warnings: await findPositions(document, reader.warnings),
  };
}
