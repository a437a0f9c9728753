import { expect, test } from 'vitest';
import { globalOptions } from '../../../../src/cli/argv/global-options.ts';
import { flagOf, type Options, type ValueOption } from '../../../../src/cli/argv/option.ts';
import { splitUsage } from '../../../../src/cli/command-list.ts';
import { COMMANDS } from '../../../../src/commands/index.ts';

const valuesOf = (options: Options) =>
  Object.entries(options).flatMap(([name, spec]): [string, ValueOption<unknown>][] =>
    spec.type === 'value' ? [[flagOf(name), spec]] : [],
  );

const VALUES = [
  ...valuesOf(globalOptions).map(([flag, spec]) => [`sinchctl ${flag}`, spec] as const),
  ...COMMANDS.flatMap(({ usage, options }) =>
    valuesOf(options).map(([flag, spec]) => [`${usage} ${flag}`, spec] as const),
  ),
];

test('an option accepts every word that completion offers for it', () => {
  const whole = VALUES.flatMap(([where, { choices = [], parse }]) =>
    choices.filter((word) => !/[=:]$/.test(word)).map((word) => ({ where, word, parse })),
  );
  expect(whole.length).toBeGreaterThan(20);
  for (const { where, word, parse } of whole) {
    // The result does not matter here, only that the value is not rejected.
    expect(() => parse(word, where), `${where} ${word}`).not.toThrow();
  }
});

test('an option with fixed values rejects all others', () => {
  const strict = VALUES.filter(([, { choices, completes }]) => choices && !completes);
  const refusing = strict.filter(([where, { parse }]) => {
    try {
      parse('nonsense', where);
      return false;
    } catch {
      return true;
    }
  });
  // These two are validated later, together with other options.
  const later = strict.filter((one) => !refusing.includes(one)).map(([where]) => where.split(' ').at(-1));
  expect([...new Set(later)].sort()).toEqual(['--fault', '--ignore-column']);
});

test.each([
  [/^(APP|KEY)$/, ['application', 'key', 'storedKey']],
  [/^FILE$/, ['file']],
  [/^FIELDS$/, ['fields']],
])('a value named %s is offered', (placeholder, kinds) => {
  const named = VALUES.filter(
    ([where, spec]) => placeholder.test(spec.placeholder) && !where.includes('--sort'),
  );
  expect(named.length).toBeGreaterThan(0);
  for (const [where, { completes }] of named) expect(kinds, where).toContain(completes);
});

test('every argument has a description', () => {
  for (const command of COMMANDS) {
    const [, args] = splitUsage(command);
    expect(command.arguments?.length ?? 0, command.usage).toBe(args.length);
  }
});
