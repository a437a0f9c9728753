import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sales, spare, support, unknown } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type RunOptions, run } from '../support/run.ts';
import { lines, type ServeOptions, serve } from '../support/serve.ts';
import { sized } from '../support/sizes.ts';

// Entries of the account that are not E.164: short codes and sender IDs. Their exact text is their number.

interface Listed {
  number: unknown;
  capability: string;
  applicationkey?: string;
}

type Between = NonNullable<ServeOptions['between']>;

const LIST = '/v1/configuration/numbers';
const KEYS = [support, sales, spare].map(({ key }) => key);

/** A sandbox whose account lists these numbers instead of its own, and changes them. */
async function serveAccount(given: readonly Listed[], callbacks: Record<string, unknown> = {}) {
  let rows = [...given];
  const sent: unknown[] = [];
  const bodyOf = (method: string, text: string): unknown => {
    if (method === 'GET') return { numbers: rows };
    const { number, numbers = [number], applicationkey, capability } = JSON.parse(text);
    sent.push(JSON.parse(text));
    rows = rows.map((row) => {
      if (row.capability !== capability || !numbers.includes(String(row.number))) return row;
      const { applicationkey: _, ...free } = row;
      return method === 'POST' ? { ...free, applicationkey } : free;
    });
    return undefined;
  };
  const between: Between = async (request, answer) => {
    const { method, path, body } = request;
    const delivery = await answer(request);
    const key = KEYS.find((one) => path.endsWith(`/callbacks/applications/${one}`));
    const isCallbacks = method === 'GET' && key !== undefined && key in callbacks;
    if (delivery.how === 'reset' || !(path === LIST || isCallbacks)) return delivery;
    const reply = isCallbacks ? { url: callbacks[key] } : bodyOf(method, String(body));
    const response = reply
      ? { ...delivery.response, status: 200, body: JSON.stringify(reply) }
      : { ...delivery.response, status: 204, body: '' };
    return { ...delivery, response };
  };
  const served = await serve({ between });
  const home = newHome();
  return {
    ...served,
    sent,
    home,
    listed: () => rows,
    json: (argv: readonly string[], options: RunOptions = {}) =>
      run([...argv, '--json'], { env: served.env, home, ...options }),
  };
}

const onSupport = (number: unknown, capability = 'sms'): Listed => ({
  number,
  capability,
  applicationkey: support.key,
});
const TEXTS = ['72404', '012', 'ACME', 'ACME Corp', 'Ärzte', '24x7', "Bob's"];
/** Those that look like a header, a field of YAML, a template, a formula, or an escape. */
const UNUSUAL_TEXTS = ['DID', 'phone', 'a: b', '- x', '$AVE', '%OFF%', '<b>', '@x', '=A', '->x', 'A\\B'];
const ofSupport = ['--app', support.key, '--capability', 'sms'];

describe.each(TEXTS)('%s', (text) => {
  test('is listed with its exact text, without a warning, and can be selected', async () => {
    const { json } = await serveAccount([onSupport(text), onSupport(unknown)]);
    const { code, stderr, ...result } = await json(['numbers', 'list', text]);
    expect([code, stderr]).toEqual([0, '']);
    expect(result.json()).toMatchObject([{ number: text, capability: 'sms' }]);
  });

  test('is removed by its exact text, and the removal can be undone', async () => {
    const { json, sent, listed } = await serveAccount([onSupport(text), onSupport(unknown)]);
    const removed = await json(['numbers', 'unassign', text, ...ofSupport, '-y']);
    expect(removed.code, removed.stderr).toBe(0);
    expect(sent).toEqual([{ number: text, applicationkey: support.key, capability: 'sms' }]);
    const changes = await json(['history', '--number', text]);
    expect(changes.code, changes.stderr).toBe(0);
    expect(changes.json()).toMatchObject([{ number: text, change: 'remove' }]);
    const [last] = (await json(['history'])).json();
    const undone = await json(['undo', String(last?.run), '-y']);
    expect(undone.code, undone.stderr).toBe(0);
    expect(undone.json()).toMatchObject([{ number: text, change: 'add', result: 'done' }]);
    expect(listed()).toContainEqual(onSupport(text));
  });

  test('is exported, causes no difference, and is pruned and moved by apply', async () => {
    const { json, env, home, listed } = await serveAccount([onSupport(text)]);
    const exported = await run(['export'], { env, home });
    expect(exported.stdout).toContain(JSON.stringify(text));
    const diff = await json(['diff', '-f', '-', '--prune'], { stdin: exported.stdout });
    expect([diff.code, diff.stdout.trim()], diff.stderr).toEqual([0, '[]']);
    const file = (app: string, ...numbers: string[]) =>
      JSON.stringify({ version: 1, applications: [{ application: app, numbers: { sms: numbers } }] });
    const moved = await json(['apply', '-f', '-', '-y'], { stdin: file(sales.key, text) });
    expect(moved.code, moved.stderr).toBe(0);
    expect(listed()).toMatchObject([{ number: text, applicationkey: sales.key }]);
    const pruned = await json(['apply', '-f', '-', '-y', '--prune'], { stdin: file(sales.key) });
    expect(pruned.code, pruned.stderr).toBe(0);
    expect(listed()).toEqual([{ number: text, capability: 'sms' }]);
  });

  test('is kept and removed by overwrite', async () => {
    const { json, listed } = await serveAccount([onSupport(text), onSupport('99999')]);
    const overwritten = await json([
      ...['numbers', 'overwrite', text, ...ofSupport, '--api', 'calling', '--max-removals', '9', '-y'],
    ]);
    expect(overwritten.code, overwritten.stderr).toBe(0);
    expect(listed()).toEqual([onSupport(text), { number: '99999', capability: 'sms' }]);
  });

  test('causes exit code 2 if the account is not read or does not list it', async () => {
    const { json, requests } = await serveAccount([onSupport(text)]);
    for (const argv of [
      ['query', text],
      ['numbers', 'assign', text, ...ofSupport, '--no-check'],
      ['numbers', 'unassign', text, ...ofSupport, '--no-check', '-y', '--region', 'US'],
    ]) {
      const { code, stdout, error } = await json(argv);
      expect([code, stdout]).toEqual([2, '']);
      expect(error().items).toEqual([text]);
    }
    expect(lines(requests)).toEqual([]);
    const other = await serveAccount([onSupport('88888')]);
    for (const argv of [
      ['numbers', 'assign', text, ...ofSupport, '--region', 'US'],
      ['numbers', 'list', text],
    ]) {
      const { code, stdout, error } = await other.json(argv);
      expect([code, stdout, error().items]).toEqual([2, '', [text]]);
    }
  });
});

test.each([...TEXTS, ...UNUSUAL_TEXTS])(
  '%s is read from the output of numbers list and export',
  async (text) => {
    const { json, env, home } = await serveAccount([onSupport(text)]);
    for (const format of [
      ['tsv'],
      ['csv'],
      ['csv', '--no-header'],
      ['tsv', '--header'],
      ['json'],
      ['ndjson'],
    ]) {
      const list = ['numbers', 'list', ...ofSupport, '-o', ...format];
      const { stdout } = await run(list, { env, home });
      const { code, stderr, ...planned } = await json(['numbers', 'unassign', '--from', '-', '-n'], {
        stdin: stdout,
      });
      expect(code, `${stdout}${stderr}`).toBe(0);
      expect(planned.json().map((row) => row.number)).toEqual([text]);
    }
    const { stdout } = await run(['export'], { env, home });
    const diff = await json(['diff', '-f', '-', '--prune'], { stdin: stdout });
    expect([diff.code, diff.stdout.trim()], diff.stderr).toEqual([0, '[]']);
  },
);

test('an integer is listed as its digits, and accepted as an integer and as text', async () => {
  const { json, env, home } = await serveAccount([onSupport(72404)]);
  for (const stdin of ['[72404]', '["72404"]', '72404\n', 'number\n72404\n']) {
    const { code, stderr, ...result } = await json(['numbers', 'list', '--from', '-'], { stdin });
    expect(code, stderr).toBe(0);
    expect(result.json()).toMatchObject([{ number: '72404' }]);
  }
  const table = await run(['numbers', 'list', '-o', 'table'], { env, home });
  expect(table.stdout).not.toContain('+72404');
});

test('files are compared without the account, and text that only one of them lists causes exit code 2', async () => {
  const { env, home, requests } = await serveAccount([onSupport('72404')]);
  const { stdout } = await run(['export', '--only', 'numbers', '-o', 'json'], { env, home });
  requests.length = 0;
  const [before, after] = [home.path('before.json'), home.path('after.json')];
  const { writeFileSync } = await import('node:fs');
  writeFileSync(before, stdout);
  writeFileSync(after, stdout.replace('"72404"', '"72404", "ACME"'));
  const diff = (file: string, against: string) =>
    run(['diff', '-f', file, '--against', against, '--prune', '--json'], { env, home });
  expect((await diff(before, before)).json()).toEqual([]);
  expect((await diff(before, after)).json()).toMatchObject([{ number: 'ACME', change: 'remove' }]);
  expect(await diff(after, before)).toMatchObject({ code: 2, stdout: '' });
  expect(lines(requests)).toEqual([]);
});

test('the portal API cannot overwrite with a sender ID, which is reported before any request', async () => {
  const { json, sent, requests } = await serveAccount([onSupport('ACME')]);
  const { code, error } = await json(['numbers', 'overwrite', 'ACME', ...ofSupport, '--api', 'portal', '-y']);
  expect([code, error().hint]).toEqual([7, expect.stringContaining('--api calling')]);
  expect(sent).toEqual([]);
  expect(lines(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
});

describe('a number that is not on the account', () => {
  test.each([
    ['+5215541637145', '+525541637145'],
    ['+440800716598', '+44800716598'],
    ['+22997000000', '+2290197000000'],
    ['+541112345678', '+5491112345678'],
    ['+551187654321', '+5511987654321'],
  ])('%s: did you mean %s', async (asked, own) => {
    const { json, sent } = await serveAccount([onSupport(own, 'voice'), onSupport(unknown, 'voice')]);
    for (const argv of [
      ['numbers', 'assign', asked, '--app', sales.key],
      ['numbers', 'unassign', asked, '--app', support.key, '-y'],
      ['numbers', 'list', asked],
    ]) {
      const { code, stdout, error } = await json(argv);
      expect([code, stdout]).toEqual([4, '']);
      expect(error().hint).toBe(`did you mean ${own} (on this account)?`);
    }
    expect(sent).toEqual([]);
  });

  test('several numbers, each with its own suggestion', async () => {
    const { json } = await serveAccount([onSupport('+525541637145', 'voice')]);
    const { error } = await json(['numbers', 'assign', '+5215541637145', unknown, '--app', sales.key]);
    expect(error().hint).toContain('+5215541637145: did you mean +525541637145 (on this account)?');
  });

  test('neighboring numbers, other countries, and ambiguous candidates are not suggested', async () => {
    const own = ['+14155550100', '+46730170101', '+525541637145', '+5295541637145'];
    const { json } = await serveAccount(own.map((one) => onSupport(one, 'voice')));
    for (const asked of ['+14155550101', '+47730170101', '+52195541637145', '+52955541637145']) {
      const { code, error } = await json(['numbers', 'assign', asked, '--app', sales.key]);
      expect(code).toBe(4);
      if (asked.startsWith('+521') || asked.startsWith('+529')) continue;
      expect(error().hint).not.toContain('did you mean');
    }
  });
});

describe('any account', () => {
  const e164 = fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }).map((digits) => `+${digits}`);
  const text = fc.oneof(
    fc.constantFrom(...TEXTS),
    fc.stringMatching(/^\d{3,6}$/),
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9 &.'_#-]{0,9}[A-Za-z0-9]$/),
  );
  const row = fc
    .record({
      number: fc.oneof(e164, text),
      capability: fc.constantFrom('voice', 'sms', 'SMS', 'mms', 'fax'),
      applicationkey: fc.constantFrom(...KEYS, undefined),
    })
    .map(({ applicationkey, ...rest }): Listed => ({ ...rest, ...(applicationkey && { applicationkey }) }));
  const account = fc.uniqueArray(row, { maxLength: 12, selector: ({ number }) => number });

  const url = fc.oneof(
    fc.constantFrom(
      'https://user:password@example.com/x',
      'https://user@example.com',
      'https://example.com/x#part',
      'https://example.com/a b',
      ' https://example.com/ ',
      'sip:support@example.com;transport=tls',
      'https://bücher.example/ü',
      'HTTPS://V.Example.COM:443',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an unrendered template is what is tested
      'https://${HOST}/x',
      'https://undefined/x',
      'http://localhost',
      `https://example.com/${'x'.repeat(20_000)}`,
      'null',
      '~',
      '# no URL',
      'a: b',
      '- x',
      'two\nlines\n',
    ),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ unit: 'binary', minLength: 1 }),
  );
  const urls = fc.record({ primary: url, fallback: url }, { requiredKeys: [] });
  const callbacks = fc.tuple(urls, urls, urls);

  test('export | diff is empty, with ranges and without', async () => {
    await fc.assert(
      fc.asyncProperty(account, callbacks, fc.boolean(), async (rows, set, ranges) => {
        const { json, env, home } = await serveAccount(
          rows,
          Object.fromEntries(KEYS.map((key, i) => [key, set[i]])),
        );
        const exported = await run(['export', ...(ranges ? ['--ranges'] : [])], { env, home });
        expect(exported.code, exported.stderr).toBe(0);
        const { code, stdout, stderr } = await json(['diff', '-f', '-'], { stdin: exported.stdout });
        expect([code, stdout.trim()], `${exported.stdout}${stderr}`).toEqual([0, '[]']);
      }),
      { numRuns: sized(8, 100) },
    );
  });

  test.each(['tsv', 'csv', 'json', 'ndjson'])(
    'numbers list -o %s | numbers … is accepted',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(account, async (rows) => {
          const { json, env, home } = await serveAccount(rows);
          const listed = await run(['numbers', 'list', '-o', format], { env, home });
          if (listed.stdout.trim() === '') return;
          const again = await json(['numbers', 'list', '--from', '-'], { stdin: listed.stdout });
          expect(again.code, `${listed.stdout}${again.stderr}`).toBe(0);
          expect(new Set(again.json().map((one) => one.number))).toEqual(
            new Set(rows.map((one) => String(one.number))),
          );
          const own = await run(
            ['numbers', 'list', '--app', support.key, '--capability', 'sms', '-o', format],
            {
              env,
              home,
            },
          );
          if (own.stdout.trim() === '' || own.stdout.trim() === '[]') return;
          const assigned = await json(['numbers', 'assign', '--from', '-'], { stdin: own.stdout });
          expect(assigned.code, `${own.stdout}${assigned.stderr}`).toBe(0);
          for (const one of assigned.json()) expect(one.result).toBe('unchanged');
        }),
        { numRuns: sized(5, 60) },
      );
    },
  );
});

describe('a short code that the account does not list', () => {
  const rows = [{ number: '72404', capability: 'sms' }];

  test.each([[], ['--region', 'US']])('is reported as such, with options %j', async (...region) => {
    const { json } = await serveAccount(rows);
    const { code, error } = await json(['numbers', 'list', '72405', ...region]);
    expect([code, error()]).toMatchObject([
      2,
      {
        message: 'not a number or short code on this account: 72405',
        hint: 'write the number with + and its country code, such as +14155550100',
      },
    ]);
  });

  test('but not where the account was not read', async () => {
    const argv = ['numbers', 'list', '72405', '--region', 'SE', '--json'];
    expect((await run(argv)).error().message).toBe('not a phone number in SE: 72405');
    const { json } = await serveAccount(rows);
    const assign = ['numbers', 'assign', '72405', '--app', support.key, '--no-check'];
    expect((await json(assign)).error().message).toBe('missing country code: 72405');
  });
});
