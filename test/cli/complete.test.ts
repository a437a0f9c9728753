import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { free, freeVoice, ours, oursWithSms, sales, spare, support, theirs } from '../support/account.ts';
import { answerTo, completing, valuesFor } from '../support/completing.ts';
import { configText } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const SANDBOX = '--profile sandbox';

describe('numbers, on the sandbox', () => {
  const offered = (line: string, word = '') => valuesFor(line, word, newHome());

  test('to assign: unassigned numbers, except those in the arguments', async () => {
    const found = await offered(`${SANDBOX} numbers assign ${freeVoice} --app sales`);
    expect(found).toContain(free);
    for (const other of [freeVoice, ours, theirs]) expect(found).not.toContain(other);
  });

  test('to assign: numbers with the capability', async () => {
    const found = await offered(`${SANDBOX} numbers assign --capability sms`);
    expect(found).toContain(free);
    expect(found).not.toContain(freeVoice);
  });

  test.each([
    ['sales', [free, theirs], [ours]],
    ['any', [free, theirs], [ours]],
    ['spare', [free], [ours, theirs]],
  ])('to assign: numbers that --move-from %s allows', async (from, there, absent) => {
    for (const flag of [`--move-from ${from}`, `--move-from=${from}`]) {
      const found = await offered(`${SANDBOX} numbers assign --app support ${flag}`);
      expect(found).toEqual(expect.arrayContaining(there));
      for (const other of absent) expect(found).not.toContain(other);
    }
  });

  test.each([
    ['', [ours, oursWithSms], [theirs, free]],
    ['--app sales', [theirs], [ours, free]],
    [`--app ${sales.key}`, [theirs], [ours]],
    ['--capability sms', [oursWithSms], [ours, theirs]],
    ['--app spare', [], [ours, theirs, free]],
  ])('to unassign %s: numbers assigned to it', async (flags, there, absent) => {
    const found = await offered(`numbers ${SANDBOX} unassign ${flags}`.trimEnd());
    expect(found).toEqual(expect.arrayContaining(there));
    for (const other of absent) expect(found).not.toContain(other);
  });

  test('an unknown application has none', async () => {
    expect(await offered(`${SANDBOX} numbers unassign --app nobody`)).toEqual([]);
  });

  test('typed text filters them, with or without a plus, after = or not', async () => {
    for (const [line, word, lead] of [
      ['history --number', '+1415555010', ''],
      ['history --number', '1415555010', ''],
      ['history', '--number=+1415555010', '--number='],
    ] as const) {
      const found = await offered(`${SANDBOX} ${line}`, word);
      expect(found).toHaveLength(10);
      expect(found).toContain(lead + ours);
    }
    expect(await offered(`${SANDBOX} numbers list`, '+46')).toEqual([]);
  });

  test('each shows its application', async () => {
    const found = await completing(`${SANDBOX} numbers list`, '', newHome());
    expect(found).toContainEqual([oursWithSms, 'support (voice, sms)']);
    expect(found).toContainEqual([free, 'unassigned (voice, sms)']);
  });

  test('too many are offered by their next digit', async () => {
    const home = newHome();
    expect((await run(['sandbox', 'reset', '--numbers', '100000'], { home })).code).toBe(0);
    const line = `${SANDBOX} numbers list`;
    const [first = '', second = ''] = await valuesFor(line, '', home);
    expect([first, second]).toEqual(['+141555', '+141556']);
    const { last, offers } = await answerTo(line, '', home);
    expect(last).toBe(': nospace');
    expect(offers).toContainEqual(['+141555', '49900 numbers']);
    const narrowed = await valuesFor(line, '+141556', home);
    expect(narrowed).toHaveLength(5 + 1);
    for (const start of narrowed) expect(start).toMatch(/^\+141556\d$/);
    expect(await valuesFor(line, '+141555502', home)).toHaveLength(100);
  });
});

describe('applications', () => {
  test('aliases first, with number counts; keys once they are typed', async () => {
    const home = newHome();
    const line = `${SANDBOX} numbers list --app`;
    expect(await completing(line, '', home)).toEqual([
      ['sales', '4 voice, 2 sms'],
      ['spare', '0 voice, 0 sms'],
      ['support', '8 voice, 4 sms'],
    ]);
    expect(await completing(line, support.key.slice(0, 3), home)).toEqual([[support.key, 'support']]);
    expect(await valuesFor(`${SANDBOX} numbers list`, '--app=s', home)).toEqual([
      '--app=sales',
      '--app=spare',
      '--app=support',
    ]);
  });

  test('aliases of the profile specified in the command', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    await storeProfile(home, 'other', url);
    for (const [profile, alias] of [
      ['prod', 'hotline'],
      ['other', 'elsewhere'],
    ] as const) {
      const { code } = await run(['--profile', profile, 'apps', 'alias', alias, spare.key], { home });
      expect(code).toBe(0);
    }
    expect(await valuesFor('apps unalias', '', home)).toEqual(['hotline']);
    expect(await valuesFor('apps unalias --profile other', '', home)).toEqual(['elsewhere']);
    const env = { SINCHCTL_PROFILE: 'other' };
    expect(await valuesFor('apps unalias', '', home, { env })).toEqual(['elsewhere']);
    // Applications found on the account have no alias here.
    expect(await valuesFor('--profile=other numbers list --app', '', home)).toEqual([
      'elsewhere',
      sales.key,
      support.key,
    ]);
  });
});

describe('profiles', () => {
  test('stored profiles and the sandbox, without secrets', async () => {
    const { url } = await serve();
    const home = newHome();
    expect(await valuesFor('--profile', '', home)).toEqual(['sandbox']);
    await storeProfile(home, 'prod', url);
    expect(await completing('--profile', '', home)).toEqual([
      ['prod', `${support.key}, active`],
      ['sandbox', 'simulated account (built in)'],
    ]);
    expect(await valuesFor('profiles remove', '', home)).toEqual(['prod']);
    expect(await completing('profiles set --where-key', '', home)).toEqual([[support.key, 'prod']]);
  });

  test('a configuration that others can read is used and unchanged', async () => {
    const home = newHome();
    writeFileSync(home.configPath, configText());
    chmodSync(home.configPath, 0o644);
    expect(await valuesFor('--profile', '', home)).toContain('prod');
    expect(statSync(home.configPath).mode & 0o777).toBe(0o644);
  });

  test('a configuration that others can write to is not used', async () => {
    const home = newHome();
    writeFileSync(home.configPath, configText());
    chmodSync(home.configPath, 0o666);
    expect(await valuesFor('--profile', '', home)).toEqual(['sandbox']);
  });
});

describe('runs', () => {
  test('the latest first, each with its command, and only those of the selected profile', async () => {
    const home = newHome();
    expect(await valuesFor('undo', '', home)).toEqual([]);
    for (const number of [free, freeVoice]) {
      const { code } = await run([...SANDBOX.split(' '), 'numbers', 'assign', number], { home });
      expect(code).toBe(0);
    }
    const { json } = await run(['history', '--json'], { home });
    const names = json().map((row) => String(row.run));
    expect(new Set(names).size).toBe(2);
    const found = await completing('undo', '', home);
    expect(found.map(([name]) => name)).toEqual(names);
    const suffix = String(names[0]).slice(-4);
    // An ID may also end with the digits that it starts with.
    if (!suffix.startsWith('202'))
      expect(await valuesFor('undo', suffix.slice(0, 3), home)).toContain(suffix);
    expect(found[0]?.[1]).toContain(`numbers assign ${freeVoice}`);
    expect(await valuesFor(`${SANDBOX} history --run`, String(names[0]).slice(0, -1), home)).toContain(
      names[0],
    );
    expect(await valuesFor('undo --profile other', '', home)).toEqual([]);
    await storeProfile(home, 'other', 'http://127.0.0.1:9');
    expect(await valuesFor('undo', '', home)).toEqual([]);
    expect(await valuesFor(`${SANDBOX} undo`, '', home)).toEqual(names);
  });

  test('at most fifty, across files, regardless of other lines', async () => {
    const home = newHome();
    const head = (n: number) =>
      `{"head":{"run":"20261124-0930${n}-3f9a","profile":"p","command":"c ${n}"}}\n`;
    const file = (name: string, text: string) =>
      writeFileSync(join(home.env.SINCHCTL_STATE_DIR ?? '', name), text);
    const torn = '{"head":{"run":"20261124-093099';
    const rows =
      '{"run":"20261124-093000-3f9a","message":"{\\"head\\":"}\n{"head":null}\n{"head":{"run":"$(x)"}}\n';
    file('journal.1.ndjson', [10, 11, 12, 13].map(head).join(rows));
    file('journal.ndjson', Array.from({ length: 48 }, (_, n) => head(n + 20)).join(rows) + rows + torn);
    const found = await completing('undo', '', home);
    expect(found).toHaveLength(50);
    expect(found[0]).toEqual(['20261124-093067-3f9a', 'c 67']);
    expect(found.slice(-3).map(([, about]) => about)).toEqual(['c 20', 'c 13', 'c 12']);
  });
});

describe('no output and no changes if', () => {
  test.each([
    ['there are no credentials', 'numbers list'],
    ['the profile does not exist', '--profile nobody numbers list'],
    ['the command line is invalid', '--- -x numbers list'],
    ['the command line ends with another program', 'profiles set --secret-command pass --profile sandbox'],
  ])('%s', async (_, line) => {
    const home = newHome();
    expect(await completing(line, '', home)).toEqual([]);
    expect(readdirSync(home.env.SINCHCTL_STATE_DIR ?? '')).toEqual([]);
  });

  test.each([[[]], [['constructor', '=', 'numbers']], [['']]])('the input is %j', async (words) => {
    const { code, stdout, stderr } = await run(['__complete', ...words]);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });

  test('the credentials in the environment are incomplete', async () => {
    const env = { SINCH_APPLICATION_KEY: support.key };
    expect(await completing('numbers list', '', newHome(), { env })).toEqual([]);
  });

  test('the secret file does not exist', async () => {
    const home = newHome();
    const env = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET_FILE: home.directory };
    expect(await completing('numbers list', '', home, { env })).toEqual([]);
  });
});

test('applications and numbers from Sinch are offered only if they are well formed', async () => {
  const evil = { number: '+1415555$(touch pwned)', capability: 'voice' };
  const { env } = await serve({
    between: async () => ({
      how: 'whole',
      response: { status: 200, headers: {}, body: JSON.stringify({ numbers: [evil] }) },
    }),
  });
  expect(await completing('numbers list', '', newHome(), { env })).toEqual([]);
});

test('countries have names, and match the case of the typed letters', async () => {
  const home = newHome();
  expect(await completing('query --region', 'S', home)).toContainEqual(['SE', 'Sweden']);
  const small = await valuesFor('query --region', 's', home);
  expect(small).toContain('se');
  expect(small.every((one) => /^s[a-z]$/.test(one))).toBe(true);
  expect((await valuesFor('query --region', '', home)).length).toBeGreaterThan(200);
});
