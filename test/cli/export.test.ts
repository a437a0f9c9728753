import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENTS, FORMAT_NAMES } from '../../src/output/formats.ts';
import { sales, spare, support, supportSms, supportVoice } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { isUnsafe, nastyText } from '../support/nasty.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { sized } from '../support/sizes.ts';
import { withState } from '../support/state.ts';

test('the account as YAML: one entry per application, one number per line, key and alias', async () => {
  const { code, stdout } = await sandbox(['export']);
  expect(code).toBe(0);
  expect(stdout).toContain(`  - application: ${support.key}\n    alias: support\n`);
  expect(stdout).toContain('      voice:\n        - "+14155550100"\n        - "+14155550101"\n');
  const { version, applications } = parse(stdout);
  expect(version).toBe(1);
  const keys = applications.map(({ application }: { application: string }) => application);
  expect(keys).toEqual([support.key, sales.key, spare.key].sort());
  expect(applications.at(-1)).toEqual({
    application: support.key,
    alias: 'support',
    callbacks: support.callbacks,
    numbers: { voice: supportVoice, sms: supportSms },
  });
});

test('the same state produces identical bytes', async () => {
  const home = newHome();
  const first = await sandbox(['export'], { home });
  await sandbox(['numbers', 'unassign', ...supportVoice.slice(0, 3), '--app', 'support', '--yes'], { home });
  await sandbox(['numbers', 'assign', ...supportVoice.slice(0, 3).reverse(), '--app', 'support'], { home });
  expect((await sandbox(['export'], { home })).stdout).toBe(first.stdout);
});

test('-o json contains the same data', async () => {
  const home = newHome();
  const yaml = await sandbox(['export'], { home });
  for (const flag of [['--json'], ['-o', 'json']]) {
    expect(JSON.parse((await sandbox(['export', ...flag], { home })).stdout)).toEqual(parse(yaml.stdout));
  }
});

test.each(FORMAT_NAMES.filter((format) => !DOCUMENTS[format]))('-o %s causes exit code 2', async (format) => {
  const { code, stdout } = await sandbox(['export', '-o', format]);
  expect([code, stdout]).toEqual([2, '']);
});

describe('selection', () => {
  const entries = async (...argv: string[]) =>
    parse((await sandbox(['export', ...argv])).stdout).applications;

  test('--app exports one or several applications', async () => {
    expect(await entries('--app', 'support')).toHaveLength(1);
    expect(await entries('--app', 'support', '--app', sales.key)).toHaveLength(2);
  });

  test('--only numbers does not request callbacks', async () => {
    const { env, requests } = await serve();
    const { stdout } = await run(['export', '--only', 'numbers'], { env });
    expect(stdout).not.toContain('callbacks');
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
  });

  test('--only callbacks for one application requests nothing else', async () => {
    const { env, requests } = await serve();
    const { stdout } = await run(['export', '--only', 'callbacks', '--app', support.key], { env });
    expect(stdout).not.toContain('numbers');
    expect(lines(requests)).toEqual([`GET /v1/configuration/callbacks/applications/${support.key}`]);
  });
});

test('an alias that YAML would read as another type is preserved', async () => {
  const { go, diff } = withState('');
  for (const alias of ['null', 'true', '1e5', '123', '0x1f', 'a.b-c_d']) {
    await go('apps', 'alias', alias, spare.key);
    const { stdout } = await go('export', '--app', alias);
    const again = withState(stdout);
    await again.go('apps', 'alias', alias, spare.key);
    expect((await again.diff()).json(), stdout).toEqual([]);
    await go('apps', 'unalias', alias);
  }
  expect((await diff()).code).toBe(2);
});

test('any text from the API is escaped in the file, and preserved', { timeout: 60_000 }, async () => {
  const { env, world } = await serve();
  const exported = async (...argv: string[]) =>
    (await run(['export', '--app', support.key, '--only', 'callbacks', ...argv], { env })).stdout;
  await fc.assert(
    fc.asyncProperty(nastyText, nastyText, async (primary, fallback) => {
      world.setCallbacks(support.key, { primary, fallback });
      const [yaml, json] = [await exported(), await exported('-o', 'json')];
      expect([...(yaml + json)].filter((one) => isUnsafe(one) && one !== '\n')).toEqual([]);
      const callbacks = { primary: primary || null, fallback: fallback || null };
      for (const content of [parse(yaml), load(yaml), JSON.parse(json)])
        expect(content.applications[0].callbacks).toEqual(callbacks);
      // One line per item, so that each change is one line of a diff.
      expect(yaml.split('\n')).toHaveLength(7);
      for (const stdin of [yaml, json]) {
        const { stdout, stderr } = await run(['diff', '-f', '-', '--json'], { env, stdin });
        expect(stdout, stderr).toBe('[]\n');
      }
    }),
    { numRuns: sized(200, 60) },
  );
});

describe('callbacks that commands would reject', () => {
  const ODD = [
    'https://user:word@voice.example.com/sinch',
    'https://voice.example.com/sinch#top',
    'https://voice.example.com/a b',
    'sip:desk@voice.example.com',
    'https://{{ host }}/sinch',
    'https://undefined/sinch',
    'http://localhost/sinch',
    ' https://voice.example.com/\n',
    '\thttps://voice.example.com/ ',
    '@voice',
    'a\\nb',
    `https://voice.example.com/${'x'.repeat(3000)}`,
  ];

  test.each(ODD)('%j: diff shows no difference, and apply keeps it', async (primary) => {
    const { env, world } = await serve();
    world.setCallbacks(support.key, { primary, fallback: 'https://voice.example.com/old' });
    const { stdout } = await run(['export', '--app', support.key], { env });
    const same = await run(['diff', '-f', '-', '--json'], { env, stdin: stdout });
    expect([same.code, same.stdout], same.stderr).toEqual([0, '[]\n']);
    expect(same.stderr).not.toContain('warning');
    const changed = stdout.replace('/old"', '/new"');
    const applied = await run(['apply', '-f', '-', '--yes', '--json'], { env, stdin: changed });
    expect(applied.code, applied.stderr).toBe(0);
    expect(world.callbacksOf(support.key)).toEqual({ primary, fallback: 'https://voice.example.com/new' });
  });

  test.each(ODD)('%j: callbacks get and callbacks set --from are inverses', async (primary) => {
    const { env, world } = await serve();
    world.setCallbacks(support.key, { primary, fallback: primary });
    for (const format of [
      ['json'],
      ['ndjson'],
      ['csv'],
      ['csv', '--no-header'],
      ['tsv'],
      ['tsv', '--header'],
    ]) {
      const get = ['callbacks', 'get', '--app', support.key, '-o', ...format];
      const { stdout: stdin } = await run(get, { env });
      const { code, json, stderr } = await run(['callbacks', 'set', '--from', '-', '--json'], { env, stdin });
      expect(code, stderr).toBe(0);
      expect(json().map(({ result }) => result)).toEqual(['unchanged', 'unchanged']);
    }
  });

  test('such a URL is an error if it would be written, and is ignored with --only numbers', async () => {
    const { env, world } = await serve();
    world.setCallbacks(support.key, { primary: 'sip:a@b' });
    const { stdout } = await run(['export', '--app', support.key], { env });
    const stdin = stdout.replace('sip:a@b', 'sip:c@d');
    const { code, error } = await run(['diff', '-f', '-', '--json'], { env, stdin });
    expect([code, error().message]).toEqual([
      2,
      expect.stringMatching(/^stdin:5:16: invalid http\(s\) URL for primary/),
    ]);
    expect((await run(['diff', '-f', '-', '--only', 'numbers'], { env, stdin })).code).toBe(0);
  });

  test('a URL of more than 10,000 characters is an error only if it would be written', async () => {
    const { env, world } = await serve();
    const primary = `https://voice.example.com/${'x'.repeat(20_000)}`;
    world.setCallbacks(support.key, { primary });
    const { stdout } = await run(['export', '--app', support.key], { env });
    expect((await run(['diff', '-f', '-', '--json'], { env, stdin: stdout })).stdout).toBe('[]\n');
    const stdin = stdout.replace('voice.example', 'other.example');
    const { code, stderr } = await run(['diff', '-f', '-'], { env, stdin });
    expect([code, stderr]).toEqual([2, expect.stringContaining('primary is longer than 10,000 characters')]);
  });
});

test('--ranges writes consecutive numbers as ranges, which diff reads', async () => {
  const { stdout, code } = await sandbox(['export', '--only', 'numbers', '--ranges', '--app', 'support']);
  expect(code).toBe(0);
  expect(stdout).not.toContain('..');
  const { env } = await serve({ numbers: 20 });
  const numbers = Array.from({ length: 5 }, (_, i) => `+${14155550103 + i}`);
  await run(['numbers', 'assign', ...numbers, '--app', spare.key, '--move-from', 'any', '-y'], { env });
  const plain = await run(['export', '--only', 'numbers', '--app', spare.key], { env });
  expect(plain.stdout).not.toContain('..');
  const ranges = await run(['export', '--only', 'numbers', '--ranges'], { env });
  expect(ranges.stdout).toContain('        - "+14155550103..+14155550107"\n');
  const options = { env, stdin: ranges.stdout };
  expect((await run(['diff', '-f', '-', '--prune', '--json'], options)).json()).toEqual([]);
});
