import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/output/formats.ts';
import { changes, free, ours, oursWithSms, support, theirs, UNCHANGED } from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const list = (...argv: string[]) => sandbox(['numbers', 'list', ours, oursWithSms, theirs, free, ...argv]);

describe('--columns', () => {
  test('chooses and orders fields in every format', async () => {
    const at = async (format: string) =>
      (await sandbox(['numbers', 'list', ours, '-o', format, '--columns', 'alias, number'])).stdout;
    const table = await at('table');
    const written = Object.fromEntries(
      await Promise.all(FORMAT_NAMES.map(async (format) => [format, await at(format)])),
    );
    expect({ ...written, table: '' }).toEqual({
      table: '',
      json: `[\n  {"alias":"support","number":"${ours}"}\n]\n`,
      ndjson: `{"alias":"support","number":"${ours}"}\n`,
      csv: `alias,number\nsupport,${ours}\n`,
      tsv: `support\t${ours}\n`,
      markdown: `| alias | number |\n| --- | --- |\n| support | ${ours} |\n`,
    });
    const cells = table.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
    expect([cells[1], cells[3]]).toEqual([
      ['', 'alias', 'number', ''],
      ['', 'support', ours, ''],
    ]);
  });

  test('shows a field in a table that the table leaves out by itself', async () => {
    const table = (...argv: string[]) => sandbox(['numbers', 'list', ours, '-o', 'table', ...argv]);
    expect((await table()).stdout).not.toContain(support.key);
    expect((await table('--columns', 'application')).stdout).toContain(support.key);
  });

  test('knows the fields that an option adds', async () => {
    const { code, cells } = await list('--api', 'portal', '--columns', 'city');
    expect([code, cells()[0]]).toEqual([0, ['SAN FRANCISCO']]);
    expect((await list('--columns', 'city')).code).toBe(2);
  });
});

describe('--sort', () => {
  const numbers = async (...argv: string[]) =>
    (await list('--columns', 'number,alias', ...argv)).cells().map(([number, alias]) => `${number} ${alias}`);

  test('orders rows, descending with a minus, nulls last, equal ones as they came', async () => {
    const [sales, ...rest] = [`${theirs} sales`, `${ours} support`, `${oursWithSms} support`];
    const none = [`${free} `, `${free} `];
    expect(await numbers('--sort', 'alias')).toEqual([sales, ...rest, rest[1], ...none]);
    expect(await numbers('--sort', '-alias')).toEqual([...rest, rest[1], sales, ...none]);
    expect(await numbers('--sort=-number')).toEqual([...none, sales, rest[1], rest[1], rest[0]]);
    expect(await numbers('--sort', '-capability,-number')).toEqual(
      [ours, oursWithSms, theirs, free]
        .reverse()
        .map((one) => expect.stringContaining(one))
        .concat([free, oursWithSms].map((one) => expect.stringContaining(one))),
    );
  });

  test('numbers go by size', async () => {
    const { cells } = await sandbox(['apps', 'list', '--sort', '-voice', '--columns', 'voice']);
    const sizes = cells().map(([size]) => Number(size));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes.length).toBeGreaterThan(2);
  });

  test('goes by a field that is not shown', async () => {
    const { stdout } = await list('--columns', 'number', '--sort', '-number', '-o', 'json');
    expect(JSON.parse(stdout)[0]).toEqual({ number: free });
  });
});

describe('what does not fit is told before anything is done', () => {
  test.each([
    [
      ['--columns', 'numbr'],
      ['numbr', 'did you mean number?', 'application, alias'],
    ],
    [
      ['--columns', 'ERROR'],
      ['ERROR', 'did you mean error?'],
    ],
    [['--columns', 'number,,alias'], ['empty column']],
    [['--columns', 'number,number'], ['number twice']],
    [['--columns', ''], ['--columns is empty']],
    [
      ['--sort', '-resul'],
      ['resul', 'did you mean result?'],
    ],
    [['--sort', ''], ['--sort is empty']],
    [
      ['-o', 'ndjsn'],
      ['ndjsn', 'did you mean ndjson?', ...FORMAT_NAMES],
    ],
    [['-o', 'md'], ['did you mean markdown?']],
    [
      ['--query', 'x'],
      ["'--query'", '-o json | jq'],
    ],
    [['--jq=.x'], ["'--jq", '-o json | jq']],
    [
      ['--format', 'json'],
      ["'--format'", '-o FORMAT'],
    ],
    [['--json', '-o', 'ndjson'], ['--json']],
  ])('%j', async (extra, named) => {
    const { env, requests, world } = await serve();
    const { code, stdout, stderr } = await run(['numbers', 'assign', free, '--app', support.key, ...extra], {
      env,
    });
    expect([code, stdout, requests]).toEqual([2, '', []]);
    for (const text of named) expect(stderr).toContain(text);
    expect(changes(world)).toEqual(UNCHANGED);
  });

  test.each(['--columns', '--sort'])('%s where a command prints no rows', async (option) => {
    const { code, stderr, home } = await run(['apps', 'alias', 'a', support.key, option, 'alias']);
    expect(code).toBe(2);
    expect(stderr).toContain('prints no rows');
    expect(await run(['profiles', 'list'], { home })).toMatchObject({ stdout: '' });
  });
});

describe('an error under -o ndjson is one line of JSON', () => {
  test.each([['-o', 'ndjson'], ['-ondjson'], ['--output', 'ndjson'], ['--output=ndjson'], ['-qondjson']])(
    '%s %s',
    async (...look) => {
      for (const argv of [
        ['numbers', 'list', 'hello'],
        ['numbers', 'list', '--al'],
        ['numbers', 'list', '--columns', 'x'],
        ['numbers', 'list', '+14155559999'],
      ]) {
        const { code, stdout, error } = await sandbox([...argv, ...look]);
        expect([code, stdout]).toEqual([error().exitCode, '']);
        expect(code).toBeGreaterThan(1);
      }
    },
  );

  test.each(['csv', 'tsv', 'markdown', 'table'])('and under -o %s it is for people', async (format) => {
    expect((await sandbox(['numbers', 'list', 'hello', '-o', format])).stderr).toMatch(/^error: /m);
  });
});

describe('--header and --no-header', () => {
  test('shape every format that has one', async () => {
    const first = async (...argv: string[]) =>
      (await sandbox(['numbers', 'list', ours, ...argv])).stdout.split('\n')[0];
    const row = [ours, support.key, 'support', 'voice'];
    expect(await first('-o', 'csv')).toBe('number,application,alias,capability');
    expect(await first('-o', 'csv', '--no-header')).toBe(row.join(','));
    expect(await first('-o', 'markdown', '--no-header')).toBe(`| ${row.join(' | ')} |`);
    expect(await first('-o', 'tsv', '--header')).toBe('number\tapplication\talias\tcapability');
  });

  test('without rows csv is empty, unless its header is asked for', async () => {
    const none = (...argv: string[]) => sandbox(['numbers', 'list', '--prefix', '+999', ...argv]);
    for (const format of ['csv', 'tsv', 'ndjson', 'markdown'])
      expect(await none('-o', format)).toMatchObject({ code: 0, stdout: '' });
    expect((await none('-o', 'csv', '--header')).stdout).toBe('number,application,alias,capability\n');
    expect((await none('--json')).stdout).toBe('[]\n');
  });
});
