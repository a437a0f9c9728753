import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  ours,
  sales,
  spare,
  support,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { sandbox } from '../support/run.ts';

const assign = (stdin: string, ...argv: string[]) =>
  sandbox(['numbers', 'assign', '--from', '-', '--json', ...argv], { stdin });

const voice = (result: Awaited<ReturnType<typeof sandbox>>, one: typeof free) =>
  result.world().applicationOf(one, 'voice');

/** A table, and the same rows as JSON. */
const written = (name: string, value: string) => [
  `number,${name}\n${free},${value}\n`,
  JSON.stringify([{ number: free, [name]: value }]),
];

describe('a column that may be intended to select the target', () => {
  test.each([
    'app',
    'App',
    'APP',
    'apps',
    'app_key',
    'app-id',
    'appName',
    'application key',
    'Application ID',
    'applications',
    'aplication',
    'applicaton',
    'alias name',
    'aliases',
  ])('%s is rejected, and the hint shows what to do', async (name) => {
    for (const text of written(name, 'sales')) {
      const refused = await assign(text);
      expect([refused.code, refused.stdout, changes(refused.world())]).toEqual([2, '', UNCHANGED]);
      const { message, hint, items } = refused.error();
      expect(`${message} ${hint}`).toContain(`column ${name}`);
      expect(hint).toContain('rename it to application');
      expect(hint).toContain('--app <APP> --ignore-column application');
      expect(items).toEqual([name]);
      const given = await assign(text, '--app', 'sales');
      expect(voice(given, free)).toBe(sales.key);
      expect(given.stderr).toContain(`note: ignoring column ${name}, because --app is specified`);
      expect(voice(await assign(text, '--ignore-column', 'application'), free)).toBe(support.key);
    }
  });

  test.each(['capability type', 'capabilities', 'Capability_Type', 'capabilty', 'capabilityType'])(
    '%s is also rejected',
    async (name) => {
      for (const text of written(name, 'sms')) {
        const refused = await assign(text, '--app', 'sales');
        expect([refused.code, refused.stdout, changes(refused.world())]).toEqual([2, '', UNCHANGED]);
        expect(refused.error().hint).toContain('rename it to capability');
        expect((await assign(text, '--capability', 'voice')).code).toBe(0);
      }
    },
  );

  test.each([
    'city',
    'note',
    'notes',
    'comment',
    'type',
    'country',
    'approved',
    'appointment',
    'applied on',
    'application date',
    'publication',
    'location',
    'capacity',
    'cap',
    'owner',
    'name',
    'key',
  ])('%s is an ordinary column', async (name) => {
    for (const text of written(name, 'sales')) {
      const { code, stderr } = await assign(text);
      expect(code, stderr).toBe(0);
    }
  });

  test('next to the exact name, a similar name is an ordinary column', async () => {
    const result = await assign(`number,app,application\n${free},Telesales,sales\n`);
    expect([result.code, voice(result, free)]).toEqual([0, sales.key]);
  });

  test('for commands without targets, it is an ordinary column', async () => {
    for (const argv of [['numbers', 'list'], ['query']]) {
      const { code, stderr } = await sandbox([...argv, '--from', '-'], {
        stdin: `number,app,app\n${free},x,y\n`,
      });
      expect(code, stderr).toBe(0);
    }
  });
});

describe('alias', () => {
  test.each(['csv', 'json', 'ndjson'])(
    'selects the target if it is the only such column, as in numbers list: %s',
    async (format) => {
      const columns = ['--columns', 'number,alias', '-o', format];
      const { stdout } = await sandbox(['numbers', 'list', theirs, ...columns]);
      const { code, json, stderr } = await assign(stdout);
      expect(code, stderr).toBe(0);
      expect(json()).toMatchObject([{ number: theirs, to: sales.key, result: 'unchanged' }]);
    },
  );

  test('is used only if application is empty', async () => {
    const result = await assign(`number,alias,application\n${free},support,sales\n${freeVoice},spare,\n`);
    expect([result.code, voice(result, free), voice(result, freeVoice)]).toEqual([0, sales.key, spare.key]);
  });

  test('is reported if it is unknown', async () => {
    const refused = await assign(`number,alias\n${free},Front desk\n`);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.error().message).toContain('--ignore-column application');
    expect(
      voice(await assign(`number,alias\n${free},Front desk\n`, '--ignore-column', 'application'), free),
    ).toBe(support.key);
  });
});

describe('JSON', () => {
  test('the error for an object without a number shows its fields', async () => {
    const { code, error } = await assign(JSON.stringify([{ tel: free, city: 'Kiruna' }]));
    expect([code, error().message]).toEqual([
      2,
      expect.stringContaining('no number field; fields: tel, city'),
    ]);
  });

  test('keys are not case-sensitive', async () => {
    const text = JSON.stringify([{ Number: free, Application: 'sales', CAPABILITY: 'sms' }]);
    const result = await assign(text);
    expect([result.code, result.world().applicationOf(free, 'sms')]).toEqual([0, sales.key]);
  });

  test.each([
    ['application', ['sales']],
    ['application', false],
    ['application', 5],
    ['application', { key: 'sales' }],
    ['capability', ['sms']],
    ['capability', 0],
  ])('%s %j is an invalid line', async (name, value) => {
    const text = JSON.stringify([{ number: freeVoice }, { number: free, [name]: value }]);
    const refused = await assign(text);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.error().message).toContain(
      `item 2 (${free}): the ${name} is not a string: ${JSON.stringify(value)}`,
    );
    const going = await assign(text, '--keep-going');
    expect(going.code).toBe(5);
    expect(going.json()).toMatchObject([
      { number: freeVoice, result: 'done' },
      { number: free, result: 'failed' },
    ]);
    expect((await assign(text, '--ignore-column', name)).code).toBe(0);
  });
});

describe('a table with repeated columns', () => {
  test.each([
    ['application', `number,application,Application\n${free},sales,spare\n`],
    ['capability', `number,capability,capability\n${free},voice,sms\n`],
    ['application', `number,alias,alias\n${free},sales,spare\n`],
  ])('two columns for the %s', async (column, text) => {
    for (const flags of [[], ['--app', 'sales', '--capability', 'voice']]) {
      const refused = await assign(text, ...flags);
      expect([refused.code, refused.stdout, changes(refused.world())]).toEqual([2, '', UNCHANGED]);
      expect(refused.error().message).toContain('two columns');
    }
    expect((await assign(text, '--ignore-column', column)).code).toBe(0);
  });

  test('two number columns are rejected unless one is selected', async () => {
    const text = `number,number\n${free},${freeVoice}\n`;
    const refused = await assign(text);
    expect([refused.code, refused.error().hint]).toEqual([2, expect.stringContaining('--number-column')]);
    const result = await assign(text, '--number-column', '2', '--app', 'sales');
    expect([result.code, voice(result, free), voice(result, freeVoice)]).toEqual([0, null, sales.key]);
  });

  test('an extra cell makes a line invalid for every command', async () => {
    const text = `note,number,application\nx,${freeVoice},sales\na,${free},spare,sales\n`;
    for (const argv of [['numbers', 'assign'], ['numbers', 'list'], ['query']]) {
      const { code, stdout, stderr } = await sandbox([...argv, '--from', '-'], { stdin: text });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/line 3 \(\S+\): 4 cells, but the header has 3 columns/);
    }
    const going = await assign(text, '--keep-going');
    expect(going.json()).toMatchObject([
      { number: freeVoice, result: 'done' },
      { number: free, result: 'failed' },
    ]);
  });
});

test('if the number column is missing, the columns are listed', async () => {
  const home = newHome();
  const { code, error } = await sandbox(['numbers', 'assign', '--from', '-', '--json'], {
    home,
    stdin: `tel,city\n${free},Kiruna\n`,
  });
  expect([code, error().message]).toEqual([2, 'the table has no number column; its columns are tel, city']);
});

test.each([
  ['a header with a zero-width space', `note,Num\u200bber\nx,${free}\n`, 'note, Num\\u200bber', 2],
  [
    'two names that look the same',
    `number,num\u200bber,number\nx,y,${free}\n`,
    'two columns are named number',
    1,
  ],
  ['no header', `Kiruna,${free}\nUme\u00e5,${freeVoice}\n`, `Kiruna, ${free}`, 2],
])(
  '%s: the error shows the content of the cells, and a position to pass',
  async (_, stdin, part, position) => {
    const { code, error } = await assign(stdin);
    expect([code, error().message]).toEqual([2, expect.stringContaining(part)]);
    expect(error().hint).toContain(`--number-column ${position}`);
  },
);

test.each(['14155550100141555501', '1e400', '9007199254740993'])(
  'a JSON number is read exactly: %s',
  async (digits) => {
    for (const stdin of [
      `[${digits}]`,
      `{"number": ${digits}}`,
      `{"number":${digits}}\n{"number":"${free}"}\n`,
    ]) {
      const { code, error } = await assign(stdin);
      expect([code, error().message]).toEqual([2, expect.stringContaining(digits)]);
    }
  },
);

test('for a table without a header, the hint is to add one', async () => {
  const { code, error } = await assign(`${free},sales\n${freeVoice},spare\n`);
  expect([code, error().hint]).toEqual([2, expect.stringContaining('number,application,capability')]);
});

describe("applicationkey, as in Sinch's API", () => {
  test.each(['applicationkey', 'applicationKey', 'APPLICATIONKEY'])('%s is the application', async (name) => {
    for (const text of written(name, sales.key)) expect(voice(await assign(text), free)).toBe(sales.key);
  });

  const both = (application: string, applicationKey: string) => [
    `number,applicationKey,application\n${free},${applicationKey},${application}\n`,
    JSON.stringify([{ number: free, applicationKey, application }]),
  ];

  test.each([
    ['sales', sales.key],
    [sales.key, sales.key],
    [sales.key.toUpperCase(), sales.key],
    ['', sales.key],
    ['sales', ''],
  ])('%j next to the key %j is the same application', async (application, key) => {
    for (const text of both(application, key)) expect(voice(await assign(text), free)).toBe(sales.key);
  });

  test.each([
    ['support', sales.key, /applicationkey differ/],
    ['Front desk', sales.key, /Front desk.*--ignore-column application/],
  ])('%j conflicts with it', async (application, key, said) => {
    for (const text of both(application, key)) {
      const refused = await assign(text);
      expect([refused.code, refused.stdout, changes(refused.world())]).toEqual([2, '', UNCHANGED]);
      expect(refused.error().message).toMatch(said);
      expect(voice(await assign(text, '--ignore-column', 'application'), free)).toBe(support.key);
    }
  });

  test('next to the list of numbers it is reported', async () => {
    const text = JSON.stringify({ applicationkey: sales.key, numbers: [free] });
    const refused = await assign(text);
    expect([refused.code, refused.stdout, changes(refused.world())]).toEqual([2, '', UNCHANGED]);
    expect(refused.error()).toMatchObject({
      message: 'applicationkey is outside the list of numbers',
      hint: expect.stringContaining('--app <APP> --ignore-column application'),
    });
    expect(voice(await assign(text, '--app', 'support'), free)).toBe(support.key);
    const empty = JSON.stringify({ applicationkey: null, numbers: [free] });
    expect(voice(await assign(empty), free)).toBe(support.key);
  });
});

test.each([
  ['assign', [theirs, free, unknown, freeVoice]],
  ['unassign', [theirs, ours, unknown, free]],
])('%s --keep-going: rejected numbers keep their place', async (verb, order) => {
  for (const extra of [[], ['--dry-run'], ['-o', 'table']]) {
    const argv = ['numbers', verb, ...order, '--keep-going', '--yes', '--json'];
    const { code, stdout } = await sandbox(
      extra[0] === '-o' ? [...argv.slice(0, -1), ...extra] : [...argv, ...extra],
    );
    expect([code, stdout.match(/\+\d{11}/g)]).toEqual([5, order]);
  }
  const stdin = `number,application\n${order.map((one) => `${one},support\n`).join('')}`;
  const { json } = await sandbox(['numbers', verb, '--from', '-', '--keep-going', '--yes', '--json'], {
    stdin,
  });
  expect(json().map(({ number }) => number)).toEqual(order);
});

test.each([
  ['json', []],
  ['json', ['--dry-run']],
  ['csv', []],
])('--keep-going: rejected lines keep their place in %s %j', async (format, flags) => {
  const { stdout } = await sandbox(
    ['numbers', 'assign', freeVoice, '--from', '-', '--keep-going', ...flags, '-o', format],
    { stdin: `hello\n${free}\n\n+1415 555\n${unknown}\n` },
  );
  expect(stdout.match(/\+\d{11}|line \d/g)).toEqual([freeVoice, 'line 1', free, 'line 4', unknown]);
});

test('rows keep the order of the input, regardless of their applications', async () => {
  const rows = [
    [freeVoice, 'sales'],
    [free, 'support'],
    ['+14155550105', 'sales'],
  ];
  const text = ['number,application', ...rows.map((row) => row.join(','))].join('\n');
  const result = await assign(text, '--dry-run', '--no-check');
  expect(result.json().map(({ number }) => number)).toEqual(rows.map(([number]) => number));
  expect((await assign(text, '--no-check')).json().map(({ number }) => number)).toEqual(
    rows.map(([number]) => number),
  );
});

test.each([
  [`tel\n${free}\n`, '--number-column tel'],
  [`# from the CRM\n\nPhone mobile\n${free}\n${freeVoice}\n`, "--number-column 'Phone mobile'"],
  [`"tel"\r\n"${free}"\r\n`, '--number-column tel'],
])(
  'if the first line may name the only column, the hint shows the option for it: %j',
  async (stdin, flag) => {
    const { code, error } = await assign(stdin, '--app', 'support');
    expect([code, error().hint]).toEqual([2, expect.stringContaining(`is a header, add ${flag}`)]);
    const argv = flag.replaceAll("'", '').split(/(?<=column) /);
    expect((await assign(stdin, '--app', 'support', ...argv)).code).toBe(0);
  },
);

test.each([`<numbers>\n${free}\n`, `tel\n`, `12\n${free}\n`, `${free}\ntel\n`])(
  'for any other line, the hint shows no option: %j',
  async (stdin) => {
    const { code, error } = await assign(stdin, '--app', 'support');
    expect([code, error().hint]).toEqual([2, expect.not.stringContaining('--number-column')]);
  },
);
