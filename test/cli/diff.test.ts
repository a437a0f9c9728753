import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  ours,
  oursWithSms,
  RESULT_FIELDS,
  sales,
  spare,
  support,
  supportVoice,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { stateOf, withState } from '../support/state.ts';

const summary = (rows: Record<string, unknown>[]) =>
  rows.map(({ number, callback, change }) => `${change} ${number ?? callback}`);

describe('rows', () => {
  test('an addition, a move, and both URLs of a callback; items that are up to date are omitted', async () => {
    const { diff } = withState(
      stateOf('support', {
        callbacks: { primary: 'https://new.example.com', fallback: null },
        numbers: { voice: [ours, free, theirs] },
      }),
    );
    const { code, json } = await diff();
    expect(code).toBe(0);
    for (const row of json()) expect(Object.keys(row)).toEqual(RESULT_FIELDS);
    expect(json()).toMatchObject([
      {
        callback: 'primary',
        change: 'set',
        from: support.callbacks.primary,
        to: 'https://new.example.com',
        result: 'planned',
      },
      { callback: 'fallback', change: 'clear', from: support.callbacks.fallback, to: null },
      { number: free, change: 'add', from: null, to: support.key, capability: 'voice' },
      { number: theirs, change: 'move', from: sales.key, to: support.key },
    ]);
  });

  test('numbers missing from a list are shown only with --prune', async () => {
    const { diff } = withState(stateOf('support', { numbers: { voice: supportVoice.slice(1) } }));
    expect((await diff()).json()).toEqual([]);
    expect((await diff('--prune')).json()).toMatchObject([
      { number: ours, change: 'remove', from: support.key, to: null },
    ]);
  });

  test('a list that is absent is not managed; an empty list is', async () => {
    expect(
      (await withState(stateOf('support', { numbers: { voice: supportVoice } })).diff('--prune')).json(),
    ).toEqual([]);
    const { diff } = withState(stateOf('sales', { numbers: { sms: [] } }));
    expect(summary((await diff('--prune')).json())).toEqual(['remove +14155550107', 'remove +14155550117']);
  });

  test('a number of a pruned list that the file lists for another application is moved, not removed', async () => {
    const { diff } = withState({
      version: 1,
      applications: [
        { application: 'support', numbers: { voice: supportVoice.slice(1) } },
        { application: 'spare', numbers: { voice: [ours] } },
      ],
    });
    expect((await diff('--prune')).json()).toMatchObject([
      { number: ours, change: 'move', from: support.key, to: spare.key },
    ]);
  });

  test('--only selects one part', async () => {
    const { diff } = withState(
      stateOf('support', { callbacks: { fallback: null }, numbers: { voice: [free] } }),
    );
    expect(summary((await diff('--only', 'numbers')).json())).toEqual([`add ${free}`]);
    expect(summary((await diff('--only', 'callbacks')).json())).toEqual(['clear fallback']);
  });
});

test('numbers that are not on the account cause exit code 4, all of them listed, without rows', async () => {
  const { diff } = withState(
    stateOf('support', { numbers: { voice: [unknown, '+14155559998', free], sms: [freeVoice] } }),
  );
  const { code, stdout, error } = await diff();
  expect([code, stdout]).toEqual([4, '']);
  expect(error().items).toEqual([unknown, '+14155559998', freeVoice]);
});

test('an application that is not on the account causes exit code 4', async () => {
  const key = '00000000-1111-2222-3333-444444444444';
  const { code } = await withState(stateOf(key, { callbacks: { fallback: null } })).diff();
  expect(code).toBe(4);
});

describe('--exit-code', () => {
  test('exits with code 8 and prints rows if there are differences', async () => {
    const { diff } = withState(stateOf('support', { numbers: { voice: [free] } }));
    const { code, json, error } = await diff('--exit-code');
    expect([code, json().length]).toEqual([8, 1]);
    expect(error()).toMatchObject({ kind: 'drift', exitCode: 8, retryable: false });
  });

  test('the hint has the command that applies them', async () => {
    const { diff, file, go, home } = withState(stateOf('support', { numbers: { voice: [free] } }));
    const drift = async (...argv: string[]) => String((await diff('--exit-code', ...argv)).error().hint);
    const [, line = ''] = /^to apply these changes, run sinchctl (.*)$/.exec(await drift()) ?? [];
    expect(line).toBe(`--profile sandbox apply -f ${file}`);
    expect(await drift('--prune', '--only', 'numbers', '--region', 'US')).toMatch(
      /apply -f \S+ --prune --only numbers --region US$/,
    );
    const argv = ['diff', '-f', '-', '--exit-code', '--json'];
    const piped = await sandbox(argv, { stdin: readFileSync(file, 'utf8') });
    expect(piped.error().hint).toMatch(/^to apply these changes, pass the same input to sinchctl .* -f -$/);
    writeFileSync(home.path('other.yaml'), JSON.stringify(stateOf(support.key)));
    const two = await drift('--against', home.path('other.yaml'));
    expect(two).toMatch(/^to apply the file to the account, run sinchctl .*apply -f \S+$/);
    expect((await go(...line.split(' ').slice(2), '--yes')).code).toBe(0);
    expect(home.world().applicationOf(free, 'voice')).toBe(support.key);
  });

  test('exits with code 0 if there are none', async () => {
    const { diff } = withState(stateOf('support', { numbers: { voice: [ours] } }));
    const { code, stdout } = await diff('--exit-code');
    expect([code, stdout]).toEqual([0, '[]\n']);
  });
});

describe('views', () => {
  const state = stateOf('support', {
    callbacks: { primary: 'https://new.example.com' },
    numbers: { voice: [free, theirs], sms: [oursWithSms] },
  });
  const shown = async (...argv: string[]) => {
    const { go, file } = withState(state);
    return (await go('diff', '-f', file, '--prune', ...argv)).stdout;
  };

  test('on a terminal without -o, a plan', async () => {
    const { home, file } = withState(state);
    const argv = ['diff', '-f', file, '--prune'];
    const { stdout, stderr } = await sandbox(argv, { home, terminal: true });
    expect(stdout).toMatch(/^Plan for profile sandbox\n/);
    expect(stdout).toContain(`\u001b[32m+   1  unassigned\u001b[39m          ${free}\n`);
    // The plan ends with the totals.
    expect(stdout).toContain('1 number to add, 1 to move');
    expect(stderr).not.toContain('to add');
    for (const more of [
      ['-o', 'table'],
      ['--columns', 'number,to'],
      ['--sort', 'number'],
    ]) {
      const rows = await sandbox([...argv, ...more], { home, terminal: true });
      expect(rows.stdout).not.toContain('Plan for');
      expect(rows.stdout).toContain('│');
      expect(rows.stderr).toContain('1 number to add, 1 to move');
    }
  });

  test('as Markdown for a pull request', async () => {
    const text = await shown('-o', 'markdown');
    expect(text).toMatch(/^\*\*.* to remove\*\* in 1 application\n\n### support\n\n/);
    expect(text).toContain('```diff\n~ primary: ');
    expect(text).toContain(`\n- ${ours} voice\n`);
    expect(text.trimEnd().endsWith('```')).toBe(true);
  });

  test('without differences, Markdown says so', async () => {
    const { go, file } = withState(stateOf('support', { numbers: { voice: [ours] } }));
    expect((await go('diff', '-f', file, '-o', 'markdown')).stdout).toBe('No differences\n');
  });

  test('--columns prints the plain table', async () => {
    expect(await shown('-o', 'table', '--columns', 'number,change')).toContain('│ number');
  });
});

test('Markdown stays below 60,000 bytes, and counts what it omits', async () => {
  const { env, world } = await serve({ numbers: 5_000 });
  const home = newHome();
  const path = home.path('state.yaml');
  const numbers = world.numbers.filter((number) => world.applicationOf(number, 'voice') !== spare.key);
  writeFileSync(path, JSON.stringify(stateOf(spare.key, { numbers: { voice: numbers } })));
  const { code, stdout } = await run(['diff', '-f', path, '-o', 'markdown'], { env, home });
  expect(code).toBe(0);
  expect(Buffer.byteLength(stdout)).toBeLessThan(60_000);
  expect(Buffer.byteLength(stdout)).toBeGreaterThan(59_000);
  expect(stdout).toContain('<details><summary>');
  expect(stdout).toMatch(/<\/details>\n\n… and [\d,]+ more changes\n$/);
  const shown = stdout.match(/^[+~] /gm)?.length ?? 0;
  const more = Number(/and ([\d,]+) more changes/.exec(stdout)?.[1]?.replaceAll(',', ''));
  expect(shown + more).toBe(numbers.length);
});

test('Markdown of apply --dry-run, and of rows with options, also stays below 60,000 bytes', async () => {
  const { env, world } = await serve({ numbers: 5_000 });
  const home = newHome();
  const path = home.path('state.yaml');
  const numbers = world.numbers.filter((one) => world.applicationOf(one, 'voice') !== spare.key);
  writeFileSync(path, JSON.stringify(stateOf(spare.key, { numbers: { voice: numbers } })));
  const shapes = [
    ['apply', '-f', path, '--dry-run'],
    ['apply', '-f', path, '--dry-run', '--columns', 'number,from,to'],
    ['diff', '-f', path, '--columns', 'number,from,to'],
    ['diff', '-f', path, '--sort', '-number'],
  ];
  for (const argv of shapes) {
    const { stdout } = await run([...argv, '-o', 'markdown'], { env, home });
    expect(Buffer.byteLength(stdout)).toBeLessThan(60_000);
    expect(Buffer.byteLength(stdout)).toBeGreaterThan(59_000);
    expect(stdout).toMatch(/^\*\*[\d,]+ to add, [\d,]+ to change\*\* in 1 application\n/);
    const shown = stdout.match(/^(?:[+~] |\| \+)/gm)?.length ?? 0;
    const more = Number(/and ([\d,]+) more changes\n$/.exec(stdout)?.[1]?.replaceAll(',', ''));
    expect(shown + more).toBe(numbers.length);
    if (argv.includes('-number')) expect(stdout).toContain(`| ${numbers.toSorted().at(-1)} |`);
  }
});

test('Markdown of many applications starts with the summary and the counts, below 60,000 bytes', async () => {
  const home = newHome();
  const [old, next] = [home.path('old.json'), home.path('next.json')];
  const states = Array.from({ length: 3000 }, (_, i) => ({
    application: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    numbers: { voice: [`+1415${String(5_550_000 + i)}`] },
    callbacks: { primary: `https://bücher.example/${'ü'.repeat(500)}` },
  }));
  writeFileSync(next, JSON.stringify({ version: 1, applications: states }));
  writeFileSync(old, JSON.stringify({ version: 1, applications: [] }));
  const { code, stdout, stderr } = await run(['diff', '-f', next, '--against', old, '-o', 'markdown'], {
    home,
  });
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^\*\*3,000 to add, 3,000 to change\*\* in 3,000 applications\n\n- 0{8}-/);
  expect(stdout).toMatch(/\n- … and [\d,]+ more applications\n\n### /);
  expect(Buffer.byteLength(stdout)).toBeLessThan(60_000);
  const shown = stdout.match(/^[+~] /gm)?.length ?? 0;
  const more = Number(/and ([\d,]+) more changes\n$/.exec(stdout)?.[1]?.replaceAll(',', ''));
  expect(shown + more).toBe(6000);
});

test('Markdown masks passwords and query values in callbacks; rows do not', async () => {
  const { env, world } = await serve();
  world.setCallbacks(support.key, { primary: 'https://ann:pa55word@old.example.com/x?token=s3cret&k3y' });
  const home = newHome();
  const path = home.path('state.json');
  const primary = 'https://new.example.com/x?code=n3wsecret';
  writeFileSync(path, JSON.stringify(stateOf(support.key, { callbacks: { primary } })));
  const markdown = [
    ['diff', '-f', path],
    ['diff', '-f', path, '--columns', 'from,to'],
    ['apply', '-f', path, '--dry-run'],
    ['callbacks', 'get'],
  ];
  for (const argv of markdown) {
    const { code, stdout } = await run([...argv, '-o', 'markdown'], { env, home });
    expect(code).toBe(0);
    expect(stdout).toContain('token=…');
    expect(stdout).not.toMatch(/pa55word|s3cret|n3wsecret|k3y/);
  }
  const { json } = await run(['diff', '-f', path, '--json'], { env, home });
  expect(json()).toMatchObject([{ from: expect.stringContaining('pa55word'), to: primary }]);
});

describe('--out', () => {
  const state = stateOf('support', { numbers: { voice: [free, theirs] } });

  test('writes the plan with its counts, rows, and file name, for apply --plan', async () => {
    const { go, file, home } = withState(state);
    const out = home.path('plan.json');
    const { code, json, stderr } = await go('diff', '-f', file, '--out', out, '--json');
    expect(code).toBe(0);
    const plan = JSON.parse(readFileSync(out, 'utf8'));
    expect(Object.keys(plan)).toEqual(['plan', 'summary', 'rows', 'file']);
    expect(plan).toEqual({
      plan: /plan ([0-9a-f]{32})$/m.exec(stderr)?.[1],
      summary: { add: 1, move: 1, remove: 0, set: 0, clear: 0 },
      rows: json().map((row) => expect.objectContaining(row)),
      file,
    });
    const applied = await go('apply', '-f', file, '--plan', out, '--yes');
    expect(applied.code, applied.stderr).toBe(0);
    // The account has changed since.
    const again = await go('apply', '-f', file, '--plan', out, '--yes');
    expect([again.code, again.stderr]).toEqual([7, expect.stringContaining('have changed')]);
  });

  test('a plan whose rows or ID were changed is rejected', async () => {
    const { go, file, home } = withState(state);
    const out = home.path('plan.json');
    await go('diff', '-f', file, '--out', out);
    const plan = JSON.parse(readFileSync(out, 'utf8'));
    const changed = [
      { ...plan, plan: plan.plan.replace(/.$/, (digit: string) => (digit === '0' ? '1' : '0')) },
      { ...plan, rows: plan.rows.slice(1) },
      { ...plan, rows: plan.rows.map((row: object) => ({ ...row, to: spare.key })) },
    ];
    for (const one of changed) {
      writeFileSync(out, JSON.stringify(one));
      const { code, world } = await go('apply', '-f', file, '--plan', out, '--yes');
      expect([code, changes(world())]).toEqual([7, UNCHANGED]);
    }
    writeFileSync(out, 'no plan');
    expect((await go('apply', '-f', file, '--plan', out, '--yes')).code).toBe(2);
    expect((await go('apply', '-f', file, '--plan', home.path('none.json'), '--yes')).code).toBe(2);
  });

  test('never replaces the state file, a device, or a directory', async () => {
    const { go, file, home } = withState(state);
    const before = readFileSync(file, 'utf8');
    for (const out of [file, '/dev/null', home.directory]) {
      const { code, stdout } = await go('diff', '-f', file, '--out', out);
      expect([code, stdout], out).toEqual([2, '']);
    }
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('--against another file', () => {
  test('sends nothing, and needs no credentials if keys are used', async () => {
    const home = newHome();
    const [old, next] = [home.path('old.yaml'), home.path('new.yaml')];
    writeFileSync(
      old,
      JSON.stringify(
        stateOf(support.key, {
          numbers: { voice: [ours, theirs] },
          callbacks: { primary: 'https://a.example' },
        }),
      ),
    );
    writeFileSync(
      next,
      JSON.stringify(
        stateOf(support.key, {
          numbers: { voice: [ours, free] },
          callbacks: { primary: 'https://b.example' },
        }),
      ),
    );
    const { code, json } = await run(['diff', '-f', next, '--against', old, '--prune', '--json'], { home });
    expect(code).toBe(0);
    expect(summary(json())).toEqual(['set primary', `add ${free}`, `remove ${theirs}`]);
    expect(json()[0]).toMatchObject({ from: 'https://a.example', to: 'https://b.example' });
    const { env, requests } = await serve();
    await run(['diff', '-f', next, '--against', old], { home, env });
    expect(requests).toEqual([]);
  });

  test('a number that is listed for another application is a move', async () => {
    const home = newHome();
    const [old, next] = [home.path('old.yaml'), home.path('new.yaml')];
    writeFileSync(old, JSON.stringify(stateOf(support.key, { numbers: { voice: [ours] } })));
    writeFileSync(next, JSON.stringify(stateOf(sales.key, { numbers: { voice: [ours] } })));
    const { json } = await run(['diff', '-f', next, '--against', old, '--json'], { home });
    expect(json()).toMatchObject([{ number: ours, change: 'move', from: support.key, to: sales.key }]);
  });
});

test('diff and --dry-run never send a request that makes changes', async () => {
  const { env, requests, world } = await serve();
  const home = newHome();
  const path = home.path('state.yaml');
  writeFileSync(
    path,
    JSON.stringify(
      stateOf(support.key, {
        callbacks: { primary: 'https://new.example.com' },
        numbers: { voice: [free], sms: [] },
      }),
    ),
  );
  const before = JSON.stringify(world.snapshot());
  const dry = [
    ['diff', '-f', path, '--prune', '--exit-code'],
    ['apply', '-f', path, '--prune', '--dry-run'],
    ['numbers', 'assign', free, '--app', support.key, '--dry-run'],
    ['numbers', 'unassign', ours, '--app', support.key, '--dry-run'],
    ['numbers', 'overwrite', free, '--app', support.key, '--dry-run', '--max-removals', '50'],
    ['callbacks', 'set', '--app', support.key, '--clear-fallback', '--dry-run'],
    ['export'],
    ['callbacks', 'get', '--all'],
    ['apps', 'list'],
  ];
  for (const argv of dry) {
    const { code, stderr } = await run([...argv, '--yes'], { env, home });
    expect([0, 8], stderr).toContain(code);
  }
  expect(requests.length).toBeGreaterThan(dry.length - 1);
  expect(lines(requests).filter((line) => !line.startsWith('GET '))).toEqual([]);
  expect(JSON.stringify(world.snapshot())).toBe(before);
});

describe('numbers that are missing from the list of their application', () => {
  const partial = (...numbers: string[]) => withState(stateOf('support', { numbers: { voice: numbers } }));

  test('are counted in a note without --prune, with or without other differences', async () => {
    const same = await partial(...supportVoice.slice(2)).diff();
    expect([same.code, same.json()]).toEqual([0, []]);
    expect(same.stderr).toContain(
      'no differences; 2 numbers are assigned to applications in the file but are not in the file (to remove them, add --prune)',
    );
    const { go, file } = partial(...supportVoice.slice(2));
    const table = await go('diff', '-f', file, '-o', 'table');
    expect(
      table.stderr.match(
        /^note: (no differences|2 numbers are assigned to applications in the file but are not in)/gm,
      ),
    ).toHaveLength(2);
    const one = await partial(free, ...supportVoice.slice(1)).diff();
    expect(one.stderr).toContain(
      '1 number to add; 1 number is assigned to an application in the file but is not in the file',
    );
    expect((await partial(...supportVoice).diff()).stderr).not.toContain('not in the file');
    expect((await partial(ours).diff('--prune')).stderr).not.toContain('not in the file');
    expect((await partial(ours).diff('--only', 'callbacks')).stderr).not.toContain('not in the file');
  });

  test('are included in the message of --exit-code, but do not affect the exit code', async () => {
    const drift = await partial(free, ...supportVoice.slice(1)).diff('--exit-code');
    expect([drift.code, drift.error().message]).toEqual([
      8,
      expect.stringContaining('1 number is assigned to an application in the file but is not in the file'),
    ]);
    expect((await partial(ours).diff('--exit-code')).code).toBe(0);
  });
});

test('--out into a missing directory causes exit code 2, and creates nothing', async () => {
  const home = newHome();
  const directory = home.path('missing');
  const stdin = 'version: 1\napplications: []\n';
  const { code, stderr } = await sandbox(['diff', '-f', '-', '--out', `${directory}/plan.json`], {
    home,
    stdin,
  });
  expect([code, existsSync(directory)], stderr).toEqual([2, false]);
  expect(stderr).toContain('no such directory');
});
