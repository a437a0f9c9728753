import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { free, freeVoice, ours, oursWithSms, sales, spare, support, theirs } from '../support/account.ts';
import { completing, valuesFor } from '../support/completing.ts';
import { configText } from '../support/config.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { printing, secretCommand } from '../support/secret-command.ts';
import { type ServeOptions, serve, serveBare } from '../support/serve.ts';

const SANDBOX = '--profile sandbox';

describe('numbers, on the sandbox', () => {
  const offered = (kind: string, line: string, word = '') => valuesFor(kind, line, word, newHome());

  test('to assign: those that are free, but for those on the line', async () => {
    const found = await offered('assignable', `${SANDBOX} numbers assign ${freeVoice} --app sales`);
    expect(found).toContain(free);
    for (const other of [freeVoice, ours, theirs]) expect(found).not.toContain(other);
  });

  test('to assign: those with the capability', async () => {
    const found = await offered('assignable', `${SANDBOX} numbers assign --capability sms`);
    expect(found).toContain(free);
    expect(found).not.toContain(freeVoice);
  });

  test.each([
    ['sales', [free, theirs], [ours]],
    ['any', [free, theirs], [ours]],
    ['spare', [free], [ours, theirs]],
  ])('to assign: those that --move-from %s lets go', async (from, there, absent) => {
    for (const flag of [`--move-from ${from}`, `--move-from=${from}`]) {
      const found = await offered('assignable', `${SANDBOX} numbers assign --app support ${flag}`);
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
  ])('to unassign %s: those that serve it', async (flags, there, absent) => {
    const found = await offered('unassignable', `numbers ${SANDBOX} unassign ${flags}`.trimEnd());
    expect(found).toEqual(expect.arrayContaining(there));
    for (const other of absent) expect(found).not.toContain(other);
  });

  test('an application that nobody knows has none', async () => {
    expect(await offered('unassignable', `${SANDBOX} numbers unassign --app nobody`)).toEqual([]);
  });

  test('what is typed narrows them, with its plus or without, behind = or not', async () => {
    for (const word of ['+1415555010', '1415555010', '--number=+1415555010']) {
      const found = await offered('number', `${SANDBOX} history`, word);
      expect(found).toHaveLength(10);
      expect(found).toContain(ours);
    }
    expect(await offered('number', `${SANDBOX} numbers list`, '+46')).toEqual([]);
  });

  test('each says whom it serves', async () => {
    const found = await completing('number', `${SANDBOX} numbers list`, '', newHome());
    expect(found).toContainEqual([oursWithSms, 'support (voice, sms)']);
    expect(found).toContainEqual([free, 'unassigned (voice, sms)']);
  });

  test('too many are offered by their next digit, until they are few', async () => {
    const home = newHome();
    expect((await run(['sandbox', 'reset', '--numbers', '100000'], { home })).code).toBe(0);
    const line = `${SANDBOX} numbers list`;
    const [first = '', second = ''] = await valuesFor('number', line, '', home);
    expect([first, second]).toEqual(['+141555', '+141556']);
    expect(await completing('number', line, '', home)).toContainEqual(['+141555', '49900 numbers', 'more']);
    const narrowed = await valuesFor('number', line, '+141556', home);
    expect(narrowed).toHaveLength(5 + 1);
    for (const start of narrowed) expect(start).toMatch(/^\+141556\d$/);
    expect(await valuesFor('number', line, '+141555502', home)).toHaveLength(100);
  });
});

describe('applications', () => {
  test('aliases first, with what serves them; keys when they are typed', async () => {
    const home = newHome();
    const line = `${SANDBOX} numbers list --app`;
    expect(await completing('application', line, '', home)).toEqual([
      ['sales', '4 voice, 2 sms'],
      ['spare', '0 voice, 0 sms'],
      ['support', '8 voice, 4 sms'],
    ]);
    expect(await completing('application', line, support.key.slice(0, 3), home)).toEqual([
      [support.key, 'support'],
    ]);
    expect(await valuesFor('application', line, '--app=s', home)).toEqual(['sales', 'spare', 'support']);
  });

  test('aliases of the profile that the line names', async () => {
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
    expect(await valuesFor('alias', 'apps unalias', '', home)).toEqual(['hotline']);
    expect(await valuesFor('alias', 'apps unalias --profile other', '', home)).toEqual(['elsewhere']);
    const env = { SINCHCTL_PROFILE: 'other' };
    expect(await valuesFor('alias', 'apps unalias', '', home, { env })).toEqual(['elsewhere']);
    // Those seen on the account have no name here.
    expect(await valuesFor('application', '--profile=other numbers list --app', '', home)).toEqual([
      'elsewhere',
      sales.key,
      support.key,
    ]);
  });
});

describe('profiles', () => {
  test('those stored and the sandbox, without their secrets', async () => {
    const { url } = await serve();
    const home = newHome();
    expect(await valuesFor('profile', '--profile', '', home)).toEqual(['sandbox']);
    await storeProfile(home, 'prod', url);
    expect(await completing('profile', '--profile', '', home)).toEqual([
      ['prod', `${support.key}, active`],
      ['sandbox', 'a simulated account, built in'],
    ]);
    expect(await valuesFor('storedProfile', 'profiles remove', '', home)).toEqual(['prod']);
    expect(await completing('storedKey', 'profiles set --where-key', '', home)).toEqual([
      [support.key, 'prod'],
    ]);
  });

  test('a configuration that others can read is read, and left as it is', async () => {
    const home = newHome();
    writeFileSync(home.configPath, configText());
    chmodSync(home.configPath, 0o644);
    expect(await valuesFor('profile', '', '', home)).toContain('prod');
    expect(statSync(home.configPath).mode & 0o777).toBe(0o644);
  });

  test('one that others can write is not believed', async () => {
    const home = newHome();
    writeFileSync(home.configPath, configText());
    chmodSync(home.configPath, 0o666);
    expect(await valuesFor('profile', '', '', home)).toEqual(['sandbox']);
  });
});

describe('runs', () => {
  test('the latest first, each with its command, and only those of the profile that is named', async () => {
    const home = newHome();
    expect(await valuesFor('run', 'undo', '', home)).toEqual([]);
    for (const number of [free, freeVoice]) {
      const { code } = await run([...SANDBOX.split(' '), 'numbers', 'assign', number], { home });
      expect(code).toBe(0);
    }
    const { json } = await run(['history', '--json'], { home });
    const names = json().map((row) => String(row.run));
    expect(new Set(names).size).toBe(2);
    const found = await completing('run', 'undo', '', home);
    expect(found.map(([name]) => name)).toEqual([...names].reverse());
    expect(found[0]?.[1]).toContain(`numbers assign ${freeVoice}`);
    expect(await valuesFor('run', `${SANDBOX} history --run`, String(names[0]).slice(0, -1), home)).toContain(
      names[0],
    );
    expect(await valuesFor('run', 'undo --profile other', '', home)).toEqual([]);
  });

  test('at most fifty, over the borders of files, whatever stands between them', async () => {
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
    const found = await completing('run', 'undo', '', home);
    expect(found).toHaveLength(50);
    expect(found[0]).toEqual(['20261124-093067-3f9a', 'c 67']);
    expect(found.slice(-3).map(([, about]) => about)).toEqual(['c 20', 'c 13', 'c 12']);
  });
});

describe('nothing is said and nothing is written where', () => {
  test.each([
    ['nobody is logged in', 'number', 'numbers list'],
    ['the profile is none', 'number', '--profile nobody numbers list'],
    ['the kind is none', 'constructor', ''],
    ['the kind is of another version', 'rooms', 'numbers list'],
    ['the line is nonsense', 'number', '--- -x --profile'],
    ['the line ends in another program', 'number', 'profiles set --secret-command pass --profile sandbox'],
  ])('%s', async (_, kind, line) => {
    const home = newHome();
    expect(await completing(kind, line, '', home)).toEqual([]);
    expect(readdirSync(home.env.SINCHCTL_STATE_DIR ?? '')).toEqual([]);
  });

  test('there are no words at all', async () => {
    const { code, stdout, stderr } = await run(['__complete']);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });

  test('half of the credentials are in the environment', async () => {
    const env = { SINCH_APPLICATION_KEY: support.key };
    expect(await completing('number', 'numbers list', '', newHome(), { env })).toEqual([]);
  });

  test('the secret is in a file that is none', async () => {
    const home = newHome();
    const env = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET_FILE: home.directory };
    expect(await completing('number', 'numbers list', '', home, { env })).toEqual([]);
  });
});

test('what Sinch says of applications and numbers is offered only when it is well formed', async () => {
  const evil = { number: '+1415555$(touch pwned)', capability: 'voice' };
  const { env } = await serve({
    between: async () => ({
      how: 'whole',
      response: { status: 200, headers: {}, body: JSON.stringify({ numbers: [evil] }) },
    }),
  });
  expect(await completing('number', 'numbers list', '', newHome(), { env })).toEqual([]);
});

test('countries have their names, and no other letters than were begun', async () => {
  const home = newHome();
  expect(await completing('country', 'query --region', 'S', home)).toContainEqual(['SE', 'Sweden']);
  const small = await valuesFor('country', 'query --region', 's', home);
  expect(small).toContain('se');
  expect(small.every((one) => /^s[a-z]$/.test(one))).toBe(true);
  expect((await valuesFor('country', 'query --region', '', home)).length).toBeGreaterThan(200);
});

test('--region completes intl', async () => {
  expect(await valuesFor('country', 'query --region', 'i', newHome())).toContain('intl');
});

describe('the account behind a profile', () => {
  const directoryOf = (home: Home) => join(home.env.SINCHCTL_STATE_DIR ?? '', 'completion');
  const filesOf = (home: Home, end: string) =>
    readdirSync(directoryOf(home))
      .filter((name) => name.endsWith(end))
      .map((name) => join(directoryOf(home), name));

  const later = (seconds: number) => () => new Date(Date.now() + seconds * 1000);
  const DAY = 86_400;

  /** An account behind HTTP whose owner has a profile. */
  async function account(options: ServeOptions = {}) {
    const served = await serve(options);
    const home = newHome();
    await storeProfile(home, 'prod', served.url);
    served.requests.length = 0;
    const typed = (kind: string, line: string, given = {}) => valuesFor(kind, line, '', home, given);
    return { ...served, home, typed };
  }

  const LINE = 'numbers assign';

  describe('an account', () => {
    test('is asked once, and then known for a while', async () => {
      const { home, requests, typed } = await account();
      for (let i = 0; i < 3; i++) expect(await typed('assignable', LINE)).toContain(free);
      expect(await typed('application', 'numbers list --app')).toContain(support.key);
      expect(requests).toHaveLength(1);
      expect(await typed('assignable', LINE, { now: later(300) })).toContain(free);
      expect(requests).toHaveLength(2);
      const [file = ''] = filesOf(home, '.json');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(directoryOf(home)).mode & 0o777).toBe(0o700);
      expect(readFileSync(file, 'utf8')).not.toContain(support.secret);
    });

    test('is asked anew as soon as sinchctl has changed something', async () => {
      const { home, typed } = await account();
      expect(await typed('assignable', LINE)).toContain(free);
      expect((await run([...LINE.split(' '), free], { home })).code).toBe(0);
      const found = await typed('assignable', LINE);
      expect(found).not.toContain(free);
      expect(found).toContain(freeVoice);
    });

    test('and when api has', async () => {
      const { home, typed } = await account();
      expect(await typed('assignable', LINE)).toContain(free);
      const body = JSON.stringify({ numbers: [free], capability: 'voice' });
      const path = '/v1/configuration/numbers';
      expect((await run(['api', 'POST', path, '--data', body], { home })).code).toBe(0);
      expect(await typed('assignable', LINE)).not.toContain(free);
    });

    test('is offered although nothing can be kept', async () => {
      const { home, typed } = await account();
      expect(await typed('assignable', LINE)).toContain(free);
      rmSync(directoryOf(home), { recursive: true });
      writeFileSync(directoryOf(home), 'in the way');
      expect(await typed('assignable', LINE)).toContain(free);
    });

    test('is known by the key and the address that see it', async () => {
      const { home, typed } = await account();
      const other = await serve({ numbers: 3 });
      expect(await typed('number', 'numbers list')).toHaveLength(20);
      expect(await valuesFor('number', 'numbers list', '', home, { env: other.env })).toHaveLength(3);
      expect(await typed('number', 'numbers list --profile prod', { env: other.env })).toHaveLength(20);
    });

    test('with a portal instance alone is asked there', async () => {
      const { env, requests } = await serve();
      const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...portal } = env;
      const home = newHome();
      expect(await valuesFor('number', 'numbers list', '', home, { env: portal })).toHaveLength(20);
      expect(requests).toHaveLength(1);
    });

    test('that nobody asked about for a day is forgotten', async () => {
      const { home, typed } = await account();
      expect(await typed('number', 'numbers list')).toHaveLength(20);
      const { env } = await serve();
      await valuesFor('number', 'numbers list', '', home, { env, now: later(2 * DAY) });
      expect(filesOf(home, '.json')).toHaveLength(1);
    });

    test('is not remembered beside any number of others', async () => {
      const { env } = await serve();
      const home = newHome();
      for (let i = 10; i < 40; i++) {
        const key = support.key.replace(/..$/, String(i));
        await valuesFor('number', '', '', home, { env: { ...env, SINCH_APPLICATION_KEY: key } });
      }
      expect(readdirSync(directoryOf(home))).toHaveLength(16);
    });
  });

  describe('an account that does not answer', () => {
    const offline = async () => {
      const { url, home, ...rest } = await account();
      // Nobody listens there any more.
      const path = home.configPath;
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(url, 'http://127.0.0.1:1'));
      return { home, ...rest };
    };

    test('offers nothing, but for what needs no account', async () => {
      const { home, typed } = await offline();
      expect(await typed('assignable', LINE)).toEqual([]);
      expect((await run(['apps', 'alias', 'hotline', support.key], { home })).code).toBe(0);
      expect(await typed('application', 'numbers list --app')).toEqual(['hotline']);
    });

    test.each<[string, ServeOptions]>([
      ['is unavailable', { faults: ['503:1'] }],
      ['cuts its replies short', { faults: ['truncate:1'] }],
      ['asks for fewer requests', { faults: ['429:1'] }],
      ['sends a page', { faults: ['html:1'] }],
    ])('(%s) is asked once, and left in peace for a while', async (_, options) => {
      const { requests, typed } = await account(options);
      for (let i = 0; i < 3; i++) expect(await typed('assignable', LINE)).toEqual([]);
      expect(requests).toHaveLength(1);
      expect(await typed('assignable', LINE, { now: later(60) })).toEqual([]);
      expect(requests).toHaveLength(2);
    });

    test('and refuses the credentials is asked once too', async () => {
      const { requests, env } = await serve();
      const home = newHome();
      const wrong = { env: { ...env, SINCH_APPLICATION_SECRET: 'd3Jvbmc=' } };
      for (let i = 0; i < 3; i++) {
        expect(await valuesFor('number', 'numbers list', '', home, wrong)).toEqual([]);
      }
      expect(requests).toHaveLength(1);
    });

    test('and never says anything is waited for briefly', async () => {
      const { env, requests } = await serveBare(() => undefined);
      const home = newHome();
      expect(await valuesFor('number', 'numbers list', '', home, { env })).toEqual([]);
      expect(requests).toHaveLength(1);
    });

    test('is remembered for a day', async () => {
      let isDown = false;
      const { typed, requests } = await account({
        between: (request, answer) => (isDown ? Promise.resolve({ how: 'reset' as const }) : answer(request)),
      });
      expect(await typed('assignable', LINE)).toContain(free);
      isDown = true;
      expect(await typed('assignable', LINE, { now: later(600) })).toContain(free);
      expect(requests).toHaveLength(2);
      expect(await typed('assignable', LINE, { now: later(DAY + 60) })).toEqual([]);
    });
  });

  describe('a secret that another program keeps', () => {
    async function kept() {
      const served = await serve();
      const home = newHome();
      const { argv, calls } = secretCommand(home, printing(support.secret));
      const set = ['profiles', 'set', 'prod', '--key', support.key, '--base-url', `calling=${served.url}`];
      expect((await run([...set, '--secret-command', ...argv], { home })).code).toBe(0);
      return { home, calls, ...served };
    }

    test('is never fetched; the next command makes the numbers known', async () => {
      const { home, calls, requests } = await kept();
      const typed = () => valuesFor('assignable', LINE, '', home);
      expect(await typed()).toEqual([]);
      expect([calls(), requests]).toEqual([[], []]);
      expect((await run(['numbers', 'list'], { home })).code).toBe(0);
      expect(await typed()).toContain(free);
      expect([calls().length, requests.length]).toEqual([1, 1]);
    });

    test('numbers that were known stay so when something was changed', async () => {
      const { home, calls } = await kept();
      await valuesFor('unassignable', 'numbers unassign', '', home);
      expect((await run(['numbers', 'unassign', ours, '--yes'], { home })).code).toBe(0);
      expect(await valuesFor('unassignable', 'numbers unassign', '', home)).not.toEqual([]);
      expect(calls()).toHaveLength(1);
    });

    test('where nobody completes, commands keep nothing', async () => {
      const { home } = await kept();
      expect((await run(['numbers', 'list'], { home })).code).toBe(0);
      expect(readdirSync(home.env.SINCHCTL_STATE_DIR ?? '')).toEqual([]);
    });

    test('a cache that cannot be written is not in the way of a command', async () => {
      const { home } = await kept();
      await valuesFor('assignable', LINE, '', home);
      rmSync(directoryOf(home), { recursive: true });
      writeFileSync(directoryOf(home), 'in the way');
      const { code, stderr } = await run(['numbers', 'list'], { home });
      expect([code, stderr]).toEqual([0, '']);
    });
  });

  test('a cache that somebody has spoilt is no answer', async () => {
    const { home, typed } = await account();
    expect(await typed('number', 'numbers list')).toHaveLength(20);
    const [path = ''] = filesOf(home, '.json');
    const whole = readFileSync(path, 'utf8');
    for (const text of ['', '[]', '{"version":1}']) {
      writeFileSync(path, text);
      expect(await typed('number', 'numbers list')).toHaveLength(20);
    }
    for (const text of [
      whole.replaceAll('+1415555', '$(id)'),
      whole.replace(/"numbers":"[^"]*"/, '"numbers":7'),
    ]) {
      writeFileSync(path, text);
      expect(await typed('number', 'numbers list')).toEqual([]);
    }
  });
});
