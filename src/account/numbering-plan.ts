import metadata from 'libphonenumber-js/metadata.max.json';

/**
 * The numbering plan of a country in libphonenumber's full metadata, in layout version 4. The patterns are compiled
 * once here: the library compiles them for each check, which takes half of the time for 100,000 numbers.
 */
interface NumberingPlan {
  callingCode: string;
  internationalPrefix: RegExp;
  /** The prefix of the number in national format; undefined if it is empty or the calling code itself. */
  trunkPrefix: string | undefined;
  nationalPrefix: RegExp | undefined;
  transform: string | undefined;
  leadingDigits: RegExp | undefined;
  general: RegExp;
  types: readonly { pattern: RegExp; lengths: readonly number[] | undefined }[];
}

type Raw = readonly unknown[];
type RawType = readonly [pattern: string, lengths?: readonly number[]];

const entirely = (pattern: unknown): RegExp => new RegExp(`^(?:${pattern})$`);
const atStart = (pattern: unknown): RegExp | undefined =>
  pattern ? new RegExp(`^(?:${pattern})`) : undefined;

function compile(raw: Raw): NumberingPlan {
  const [callingCode, international, general, lengths, , trunk, , prefix, transform, , leading, types] = raw;
  return {
    callingCode: callingCode as string,
    internationalPrefix: entirely(international || '00'),
    trunkPrefix: trunk && trunk !== callingCode ? (trunk as string) : undefined,
    nationalPrefix: atStart(prefix || trunk),
    transform: (transform || undefined) as string | undefined,
    leadingDigits: atStart(leading),
    general: entirely(general),
    types: (types as (RawType | 0)[]).flatMap((type) =>
      type !== 0 && type[0]
        ? [{ pattern: entirely(type[0]), lengths: type[1] ?? (lengths as number[]) }]
        : [],
    ),
  };
}

const countries = metadata.countries as unknown as Readonly<Record<string, Raw>>;
const shared = metadata.country_calling_codes as unknown as Readonly<Record<string, readonly string[]>>;
const nonGeographic = metadata.nonGeographic as unknown as Readonly<Record<string, Raw>>;

/** Caches the results of an expensive function. */
function cached<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.has(key) ? (known.get(key) as T) : make(key);
    known.set(key, value);
    return value;
  };
}

/** All countries with phone numbers, by ISO 3166. */
export const countryCodes = (): string[] => Object.keys(countries);

/** The plan of a country that `countryCodes` lists. */
export const planOf = cached((country) => compile(countries[country] as Raw));

/** The plans that share a calling code, the main one first; none for an unknown code. */
const plansWith = cached((code): readonly NumberingPlan[] => {
  if (Object.hasOwn(shared, code)) return (shared[code] ?? []).map(planOf);
  return Object.hasOwn(nonGeographic, code) ? [compile(nonGeographic[code] as Raw)] : [];
});

/** No calling code is a prefix of another. */
function splitCountryCode(digits: string): { plans: readonly NumberingPlan[]; national: string } | undefined {
  for (const length of [1, 2, 3]) {
    const plans = plansWith(digits.slice(0, length));
    if (plans.length > 0) return { plans, national: digits.slice(length) };
  }
  return undefined;
}

const hasType = ({ general, types }: NumberingPlan, national: string): boolean =>
  general.test(national) &&
  types.some(
    ({ pattern, lengths }) =>
      (lengths === undefined || lengths.includes(national.length)) && pattern.test(national),
  );

/** Whether digits that begin with a calling code are a valid number according to libphonenumber's `isValid`. */
export function isValid(digits: string): boolean {
  const found = splitCountryCode(digits);
  if (!found) return false;
  const { plans, national } = found;
  const [main] = plans;
  if (plans.length === 1) return main !== undefined && hasType(main, national);
  for (const plan of plans) {
    if (plan.leadingDigits?.test(national)) return hasType(plan, national);
    if (!plan.leadingDigits && hasType(plan, national)) return true;
  }
  return main !== undefined && hasType(main, national);
}

/** A national number without its national prefix, as libphonenumber reads it: some countries also change digits. */
export function withoutPrefix(digits: string, { nationalPrefix, transform }: NumberingPlan): string {
  const match = nationalPrefix?.exec(digits);
  if (!nationalPrefix || !match) return digits;
  const isTransformed = transform !== undefined && match.length > 1 && match[match.length - 1] !== undefined;
  return isTransformed ? digits.replace(nationalPrefix, transform) : digits.slice(match[0].length);
}

/** Digits that begin with a calling code, without a 0 after it that libphonenumber drops. */
export function withoutTrunkZero(digits: string): string | undefined {
  const found = splitCountryCode(digits);
  const [main] = found?.plans ?? [];
  if (!found || !main || !found.national.startsWith('0')) return undefined;
  const rest = withoutPrefix(found.national, main);
  return rest === found.national.slice(1) ? `${main.callingCode}${rest}` : undefined;
}
