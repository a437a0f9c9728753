import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  sales,
  serving,
  spare,
  support,
  theirs,
  UNCHANGED,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { lines, serve } from '../support/serve.ts';
import { shell, sinchctl } from '../support/spawn.ts';

const LIST = 'GET /v1/configuration/numbers';

// A pipe gets headerless tsv unless a format is specified.
const FORMAT_NAMES = ['', '-o tsv', '-o tsv --header', '-o json'];

/** A server with its variables, and the built program that uses it. */
async function program(numbers?: number) {
  const server = await serve(numbers === undefined ? {} : { numbers });
  const home = newHome();
  const env = { ...home.env, ...server.env };
  return {
    ...server,
    home,
    /** A shell command in which "$@" is the program. */
    shell: (line: string) => shell(line, { env }),
    run: (argv: readonly string[], stdin = 'ignore') => sinchctl(argv, { env, stdin }),
    posts: () => lines(server.requests).filter((line) => line !== LIST),
  };
}

describe.each(FORMAT_NAMES)('--from accepts the output of sinchctl: %s', (format) => {
  const options = format === '' ? [] : format.split(' ');

  test('numbers list: assigning all numbers of an application again changes nothing', async () => {
    const { run, world, posts, requests } = await program();
    const listed = await run(['numbers', 'list', '--app', support.key, ...options]);
    expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining(ours)]);
    const again = await run(['numbers', 'assign', '--from', '-', '-o', 'json'], listed.stdout);
    expect(again.code, again.stderr).toBe(0);
    const rows: { number: string; capability: string; result: string }[] = JSON.parse(again.stdout);
    const voice = serving(world, support).map((one) => `${one} voice`);
    const sms = serving(world, support, 'sms').map((one) => `${one} sms`);
    expect(rows.map((row) => `${row.number} ${row.capability}`).sort()).toEqual([...voice, ...sms].sort());
    expect(rows.every(({ result }) => result === 'unchanged')).toBe(true);
    expect([posts(), requests.length, changes(world)]).toEqual([[], 2, UNCHANGED]);
  });

  test('numbers list with the portal API', async () => {
    const { run } = await program();
    const listed = await run(['numbers', 'list', '--app', support.key, '--api', 'portal', ...options]);
    expect(listed.code, listed.stderr).toBe(0);
    const again = await run(['numbers', 'list', '--from', '-', '-o', 'json'], listed.stdout);
    expect(again.code, again.stderr).toBe(0);
    const rows: { number: string }[] = JSON.parse(again.stdout);
    expect(new Set(rows.map((row) => row.number)).size).toBe(8);
  });

  test('assign: its rows unassign the same numbers', async () => {
    const { run, world } = await program();
    const done = await run(['numbers', 'assign', free, freeVoice, '--app', sales.key, ...options]);
    expect([done.code, world.applicationOf(free, 'voice')]).toEqual([0, sales.key]);
    const undone = await run(['numbers', 'unassign', '--from', '-', '--yes', '-o', 'json'], done.stdout);
    expect(undone.code, undone.stderr).toBe(0);
    expect(JSON.parse(undone.stdout)).toMatchObject([
      { number: free, from: sales.key, result: 'done' },
      { number: freeVoice, from: sales.key, result: 'done' },
    ]);
    expect([world.applicationOf(free, 'voice'), world.applicationOf(freeVoice, 'voice')]).toEqual([
      null,
      null,
    ]);
  });

  test('unassign: its rows assign the numbers to their previous application', async () => {
    const { run, world } = await program();
    const path = newHome().path('list.csv');
    writeFileSync(
      path,
      `number,application,capability\n${ours},${support.key},\n${theirs},${sales.key},\n${oursWithSms},,sms\n`,
    );
    const gone = await run(['numbers', 'unassign', '--from', path, '--yes', ...options]);
    expect(gone.code, gone.stderr).toBe(0);
    expect(world.applicationOf(oursWithSms, 'sms')).toBeNull();
    const back = await run(['numbers', 'assign', '--from', '-'], gone.stdout);
    expect(back.code, back.stderr).toBe(0);
    expect([
      world.applicationOf(ours, 'voice'),
      world.applicationOf(theirs, 'voice'),
      world.applicationOf(oursWithSms, 'sms'),
      world.applicationOf(oursWithSms, 'voice'),
    ]).toEqual([support.key, sales.key, support.key, support.key]);
  });

  test('overwrite: assigning its rows restores removed numbers', async () => {
    const { run, world } = await program();
    const before = serving(world, support);
    const line = ['numbers', 'overwrite', ours, free, '--app', support.key, '--api', 'calling', '--yes'];
    const over = await run([...line, ...options]);
    expect([over.code, serving(world, support)], over.stderr).toEqual([0, [ours, free]]);
    const back = await run(['numbers', 'assign', '--from', '-'], over.stdout);
    expect(back.code, back.stderr).toBe(0);
    expect(serving(world, support)).toEqual([...before, free].sort());
  });

  test('numbers list piped into assign moves all numbers of an application, with both capabilities', async () => {
    const { shell: line, world } = await program();
    const [voice, sms] = [serving(world, support), serving(world, support, 'sms')];
    expect([voice.length, sms.length]).toEqual([8, 4]);
    const { code, stderr } = await line(
      `"$@" numbers list --app ${support.key} ${format} | ` +
        `"$@" numbers assign --from - --app ${spare.key} --move-from ${support.key} --ignore-column application`,
    );
    expect(code, stderr).toBe(0);
    expect([serving(world, spare), serving(world, spare, 'sms')]).toEqual([voice, sms]);
    expect([serving(world, support), serving(world, support, 'sms')]).toEqual([[], []]);
  });
});

test('without --ignore-column the same pipe is rejected, because the column conflicts with --app', async () => {
  const { shell: line, world } = await program();
  const pipe = `"$@" numbers list --app ${support.key} | "$@" numbers assign --from - --app ${spare.key}`;
  const { code, stdout, stderr } = await line(`${pipe} --move-from ${support.key}`);
  expect([code, stdout, changes(world)]).toEqual([2, '', UNCHANGED]);
  expect(stderr).toContain('--ignore-column application');
});

describe('a file and stdin', () => {
  test('a file with CRLF and a byte order mark', async () => {
    const { run, home, world } = await program();
    const path = home.path('list.csv');
    writeFileSync(path, `\ufeffname;number\r\n"a;b";"${free}"\r\n\r\nc;${freeVoice}\r\n`);
    const { code, stderr } = await run(['numbers', 'assign', '--from', path, '--app', sales.key]);
    expect(code, stderr).toBe(0);
    expect([world.applicationOf(free, 'voice'), world.applicationOf(freeVoice, 'voice')]).toEqual([
      sales.key,
      sales.key,
    ]);
  });

  test('UTF-16LE on stdin, with and without a byte order mark', async () => {
    const { home, env, world } = await program();
    for (const [mark, one] of [
      ['', free],
      ['\ufeff', freeVoice],
    ] as const) {
      const path = home.path('list.txt');
      writeFileSync(path, Buffer.from(`${mark}${one}\r\n`, 'utf16le'));
      const line = `"$@" numbers assign --from - --app ${sales.key} < '${path}'`;
      const { code, stderr } = await shell(line, { env: { ...home.env, ...env } });
      expect(code, stderr).toBe(0);
      expect(world.applicationOf(one, 'voice')).toBe(sales.key);
    }
  });

  test.each([['Latin-1', Buffer.from(`note,number\nGr\u00fc\u00dfe,${free}\n`, 'latin1')]])(
    '%s is rejected before any request',
    async (_, bytes) => {
      const { run, home, requests } = await program();
      const path = home.path('list.txt');
      writeFileSync(path, bytes);
      const { code, stdout, stderr } = await run(['numbers', 'assign', '--from', path]);
      expect([code, stdout, requests]).toEqual([2, '', []]);
      expect(stderr).toContain('UTF-8');
    },
  );

  test('an empty stdin causes exit code 2, and nothing is sent', async () => {
    const { run, requests } = await program();
    const { code, stdout } = await run(['numbers', 'assign', '--from', '-']);
    expect([code, stdout, requests]).toEqual([2, '', []]);
  });
});

describe('10,000 lines', () => {
  const SIZE = 10_000;
  const all = Array.from({ length: SIZE }, (_, i) => number(i));

  test('send 1 list and 100 POST requests, and the same command again only the list', async () => {
    const { run, home, requests, posts, world } = await program(SIZE);
    const path = home.path('all.txt');
    writeFileSync(path, `${all.join('\n')}\n`);
    const line = ['numbers', 'assign', '--from', path, '--app', spare.key, '--move-from', 'any', '--yes'];
    const first = await run(line);
    expect(first.code, first.stderr.slice(0, 500)).toBe(0);
    expect(first.stdout.split('\n')).toHaveLength(SIZE + 1);
    expect([requests.length, posts().length]).toEqual([101, 100]);
    expect(serving(world, spare)).toHaveLength(SIZE);

    requests.length = 0;
    const second = await run([...line, '-o', 'json']);
    expect(second.code).toBe(0);
    expect(lines(requests)).toEqual([LIST]);
    const rows: { number: string; result: string }[] = JSON.parse(second.stdout);
    expect(rows.map((row) => row.number)).toEqual(all);
    expect(rows.every(({ result }) => result === 'unchanged')).toBe(true);
  });

  test('with --keep-going and some invalid lines: the same requests, and the invalid lines are listed', async () => {
    const { run, home, requests, world } = await program(SIZE);
    const path = home.path('all.txt');
    const text = all.flatMap((one, i) => (i % 100 === 0 ? [one, `not a number ${i}`] : [one])).join('\n');
    writeFileSync(path, text);
    const line = [
      'numbers',
      'assign',
      '--from',
      path,
      '--app',
      spare.key,
      '--move-from',
      'any',
      '--yes',
      '-o',
      'json',
    ];
    const refused = await run(line);
    expect([refused.code, refused.stdout, requests]).toEqual([2, '', []]);

    const { code, stdout } = await run([...line, '--keep-going']);
    expect([code, requests.length]).toEqual([5, 101]);
    const rows: { number: string | null; message: string | null; result: string }[] = JSON.parse(stdout);
    expect(rows.filter(({ result }) => result === 'done')).toHaveLength(SIZE);
    const bad = rows.filter((row) => row.number === null).map(({ message }) => message ?? '');
    expect(bad).toHaveLength(100);
    bad.forEach((message, i) => {
      expect(message).toContain(`line ${i * 101 + 2}:`);
      expect(message).toContain(`not a number ${i * 100}`);
    });
    expect(serving(world, spare)).toHaveLength(SIZE);
  });
});

test('a line with two errors is listed once, and the valid ones are processed', async () => {
  const { run, posts } = await program();
  const file = newHome().path('numbers.csv');
  writeFileSync(file, `number,application\nhello,not an application\n${free},${sales.key}\n`);
  const refused = await run(['numbers', 'assign', '--from', file]);
  expect([refused.code, refused.stdout, posts()]).toEqual([2, '', []]);
  expect(refused.stderr).toMatch(/^error: line 2: not a phone number: hello\nhint: .*\n$/);
  const done = await run(['numbers', 'assign', '--from', file, '--keep-going', '--json']);
  expect(done.code, done.stderr).toBe(5);
  expect(JSON.parse(done.stdout)).toMatchObject([{ result: 'failed' }, { number: free, result: 'done' }]);
});
