import { type ApplicationKey, isApplicationKey, resolveApplication } from '../account/application.ts';
import { CAPABILITIES, type Capability, isCapability } from '../account/capability.ts';
import { applicationAt, type NumberIndex } from '../account/number-index.ts';
import { INTERNATIONAL, regions } from '../account/phone-number.ts';
import type { Lookup } from '../cli/argv/option.ts';
import type { Scan } from '../cli/argv/scan-argv.ts';
import { type Config, SANDBOX_PROFILE } from '../credentials/profile.ts';
import type { Host } from '../platform/host.ts';
import { aliasCandidates, keyCandidates, numberCandidates } from './candidates.ts';
import { openEnvironment, type TypingEnvironment } from './environment.ts';
import type { Candidate } from './position.ts';

/** A command up to the cursor, and the start of the value there. */
interface Typing {
  line: Scan;
  word: string;
  environment: TypingEnvironment;
}

const storedProfiles = ({ profiles, active }: Config): Candidate[] =>
  [...profiles].map(([value, { application }]) => ({
    value,
    about: `${application?.key ?? 'portal credentials only'}${value === active ? ', active' : ''}`,
  }));

const sandboxProfile: Candidate = { value: SANDBOX_PROFILE, about: 'simulated account (built in)' };

function keys({ environment, word }: Typing, known: NumberIndex | undefined): Candidate[] {
  const { credentials, aliases } = environment;
  const own = [credentials?.application?.key, credentials?.defaultApplication];
  const seen = [...(known?.applications ?? []), ...aliases.values(), ...own].filter(
    (one): one is ApplicationKey => isApplicationKey(one ?? null),
  );
  return keyCandidates(seen, word, aliases, known);
}

/** The application of an option; undefined without one, or for an unknown alias. */
function typedApplication({ line, environment }: Typing, option: string): ApplicationKey | undefined {
  const [text] = line.given.get(option) ?? [];
  return text === undefined ? undefined : resolveApplication(text, environment.aliases);
}

/** The application that is used without `--app`. */
const defaultApplication = ({ environment: { credentials } }: Typing): ApplicationKey | undefined =>
  credentials?.defaultApplication ?? credentials?.application?.key;

function typedCapability({ line }: Typing): Capability {
  const [text = ''] = line.given.get('capability') ?? [];
  return isCapability(text) ? text : 'voice';
}

type Test = (known: NumberIndex, index: number) => boolean;

async function numbersWhere(typing: Typing, test: Test): Promise<Candidate[]> {
  const known = await typing.environment.known();
  if (!known) return [];
  const { aliases } = typing.environment;
  const taken = typing.line.args;
  return numberCandidates(known, typing.word, { taken, aliases, test: (index) => test(known, index) });
}

/** Numbers that are unassigned, or that `--move-from` allows to be moved. */
function assignable(typing: Typing): Promise<Candidate[]> {
  const capability = typedCapability(typing);
  const target = typedApplication(typing, 'app') ?? defaultApplication(typing);
  const isAny = typing.line.given.get('moveFrom')?.[0] === 'any';
  const from = isAny ? undefined : typedApplication(typing, 'moveFrom');
  return numbersWhere(typing, (known, index) => {
    const now = applicationAt(known, index, capability);
    if (now === undefined || now === target) return false;
    return now === null || isAny || now === from;
  });
}

function unassignable(typing: Typing): Promise<Candidate[]> {
  const capabilities = typing.line.given.has('allCapabilities') ? CAPABILITIES : [typedCapability(typing)];
  const source = typedApplication(typing, 'app') ?? defaultApplication(typing);
  return numbersWhere(typing, (known, index) =>
    capabilities.some((one) => source !== undefined && applicationAt(known, index, one) === source),
  );
}

/** The last digits of a run ID, which usually identify it. */
const runSuffix = (run: string): string => run.slice(-4);

/**
 * The latest runs of the selected profile, by their IDs, or by ID suffix if one is being typed: a run of another
 * profile cannot be undone.
 */
async function runs({ line, environment, word }: Typing): Promise<Candidate[]> {
  // A removed profile still has a history.
  const profile = line.given.get('profile')?.[0] ?? environment.credentials?.name;
  const latest = await environment.latestRuns();
  const suffixes = latest.map(({ run }) => runSuffix(run));
  const isUnique = (suffix: string) => suffixes.indexOf(suffix) === suffixes.lastIndexOf(suffix);
  const isSuffix = word !== '' && !latest.some(({ run }) => run.startsWith(word));
  return latest
    .filter((one) => profile === undefined || one.profile === profile)
    .filter(({ run }) => !isSuffix || isUnique(runSuffix(run)))
    .map(({ run, command }) => ({ value: isSuffix ? runSuffix(run) : run, about: command }));
}

/** The numbering plans and the country names are slow to load, so they load only here. */
async function countryCandidates({ word }: Typing): Promise<Candidate[]> {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const isLower = word !== '' && word === word.toLowerCase();
  const found = (await regions()).map((code) => ({
    value: isLower ? code.toLowerCase() : code,
    about: names.of(code) ?? '',
  }));
  return [...found, { value: INTERNATIONAL, about: 'digits without + begin with a country code' }];
}

const LOOKUPS: Record<Lookup, (typing: Typing) => Candidate[] | Promise<Candidate[]>> = {
  profile: ({ environment }) => [...storedProfiles(environment.config), sandboxProfile],
  storedProfile: ({ environment }) => storedProfiles(environment.config),
  storedKey: ({ environment }) =>
    [...environment.config.profiles].flatMap(([name, { application }]) =>
      application ? [{ value: application.key, about: name }] : [],
    ),
  alias: async ({ environment }) => aliasCandidates(environment.aliases, undefined),
  application: async (typing) => {
    const known = await typing.environment.known();
    return [...aliasCandidates(typing.environment.aliases, known), ...keys(typing, known)];
  },
  key: async (typing) => keys(typing, await typing.environment.known()),
  number: (typing) => numbersWhere(typing, () => true),
  assignable,
  unassignable,
  run: runs,
  country: countryCandidates,
};

/** The values of one kind for the command that is being typed. */
export async function lookUp(
  kind: Lookup,
  line: Scan,
  word: string,
  host: Host,
): Promise<readonly Candidate[]> {
  return LOOKUPS[kind]({ line, word, environment: await openEnvironment(host, line) });
}
