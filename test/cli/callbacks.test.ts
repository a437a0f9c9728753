import { describe, expect, test } from 'vitest';
import { changes, foreignKey, RESULT_FIELDS, sales, spare, support, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

describe('callbacks get', () => {
  const get = (...argv: string[]) => sandbox(['callbacks', 'get', ...argv, '--json']);

  const rowOf = ({ key, name, callbacks }: typeof support) => ({
    application: key,
    alias: name,
    primary: callbacks.primary ?? null,
    fallback: callbacks.fallback ?? null,
  });

  test('without --app, the callbacks of the application that signs are shown', async () => {
    const { code, json } = await get();
    expect(code).toBe(0);
    expect(json()).toEqual([rowOf(support)]);
  });

  test('several applications are shown in the order of the arguments, once each, with null for unset URLs', async () => {
    const { json } = await get('--app', 'spare', '--app', sales.key, '--app', 'spare');
    expect(json()).toEqual([rowOf(spare), rowOf(sales)]);
  });

  test('--all shows every known application', async () => {
    const { json } = await get('--all');
    expect(json()).toHaveLength(3);
    expect(json()).toEqual(expect.arrayContaining([rowOf(support), rowOf(sales), rowOf(spare)]));
  });

  test('a pipe gets headerless tsv', async () => {
    const { cells } = await sandbox(['callbacks', 'get', '--app', 'spare']);
    expect(cells()).toEqual([[spare.key, 'spare', '', '']]);
  });

  test("an application that is not on the account is not found, with Sinch's code", async () => {
    const { code, stdout, error } = await get('--app', foreignKey);
    expect([code, stdout]).toEqual([4, '']);
    expect(error()).toMatchObject({
      kind: 'notFound',
      errorCode: 40003,
      httpStatus: 400,
      items: [foreignKey],
    });
  });

  test('one unknown application among others is listed, and the others are shown', async () => {
    const { code, json, error } = await get('--app', 'support', '--app', foreignKey);
    expect(code).toBe(5);
    expect(json()).toEqual([rowOf(support)]);
    expect(error()).toMatchObject({ kind: 'partial', items: [foreignKey] });
  });

  test('the default application of a profile is shown', async () => {
    const { url } = await serve();
    const bases = ['--base-url', `calling=${url}`, '--default-app', sales.key];
    const { home } = await run(['profiles', 'set', 'p', '--key', support.key, '--secret-stdin', ...bases], {
      stdin: support.secret,
    });
    const { json } = await run(['callbacks', 'get', '--json'], { home });
    expect(json()).toEqual([{ ...rowOf(sales), alias: null }]);
  });

  test.each([
    [['--app', 'support', '--all'], 2, 'conflicts with'],
    [['--app', ''], 2, '--app is empty'],
    [['--app', '../x'], 2, '../x'],
    [['--app', 'suport'], 4, 'support'],
    [['extra'], 2, 'too many arguments'],
  ])('callbacks get %j exits with code %i', async (extra, exit, named) => {
    const { code, stdout, stderr } = await sandbox(['callbacks', 'get', ...extra]);
    expect([code, stdout]).toEqual([exit, '']);
    expect(stderr).toContain(named);
  });
});

describe('callbacks set', () => {
  const URL_A = 'https://voice.example.com/sinch';
  const URL_B = 'https://other.example.com/sinch?x=1';
  const set = (...argv: string[]) => sandbox(['callbacks', 'set', ...argv, '--json']);

  describe('omitted URLs are unchanged, although Sinch replaces both', () => {
    test('setting the primary keeps the fallback', async () => {
      const { code, json, world } = await set('--primary', URL_A);
      expect(code).toBe(0);
      expect(Object.keys(json()[0] ?? {})).toEqual(RESULT_FIELDS);
      expect(json()).toEqual([
        {
          number: null,
          application: support.key,
          alias: 'support',
          capability: null,
          kind: 'callback',
          callback: 'primary',
          change: 'set',
          from: support.callbacks.primary,
          to: URL_A,
          result: 'done',
          error: null,
          message: null,
          errorCode: null,
          reference: null,
          checked: true,
        },
      ]);
      expect(world().callbacksOf(support.key)).toEqual({ ...support.callbacks, primary: URL_A });
    });

    test('setting the fallback keeps the primary', async () => {
      const { world } = await set('--app', 'sales', '--fallback', URL_B);
      expect(world().callbacksOf(sales.key)).toEqual({ ...sales.callbacks, fallback: URL_B });
    });

    test('--clear-primary keeps the fallback', async () => {
      const { json, world } = await set('--clear-primary');
      expect(json()).toMatchObject([{ callback: 'primary', change: 'clear', to: null, result: 'done' }]);
      expect(world().callbacksOf(support.key)).toEqual({ fallback: support.callbacks.fallback });
    });

    test('a different spelling of the same URL is unchanged', async () => {
      const same = String(support.callbacks.primary)
        .replace(/^https:\/\/([^/]*)/, 'HTTPS://$1:443')
        .toUpperCase();
      const [origin = '', path = ''] = [same.split('/SINCH')[0], '/sinch'];
      const { json, world } = await set('--primary', `${origin}${path}`);
      expect(json()).toMatchObject([{ change: 'none', result: 'unchanged' }]);
      expect(changes(world())).toEqual(UNCHANGED);
    });

    test('--clear-fallback keeps the primary', async () => {
      const { json, world } = await set('--clear-fallback');
      expect(json()).toMatchObject([
        { callback: 'fallback', change: 'clear', from: support.callbacks.fallback, to: null, result: 'done' },
      ]);
      expect(world().callbacksOf(support.key)).toEqual({ primary: support.callbacks.primary });
    });
  });

  test('setting both URLs prints two rows', async () => {
    const { json, world } = await set('--app', 'spare', '--primary', URL_A, '--fallback', URL_B);
    expect(json()).toMatchObject([
      { callback: 'primary', from: null, to: URL_A, result: 'done' },
      { callback: 'fallback', from: null, to: URL_B, result: 'done' },
    ]);
    expect(world().callbacksOf(spare.key)).toEqual({ primary: URL_A, fallback: URL_B });
  });

  test('setting the primary together with --clear-fallback does not change the primary', async () => {
    const { world } = await set('--primary', URL_A, '--clear-fallback');
    expect(world().callbacksOf(support.key)).toEqual({ primary: URL_A });
  });

  test('the next command sees the change', async () => {
    const { home } = await set('--primary', URL_A);
    const { json } = await sandbox(['callbacks', 'get', '--json'], { home });
    expect(json()).toMatchObject([{ primary: URL_A, fallback: support.callbacks.fallback }]);
  });

  test('the command reads, writes, and reads again', async () => {
    const { env, requests } = await serve();
    await run(['callbacks', 'set', '--primary', URL_A], { env });
    expect(lines(requests).map((line) => line.split(' ')[0])).toEqual(['GET', 'POST', 'GET']);
  });

  test('a URL that is already set is unchanged and not sent', async () => {
    const { env, requests } = await serve();
    const { code, json } = await run(
      ['callbacks', 'set', '--primary', String(support.callbacks.primary), '--json'],
      { env },
    );
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ change: 'none', result: 'unchanged' }]);
    expect(lines(requests).map((line) => line.split(' ')[0])).toEqual(['GET']);
  });

  test('clearing a fallback that is not set is unchanged', async () => {
    expect((await set('--app', 'spare', '--clear-fallback')).json()).toMatchObject([
      { change: 'none', result: 'unchanged' },
    ]);
  });

  test('--dry-run plans and changes nothing', async () => {
    const { code, json, world } = await set('--primary', URL_A, '--clear-fallback', '--dry-run');
    expect(code).toBe(0);
    expect(json()).toMatchObject([
      { callback: 'primary', change: 'set', result: 'planned' },
      { callback: 'fallback', change: 'clear', result: 'planned' },
    ]);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('plain http is accepted, with a note', async () => {
    const { code, stderr, world } = await set('--primary', 'http://voice.example.com/sinch');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: .*http/m);
    expect(world().callbacksOf(support.key).primary).toBe('http://voice.example.com/sinch');
  });

  test('a host that Sinch cannot reach is accepted, with a warning', async () => {
    const { code, stderr } = await set('--primary', 'https://[::1]:3000/sinch');
    expect(code).toBe(0);
    expect(stderr).toContain('warning: --primary is on [::1], which Sinch cannot reach');
  });

  test('a URL that another client set in the meantime is a failure, not a success', async () => {
    const { env, world } = await serve({
      between: async (request, answer) => {
        const delivery = await answer(request);
        if (request.method === 'POST') world.setCallbacks(support.key, { primary: URL_B });
        return delivery;
      },
    });
    const { code, json, error } = await run(['callbacks', 'set', '--primary', URL_A, '--json'], { env });
    expect(code).toBe(1);
    expect(json()).toMatchObject([{ callback: 'primary', to: URL_A, result: 'failed', error: 'failure' }]);
    expect(error()).toMatchObject({
      kind: 'failure',
      message: expect.stringContaining(
        `Sinch accepted the change, but the current URL is ${URL_B.replace(/=.*/, '=…')}`,
      ),
    });
  });

  test('a change whose response is lost counts as done if the URL is set', async () => {
    const { env, world } = await serve({
      between: async (request, answer) => {
        const delivery = await answer(request);
        return request.method === 'POST' ? { how: 'reset' } : delivery;
      },
    });
    const { code, json } = await run(['callbacks', 'set', '--primary', URL_A, '--json', '--retries', '0'], {
      env,
    });
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ result: 'done' }]);
    expect(world.callbacksOf(support.key).primary).toBe(URL_A);
  });

  test('a change whose response is lost is unknown if nothing can be read', async () => {
    let isGone = false;
    const { env } = await serve({
      between: async (request, answer) => {
        if (request.method === 'POST') isGone = true;
        return isGone ? { how: 'reset' } : answer(request);
      },
    });
    const { code, json, error } = await run(
      ['callbacks', 'set', '--primary', URL_A, '--json', '--retries', '1'],
      { env },
    );
    expect(code).toBe(6);
    expect(json()).toMatchObject([{ callback: 'primary', result: 'unknown', error: 'unavailable' }]);
    expect(error()).toMatchObject({ kind: 'unavailable', retryable: true });
  });

  test('an application that is not on the account is not found, and no changes are made', async () => {
    const { code, stdout, error } = await set('--app', foreignKey, '--primary', URL_A);
    expect([code, stdout]).toEqual([4, '']);
    expect(error()).toMatchObject({ kind: 'notFound', errorCode: 40003 });
  });

  test.each([
    [[], 'no URL'],
    [['--primary', ''], '--primary is empty'],
    [['--primary', 'voice.example.com'], 'voice.example.com'],
    [['--primary', 'ftp://voice.example.com/x'], 'ftp:'],
    [['--primary', 'https://'], 'https://'],
    [['--primary', 'https://a b.example.com/'], 'URL'],
    [['--primary', 'https://user:word@voice.example.com/'], 'password'],
    [['--primary', URL_A, '--fallback', 'javascript:alert(1)'], '--fallback'],
    [['--fallback', URL_A, '--clear-fallback'], 'conflicts with'],
    [['--primary', URL_A, '--clear-primary'], '--primary conflicts with --clear-primary'],
    [['--primary', 'https://{{ host }}/'], 'template'],
    [['--primary', URL_A, '--primary', URL_B], '--primary is specified more than once'],
    [['--app', '../x', '--primary', URL_A], '../x'],
    [['--primary', URL_A, 'extra'], 'too many arguments'],
  ])('callbacks set %j is a usage error that shows the option', async (extra, named) => {
    const { code, stdout, stderr, world } = await sandbox(['callbacks', 'set', ...extra]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(named);
    expect(changes(world())).toEqual(UNCHANGED);
  });
});

describe.each(['--primary', '--fallback'])('callbacks set %s', (where) => {
  test.each([
    'https:///path',
    'https:/voice.example.com',
    'https:voice.example.com',
    'https://',
    'https://?x=1',
    'https://a.example\\@evil.com/',
    'https:\\\\voice.example.com\\sinch',
    'https://voice.example.com/\u202ecod.evil',
    'https://voice.example.com/\u2066x',
    'https://voice.example.com/sinch#fragment',
    'https://voice.example.com/sinch#',
    'https://a..b/',
    'https://..a.example/',
    'https://a.example../',
    'https://voice.example.com/a\tb',
    'https://voice.example.com/a\nb',
    'https://voice.example.com/\u0000',
    ' https://voice.example.com/',
    'https://voice.example.com/ ',
    'https://voice.example.com:99999/',
    'https://[::1/',
    `https://voice.example.com/${'x'.repeat(2048)}`,
  ])('rejects %j', async (url) => {
    const { code, stdout, error, stderr, world } = await sandbox(['callbacks', 'set', where, url, '--json']);
    expect([code, stdout], stderr).toEqual([2, '']);
    expect(error()).toMatchObject({ kind: 'usage' });
    expect(error().message).toContain(where);
    expect(stderr).not.toMatch(/[\u202e\u2066]/);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each([
    'https://voice.example.com',
    'https://voice.example.com/sinch?x=1&y=%2F',
    'HTTPS://Voice.Example.com/Sinch',
    'https://voice.example.com:8443/a/../b',
    'https://[2001:db8::1]/sinch',
    'https://192.0.2.1/sinch',
    'https://bücher.example/räksmörgås',
  ])('keeps %s exactly as written', async (url) => {
    const { code, stderr, world } = await sandbox(['callbacks', 'set', where, url]);
    expect(code, stderr).toBe(0);
    expect(world().callbacksOf(support.key)).toMatchObject({ [where.slice(2)]: url });
  });
});

describe('callbacks set --from', () => {
  const set = (stdin: string, ...argv: string[]) =>
    sandbox(['callbacks', 'set', '--from', '-', ...argv, '--json'], { stdin });

  test.each(['json', 'ndjson', 'csv', 'csv --no-header', 'tsv', 'tsv --header'])(
    'callbacks set accepts the output of callbacks get --all as %s',
    async (format) => {
      const home = newHome();
      const before = (await sandbox(['callbacks', 'get', '--all', '-o', ...format.split(' ')], { home }))
        .stdout;
      const again = await sandbox(['callbacks', 'set', '--from', '-', '--json'], { home, stdin: before });
      expect(again.code).toBe(0);
      expect(again.json().every(({ result }) => result === 'unchanged')).toBe(true);
      expect(changes(again.world())).toEqual(UNCHANGED);
    },
  );

  const unusual = [
    `https://example.com/${'x'.repeat(20_000)}`,
    'https://user:password@example.com/x',
    'https://example.com/x;y=1,2',
    'sip:support@example.com;transport=tls',
    'https://undefined/x',
    'null',
    '# no URL',
    '"quoted", too\t\\n',
  ].map((url) => [url.slice(0, 40), url] as const);
  test.each(unusual)('the URL that an account contains is not a change in any format: %s', async (_, url) => {
    const { env, world, requests } = await serve();
    world.setCallbacks(support.key, { primary: url });
    for (const format of ['json', 'ndjson', 'csv', 'csv --no-header', 'tsv', 'tsv --header']) {
      const get = await run(['callbacks', 'get', '--all', '-o', ...format.split(' ')], { env });
      const argv = ['callbacks', 'set', '--from', '-', '--json'];
      const { code, json, stderr } = await run(argv, { env, stdin: get.stdout });
      expect(code, `${format}: ${stderr}`).toBe(0);
      expect(json().every(({ result }) => result === 'unchanged')).toBe(true);
    }
    expect(requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('callbacks get --all --json and callbacks set --from are inverses, including unset fallbacks', async () => {
    const home = newHome();
    const kept = (await sandbox(['callbacks', 'get', '--all', '--json'], { home })).stdout;
    const line = [
      'callbacks',
      'set',
      '--app',
      'sales',
      '--primary',
      'https://x.example',
      '--fallback',
      'https://y.example',
    ];
    expect((await sandbox(line, { home })).code).toBe(0);
    const changed = (await sandbox(['callbacks', 'get', '--all', '--json'], { home })).stdout;
    expect(changed).not.toBe(kept);
    const back = await sandbox(['callbacks', 'set', '--from', '-', '--json'], { home, stdin: kept });
    expect(back.code).toBe(0);
    expect((await sandbox(['callbacks', 'get', '--all', '--json'], { home })).stdout).toBe(kept);
  });

  test('aliases and any column order are accepted; empty cells and missing columns are unchanged', async () => {
    const { code, json, world } = await set('primary,fallback,application\nhttps://n.example,,support\n');
    expect(code).toBe(0);
    expect(json()).toMatchObject([
      { callback: 'primary', change: 'set', to: 'https://n.example', result: 'done' },
    ]);
    expect(world().callbacksOf(support.key)).toEqual({ ...support.callbacks, primary: 'https://n.example' });
  });

  test("the separator in a spreadsheet's first line is used", async () => {
    const { code, world } = await set('sep=;\napplication;primary\nsupport;https://n.example/?a,b\n');
    expect(code).toBe(0);
    expect(world().callbacksOf(support.key).primary).toBe('https://n.example/?a,b');
  });

  test.each([
    'application,primry\nsupport,https://n.example\n',
    'application\nsupport\n',
    JSON.stringify([{ application: 'support', Primary: 'https://n.example' }]),
    `${JSON.stringify({ application: 'support', url: { primary: 'https://n.example' } })}\n`,
  ])('a file without a URL column causes exit code 2, not an empty list: %j', async (content) => {
    const { code, stdout, error, world } = await set(content);
    expect([code, stdout]).toEqual([2, '']);
    expect(error().message).toContain('no primary or fallback column');
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('null in JSON clears a URL', async () => {
    const { code, json } = await set(JSON.stringify([{ application: 'support', fallback: null }]));
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ callback: 'fallback', change: 'clear', to: null, result: 'done' }]);
  });

  test('many applications require one read and one update each, and a final read', async () => {
    const { env, requests } = await serve();
    const rows = [support.key, sales.key].map((application) => ({
      application,
      primary: 'https://n.example',
    }));
    const stdin = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const argv = ['callbacks', 'set', '--from', '-', '--json'];
    const refused = await run(argv, { env, stdin });
    expect([refused.code, refused.error().message]).toEqual([
      7,
      'confirmation required to set the callbacks of 2 applications (profile environment)',
    ]);
    const { code, json } = await run([...argv, '--yes'], { env, stdin });
    expect(code).toBe(0);
    expect(json().map(({ application, result }) => [application, result])).toEqual([
      [support.key, 'done'],
      [sales.key, 'done'],
    ]);
    expect(lines(requests).filter((line) => line.startsWith('POST'))).toHaveLength(2);
    expect(lines(requests).filter((line) => line.startsWith('GET'))).toHaveLength(6);
  });

  test('--dry-run only reads', async () => {
    const { code, json, world } = await set(
      '[{"application":"support","primary":"https://n.example"}]',
      '--dry-run',
    );
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ result: 'planned' }]);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each([
    [
      'application,primary\nnobody,https://a.example\nsupport,ftp://a\nsupport,https://a.example\n',
      ['line 2', 'line 3'],
    ],
    [
      '[{"application":"support","primary":"https://a"},{"application":"support","primary":"https://b"}]',
      ['item 2', 'item 1'],
    ],
    ['{"application":"support","primary":7}\n', ['line 1', 'not an object']],
    ['primary\nhttps://a.example\n', ['no application column']],
    ['', ['contains no applications']],
  ])('%j is rejected, and all problems are reported', async (stdin, told) => {
    const { code, error, world } = await set(stdin);
    expect(code).toBe(2);
    for (const part of told) expect(error().message).toContain(part);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('an unknown alias alone causes exit code 4, with the closest one', async () => {
    const { code, stdout, error } = await set('application,primary\nsuport,https://a.example\n');
    expect([code, stdout]).toEqual([4, '']);
    expect(error()).toMatchObject({
      kind: 'notFound',
      message: expect.stringContaining('did you mean support?'),
    });
  });

  test.each([
    ['--primary', 'https://a.example'],
    ['--app', 'support'],
    ['--clear-fallback'],
    ['--clear-primary'],
  ])('%s conflicts with --from', async (...flags) => {
    const { code, error } = await set('[]', ...flags);
    expect(code).toBe(2);
    expect(error().message).toContain(`${flags[0]} conflicts with --from`);
  });

  test('with an application of another account, no changes are made, and the error lists it', async () => {
    const foreign = '11111111-2222-4333-8444-555555555555';
    const { code, error, world } = await set(
      JSON.stringify([
        { application: 'support', primary: 'https://n.example' },
        { application: foreign, primary: 'https://n.example' },
      ]),
    );
    expect(code).toBe(4);
    expect(error().items).toEqual([foreign]);
    expect(changes(world())).toEqual(UNCHANGED);
  });
});
