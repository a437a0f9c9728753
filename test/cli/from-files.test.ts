import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  sales,
  spare,
  support,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const LIST = 'GET /v1/configuration/numbers';

/** A command on a new server with its own file, and the requests that the server received. */
async function withFile(content: string | Uint8Array, ...argv: string[]) {
  const server = await serve();
  const home = newHome();
  const path = home.path('numbers.csv');
  writeFileSync(path, content);
  const apps = async (...names: { name: string; key: string }[]) => {
    for (const { name, key } of names) await run(['apps', 'alias', name, key], { home, env: server.env });
    server.requests.length = 0;
  };
  await apps(support, sales, spare);
  const result = await run([...argv, '--from', path, '--json'], { home, env: server.env });
  const world = server.world;
  const at = (one: typeof ours, capability: 'voice' | 'sms' = 'voice') =>
    world.applicationOf(one, capability);
  return { ...result, server, path, asked: lines(server.requests), at, changed: changes(world) };
}

const assign = (content: string | Uint8Array, ...argv: string[]) =>
  withFile(content, 'numbers', 'assign', ...argv);

describe('supported formats', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  test.each<[string, string | Uint8Array]>([
    ['plain lines', `# ours\n\n${free}\n  ${freeVoice}  \n`],
    ['plain lines with CRLF', `# ours\r\n\r\n${free}\r\n${freeVoice}\r\n`],
    ['plain lines after a byte order mark', `\ufeff${free}\n${freeVoice}\n`],
    ['human writing', `+1 415-555-0103\n0014155550104\n`],
    ['CSV', `name,NUMBER\nx,${free}\ny,${freeVoice}\n`],
    ['CSV after a byte order mark', `\ufeffnumber,name\n${free},x\n${freeVoice},y\n`],
    ['CSV with every cell in quotes', `"name","number"\n"x","${free}"\n"y","${freeVoice}"\n`],
    ['semicolons', `name;Number\r\nx;${free}\r\ny;${freeVoice}\r\n`],
    ['TSV with a header', `name\tNumber\nx\t${free}\ny\t${freeVoice}\n`],
    ['NDJSON', `{"number":"${free}"}\n{"number":14155550104}\n`],
    ['a JSON array', JSON.stringify([free, { number: 14155550104 }])],
    ['a JSON array of integers', '[14155550103, 14155550104]'],
    ['UTF-16LE', utf16(`${free}\r\n${freeVoice}\r\n`)],
    ['UTF-16LE after a byte order mark', utf16(`\ufeffname\tnumber\r\nx\t${free}\r\ny\t${freeVoice}\r\n`)],
  ])('%s', async (_, content) => {
    const { code, stderr, json, at, asked } = await assign(content, '--app', 'sales');
    expect(code, stderr).toBe(0);
    expect(json().map((row) => [row.number, row.result])).toEqual([
      [free, 'done'],
      [freeVoice, 'done'],
    ]);
    expect([at(free), at(freeVoice)]).toEqual([sales.key, sales.key]);
    expect(asked).toHaveLength(2);
  });

  test('numbers in arguments are added', async () => {
    const { code, json } = await assign(`${freeVoice}\n${free}\n`, free, number(8), '--app', 'sales');
    expect(code).toBe(0);
    expect(json().map((row) => row.number)).toEqual([free, number(8), freeVoice]);
  });

  test('invalid numbers in arguments are listed together with invalid lines of the file', async () => {
    const { code, error, asked } = await assign(`${free}\nhello, world\n`, 'no phone number');
    expect([code, asked]).toEqual([2, []]);
    expect(error()).toMatchObject({ items: ['no phone number', 'hello, world'] });
  });

  test('--number-column by name and by position', async () => {
    for (const column of ['Phone', '2']) {
      const { code, at } = await assign(
        `application,phone\nsales,${free}\nspare,${freeVoice}\n`,
        '--number-column',
        column,
      );
      expect([code, at(free), at(freeVoice)]).toEqual([0, sales.key, spare.key]);
    }
  });

  test('--region is required for national format', async () => {
    const text = 'number;note\n(415) 555-0103;x\n';
    const { code, at } = await assign(text, '--app', 'sales', '--region', 'US');
    expect([code, at(free)]).toEqual([0, sales.key]);
    const without = await assign(text, '--app', 'sales');
    expect([without.code, without.asked]).toEqual([2, []]);
    expect(without.error()).toMatchObject({
      message: expect.stringContaining('line 2'),
      hint: expect.stringContaining('--region'),
    });
  });
});

describe('rejected before any request', () => {
  const latin = Buffer.from(`note,number\nGr\u00fc\u00dfe,${free}\n`, 'latin1');
  test.each<[string, string | Uint8Array, string[], RegExp]>([
    ['an empty file', '', [], /no number/],
    ['a file with only comments', '# nothing\n\n', [], /no number/],
    ['a table without the column', `tel,application\n${free},sales\n`, [], /--number-column/],
    ['a missing --number-column', `number,application\n${free},sales\n`, ['--number-column', 'tel'], /tel/],
    ['Latin-1', latin, [], /UTF-8/],
    ['a truncated array', `["${free}"`, [], /JSON/],
    ['a number in scientific notation', `number;x\n1.4155E+10;y\n`, [], /line 2.*spreadsheet.*text/],
    [
      'a number in scientific notation with a comma',
      `number;x\n4,91512E+11;y\n`,
      [],
      /line 2.*spreadsheet.*text/,
    ],
    ['a plain list with scientific notation', `${free}\n1.4155E+10\n`, [], /line 2.*spreadsheet.*text/],
    ['one with a comma', `${free}\n4,91512E+11\n`, [], /line 2.*spreadsheet.*text/],
    ['one with a comma on the first line', `4,91512E+11\n${free}\n`, [], /line 1.*spreadsheet.*text/],
    ['an unknown capability', `number,capability\n${free},fax\n`, [], /line 2.*fax/],
    [
      'an application against --app',
      `number,application\n${free},sales\n`,
      ['--app', 'spare'],
      /line 2.*--app/,
    ],
    [
      'a capability against --capability',
      `number,capability\n${free},sms\n`,
      ['--capability', 'voice'],
      /line 2.*--capability/,
    ],
    ['an unknown --ignore-column', `number,alias\n${free},x\n`, ['--ignore-column', 'alias'], /alias/],
    [
      'one number for two applications',
      `number,application\n${free},sales\n${ours},support\n${free},spare\n`,
      [],
      /(line 2.*line 4|line 4.*line 2)/,
    ],
  ])('%s', async (_, content, extra, said) => {
    const { code, stdout, asked, error, changed } = await assign(content, ...extra);
    expect(stdout).toBe('');
    expect(asked).toEqual([]);
    expect(changed).toEqual(UNCHANGED);
    const { message, hint, kind } = error();
    expect(`${message} ${hint}`).toMatch(said);
    expect([code, kind]).toEqual([2, 'usage']);
  });

  test('an unknown alias alone causes exit code 4, with the closest one', async () => {
    const { code, stdout, asked, error } = await assign(`number,application\n${free},suport\n`);
    expect([code, stdout, asked]).toEqual([4, '', []]);
    expect(error()).toMatchObject({
      kind: 'notFound',
      message: expect.stringMatching(/line 2.*suport.*did you mean support/),
    });
    const mixed = await assign(`number,application\n${free},suport\nhello,sales\n`);
    expect([mixed.code, mixed.error().kind]).toEqual([2, 'usage']);
  });

  test('all invalid lines are listed with their line numbers', async () => {
    const server = await serve();
    const home = newHome();
    const path = home.path('list.txt');
    writeFileSync(path, `${free}\nhello\n\n# fine\n12\n${ours}\n4155550100\n+1\n1.4155E+10\n`);
    const given = { home, env: server.env };
    const { code, stdout, stderr } = await run(['numbers', 'assign', '--from', path], given);
    expect([code, stdout, server.requests]).toEqual([2, '', []]);
    for (const [line, text] of Object.entries({
      2: 'hello',
      5: '12',
      7: '4155550100',
      8: '+1',
      9: '1.4155E+10',
    }))
      expect(stderr).toMatch(new RegExp(`line ${line}: .*${text.replace(/[+.]/g, '\\$&')}`));
    expect(stderr).not.toMatch(/line [1346]\b/);
    const { error } = await run(['numbers', 'assign', '--from', path, '--json'], given);
    expect(error().items).toEqual(['hello', '12', '4155550100', '+1', '1.4155E+10']);
    expect(server.requests).toEqual([]);
  });

  test.each(['list', 'assign', 'unassign'])('numbers %s: a missing file is reported', async (verb) => {
    const server = await serve();
    const { code, stdout, stderr } = await run(['numbers', verb, '--from', '/nowhere/list.csv'], server);
    expect([code, stdout, server.requests]).toEqual([2, '', []]);
    expect(stderr).toContain('/nowhere/list.csv');
  });

  test('a directory is rejected', async () => {
    const home = newHome();
    const { code, stderr } = await sandbox(['query', '--from', home.directory], { home });
    expect(code).toBe(2);
    expect(stderr).toContain(home.directory);
  });

  test.runIf(existsSync('/dev/zero'))(
    'an endless device is rejected, and does not fill the memory',
    async () => {
      const { code, stdout, stderr } = await sandbox(['query', '--from', '/dev/zero']);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('/dev/zero: it is not a regular file and is larger than 64 MiB');
    },
  );

  test('the hint about numbers is shown only if a number is invalid', async () => {
    const hint = async (content: string) => (await assign(content)).error().hint;
    expect(await hint('number\nhello\n')).toContain('country code');
    expect(await hint(`number,capability\n${free},fax\n`)).toBe(null);
  });

  test.each([[['--number-column', '2']], [['--ignore-column', 'application']]])(
    '%j without --from',
    async (extra) => {
      const { code, stderr } = await sandbox(['numbers', 'assign', free, ...extra]);
      expect(code).toBe(2);
      expect(stderr).toContain('--from');
    },
  );
});

describe('--keep-going', () => {
  const text = `number,application\n${free},sales\nhello,sales\n,sales\n${unknown},sales\n${freeVoice},nobody\n`;

  test('valid lines are processed; invalid ones are failed rows, with their number if it can be read', async () => {
    const { code, json, error, at } = await assign(text, '--keep-going');
    expect(code).toBe(5);
    const rows = json();
    expect(rows.filter((row) => row.result === 'done').map((row) => row.number)).toEqual([free]);
    expect(rows.filter((row) => row.number === null)).toMatchObject([
      { kind: 'number', result: 'failed', error: 'usage', message: expect.stringContaining('line 3') },
      { kind: 'number', result: 'failed', error: 'usage', message: expect.stringContaining('line 4') },
    ]);
    expect(rows.filter((row) => row.number === freeVoice)).toMatchObject([
      { kind: 'number', result: 'failed', error: 'notFound', message: expect.stringContaining('line 6') },
    ]);
    expect(rows.filter((row) => row.number === unknown)).toMatchObject([
      { result: 'failed', error: 'notFound' },
    ]);
    expect(rows).toHaveLength(5);
    expect(error()).toMatchObject({
      kind: 'partial',
      exitCode: 5,
      items: expect.arrayContaining(['hello', unknown]),
    });
    expect([at(free), at(freeVoice)]).toEqual([sales.key, null]);
  });

  test('without any valid number, the command exits with code 2 and empty stdout, and no changes are made', async () => {
    const { code, stdout, asked, changed } = await assign('hello\nworld\n', '--keep-going');
    expect([code, stdout]).toEqual([2, '']);
    expect(asked.filter((line) => line.startsWith('POST'))).toEqual([]);
    expect(changed).toEqual(UNCHANGED);
  });

  test('a number listed for two applications is assigned to neither', async () => {
    const clash = `number,application\n${free},sales\n${freeVoice},sales\n${free},spare\n`;
    const { code, at } = await assign(clash, '--keep-going');
    expect([code, at(freeVoice), at(free)]).toEqual([5, sales.key, null]);
  });

  test('unassign also continues', async () => {
    const { code, json, at } = await withFile(
      `${ours}\nhello\n`,
      'numbers',
      'unassign',
      '--yes',
      '--keep-going',
    );
    expect([code, at(ours)]).toEqual([5, null]);
    expect(json()).toMatchObject([
      { number: ours, result: 'done' },
      { number: null, result: 'failed', message: expect.stringContaining('line 2') },
    ]);
  });
});

describe('targets from columns', () => {
  test('one file with several applications and capabilities sends one request for each', async () => {
    const text = [
      'capability;application;number',
      `voice;sales;${free}`,
      `SMS;${spare.key.toUpperCase()};${free}`,
      `;spare;${freeVoice}`,
      `;;${number(8)}`,
    ].join('\n');
    const { code, stderr, at, server } = await assign(text);
    expect(code, stderr).toBe(0);
    expect([at(free), at(free, 'sms'), at(freeVoice), at(number(8))]).toEqual([
      sales.key,
      spare.key,
      spare.key,
      support.key,
    ]);
    const posts = server.requests.filter(({ method }) => method === 'POST').map(({ body }) => `${body}`);
    expect(posts).toHaveLength(4);
  });

  test('a repeated number is one row and is sent once', async () => {
    const text = `number,application\n${free},sales\n+1 415 555 0103,${sales.key}\n`;
    const { code, json, server } = await assign(text);
    expect([code, json().length]).toEqual([0, 1]);
    expect(`${server.requests.at(-1)?.body}`.match(/4155550103/g)).toHaveLength(1);
  });

  test('--app applies to lines without an application, and matches its alias and key', async () => {
    const text = `number,application\n${free},\n${freeVoice},${sales.key}\n${number(8)},sales\n`;
    const { code, at } = await assign(text, '--app', 'sales');
    expect([code, at(free), at(freeVoice), at(number(8))]).toEqual([0, sales.key, sales.key, sales.key]);
  });

  test('with --ignore-column, the options apply', async () => {
    const text = `number,application,capability\n${free},spare,sms\n`;
    const ignoring = ['--ignore-column', 'application', '--ignore-column', 'capability'];
    const { code, at } = await assign(text, '--app', 'sales', ...ignoring);
    expect([code, at(free), at(free, 'sms')]).toEqual([0, sales.key, null]);
  });

  test('--ignore-column application does not affect the capability column', async () => {
    const text = `number,application,capability\n${free},spare,sms\n`;
    const { code, at } = await assign(text, '--app', 'sales', '--ignore-column', 'application');
    expect([code, at(free), at(free, 'sms')]).toEqual([0, null, sales.key]);
  });

  test('an ignored column can contain anything', async () => {
    const text = `number,application\n${free},no such thing\n`;
    expect((await assign(text, '--app', 'sales', '--ignore-column', 'application')).code).toBe(0);
  });

  test('a dry run shows the targets and makes no changes', async () => {
    const text = `number,application\n${free},sales\n${freeVoice},spare\n`;
    const { code, json, asked } = await assign(text, '--dry-run');
    expect([code, asked]).toEqual([0, [LIST]]);
    expect(json().map((row) => [row.number, row.to, row.result])).toEqual([
      [free, sales.key, 'planned'],
      [freeVoice, spare.key, 'planned'],
    ]);
  });

  test('--no-check also uses the targets', async () => {
    const text = `number,application\n${free},sales\n${freeVoice},spare\n`;
    const { code, asked, at } = await assign(text, '--no-check');
    expect([code, at(free), at(freeVoice)]).toEqual([0, sales.key, spare.key]);
    expect(asked).not.toContain(LIST);
  });
});

describe('unassign', () => {
  const both = `number,application\n${ours},support\n${theirs},sales\n`;

  test('for two applications prompts once, with both names', async () => {
    const home = newHome();
    const path = home.path('list.csv');
    writeFileSync(path, both);
    const { code, questions, stderr, world } = await sandbox(['numbers', 'unassign', '--from', path], {
      home,
      terminal: true,
      answers: ['y'],
    });
    expect(code).toBe(0);
    expect(questions).toEqual([expect.stringContaining('2 numbers from support and sales')]);
    for (const named of [ours, theirs]) expect(stderr).toContain(named);
    expect([world().applicationOf(ours, 'voice'), world().applicationOf(theirs, 'voice')]).toEqual([
      null,
      null,
    ]);
  });

  test('neither changes if the answer is no', async () => {
    const home = newHome();
    const path = home.path('list.csv');
    writeFileSync(path, both);
    const given = { home, terminal: true, answers: ['n'] };
    const { code, world } = await sandbox(['numbers', 'unassign', '--from', path], given);
    expect([code, changes(world())]).toEqual([7, UNCHANGED]);
  });

  test('if numbers are read from stdin, no prompt is possible: exit 7 with a hint', async () => {
    const given = { stdin: `${ours}\n` };
    const { code, stdout, stderr, world } = await sandbox(['numbers', 'unassign', '--from', '-'], given);
    expect([code, stdout, changes(world())]).toEqual([7, '', UNCHANGED]);
    expect(stderr).toContain('--yes');
  });

  test('with the portal API, a file that lists both capabilities can remove both with one request', async () => {
    const text = `number,capability\n${oursWithSms},voice\n${oursWithSms},sms\n`;
    const { code, stderr, json, asked, at } = await withFile(
      text,
      'numbers',
      'unassign',
      '--api',
      'portal',
      '--yes',
    );
    expect(code, stderr).toBe(0);
    expect(json().map((row) => [row.capability, row.result])).toEqual([
      ['voice', 'done'],
      ['sms', 'done'],
    ]);
    expect(asked.filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
    expect([at(oursWithSms), at(oursWithSms, 'sms')]).toEqual([null, null]);
  });

  test('with the portal API, a file that lists only one of them is rejected', async () => {
    const text = `number,capability\n${oursWithSms},voice\n`;
    const { code, changed } = await withFile(text, 'numbers', 'unassign', '--api', 'portal', '--yes');
    expect([code, changed]).toEqual([7, UNCHANGED]);
  });

  test('--all-capabilities removes each once, although the file lists both', async () => {
    const text = `number,capability\n${oursWithSms},voice\n${oursWithSms},sms\n`;
    const { code, json, asked } = await withFile(text, 'numbers', 'unassign', '--all-capabilities', '--yes');
    expect(code).toBe(0);
    expect(json().map((row) => [row.capability, row.result])).toEqual([
      ['voice', 'done'],
      ['sms', 'done'],
    ]);
    expect(asked).toHaveLength(3);
  });
});

describe('overwrite', () => {
  const overwrite = (content: string, ...argv: string[]) =>
    withFile(content, 'numbers', 'overwrite', '--api', 'calling', '--yes', ...argv);

  test('the file is the complete list', async () => {
    const { code, stderr, server } = await overwrite(`${ours}\n${free}\n`, '--app', 'support');
    expect(code, stderr).toBe(0);
    const left = server.world.numbers.filter(
      (one) => server.world.applicationOf(one, 'voice') === support.key,
    );
    expect(left).toEqual([ours, free]);
  });

  test('the capability is read from the column', async () => {
    const text = `number,capability\n${oursWithSms},sms\n`;
    const { code, at } = await overwrite(text, '--app', 'support');
    expect([code, at(oursWithSms, 'sms'), at(number(5), 'sms'), at(ours)]).toEqual([
      0,
      support.key,
      null,
      support.key,
    ]);
  });

  test.each(['number\n', '[]'])('%j is rejected before any request', async (content) => {
    const { code, error, asked } = await overwrite(content, '--app', 'support');
    expect([code, asked]).toEqual([2, []]);
    expect(error().hint).toContain('--allow-empty');
  });

  test.each(['', '# none\n'])('%j is rejected even with --allow-empty', async (content) => {
    for (const flags of [[], ['--allow-empty']]) {
      const { code, error, asked } = await overwrite(content, '--app', 'support', ...flags);
      expect([code, asked]).toEqual([2, []]);
      expect(error().hint).toContain('[]');
    }
  });

  test.each(['number\n', '[]'])('%j with --allow-empty removes all numbers', async (content) => {
    const { code, stderr, server } = await overwrite(content, '--app', 'support', '--allow-empty');
    expect(code, stderr).toBe(0);
    const { world } = server;
    expect(world.numbers.filter((one) => world.applicationOf(one, 'voice') === support.key)).toEqual([]);
    expect(world.applicationOf(oursWithSms, 'sms')).toBe(support.key);
  });

  test('a file with only invalid lines is not an empty list', async () => {
    const { code, asked } = await overwrite('hello, world\n', '--app', 'support', '--allow-empty');
    expect([code, asked]).toEqual([2, []]);
  });

  test('two capabilities are rejected, and both are listed', async () => {
    const text = `number,capability\n${ours},voice\n${oursWithSms},sms\n`;
    const { code, error, asked } = await overwrite(text, '--app', 'support');
    expect([code, asked]).toEqual([2, []]);
    expect(error().message).toMatch(/voice.*sms/);
  });

  test('another application in the file is rejected', async () => {
    const text = `number,application\n${ours},support\n${theirs},sales\n`;
    const { code, error, asked } = await overwrite(text, '--app', 'support');
    expect([code, asked]).toEqual([2, []]);
    expect(error().message).toMatch(/line 3.*--app/);
  });
});

describe('commands that only read', () => {
  test('numbers list shows only the numbers of the file, in its order', async () => {
    const { code, json, asked } = await withFile(
      `number;application\n${free};sales\n${ours};\n`,
      'numbers',
      'list',
    );
    expect([code, asked]).toEqual([0, [LIST]]);
    expect([...new Set(json().map((row) => row.number))]).toEqual([free, ours]);
  });

  test('numbers list reports numbers that are not on the account', async () => {
    const { code, json, error } = await withFile(`${ours}\n${unknown}\n`, 'numbers', 'list');
    expect([code, json().map((row) => row.number)]).toEqual([5, [ours]]);
    expect(error().items).toEqual([unknown]);
  });

  test.each(['', '# none\n'])(
    'numbers list with an empty file does not list the entire account: %j',
    async (content) => {
      const { code, stdout, asked } = await withFile(content, 'numbers', 'list');
      expect([code, stdout, asked]).toEqual([2, '', []]);
    },
  );

  test('query accepts a file and merges duplicates', async () => {
    const { code, json, asked } = await withFile(`number\n${ours}\n+46 73 017 01 01\n${ours}\n`, 'query');
    expect([code, asked.length]).toEqual([0, 2]);
    expect(json().map((row) => row.number)).toEqual([ours, '+46730170101']);
  });

  test.each([['query'], ['numbers', 'list']])(
    '%s %s lists all invalid lines before any request',
    async (...argv) => {
      const { code, error, asked } = await withFile(`${ours}\nhello\n1.4155E+10\n`, ...argv.filter(Boolean));
      expect([code, asked]).toEqual([2, []]);
      expect(error().message).toMatch(/line 2.*line 3/);
    },
  );

  test('query rejects an empty file', async () => {
    const { code, asked } = await withFile('', 'query');
    expect([code, asked]).toEqual([2, []]);
  });
});

describe('stdin', () => {
  test.each([
    ['numbers', 'list'],
    ['numbers', 'assign'],
    ['numbers', 'overwrite', '--app', 'support'],
    ['query'],
  ])('a terminal is rejected: %s %s', async (...argv) => {
    const { code, stdout, stderr, questions, world } = await sandbox([...argv, '--from', '-'], {
      terminal: true,
      stdin: `${free}\n`,
    });
    expect([code, stdout, questions, changes(world())]).toEqual([2, '', [], UNCHANGED]);
    expect(stderr).toMatch(/stdin.*terminal/);
  });

  test('a pipe is read, including UTF-16', async () => {
    const stdin = Buffer.from(`${free}\r\n`, 'utf16le');
    const { code, world } = await sandbox(['numbers', 'assign', '--from', '-', '--app', 'sales'], { stdin });
    expect([code, world().applicationOf(free, 'voice')]).toEqual([0, sales.key]);
  });

  test('overwrite reads stdin once for both of its checks', async () => {
    const argv = ['numbers', 'overwrite', '--from', '-', '--app', 'sales', '--api', 'calling', '--yes'];
    const { code, world } = await sandbox([...argv, '--max-removals', '10'], { stdin: `${theirs}\n` });
    expect([code, world().applicationOf(theirs, 'voice')]).toEqual([0, sales.key]);
  });

  test('invalid lines from stdin are reported as such', async () => {
    const { code, stderr } = await sandbox(['query', '--from', '-'], { stdin: Buffer.from([0xe9, 0x0a]) });
    expect(code).toBe(2);
    expect(stderr).toContain('stdin');
  });
});

test('an incomplete last line is accepted only in a results file, where its row never finished', async () => {
  const row = JSON.stringify({ number: free, capability: 'voice', result: 'failed' });
  const torn = await sandbox(['numbers', 'assign', '--from', '-', '--json'], {
    stdin: `${row}\n{"number":"+1415`,
  });
  expect(torn.code).toBe(0);
  expect(torn.json()).toMatchObject([{ number: free, result: 'done' }]);
  const other = await sandbox(['numbers', 'assign', '--from', '-', '--json'], {
    stdin: `{"number":"${free}"}\n{"number":"+1415`,
  });
  expect(other.code).toBe(2);
  expect(other.error().message).toContain('line 2');
});
