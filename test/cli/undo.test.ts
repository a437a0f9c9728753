import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  ours,
  oursWithSms,
  sales,
  spare,
  support,
  supportVoice,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type Row, run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const here = () => {
  const home = newHome();
  return { home, go: (...argv: string[]) => sandbox(argv, { home }) };
};

/** The undo command that a write prints. */
const undoLine = (stderr: string): string[] => {
  const line = /(?:Undo|Redo): sinchctl (.*)/.exec(stderr)?.[1];
  if (!line) throw new Error(`no undo line in: ${stderr}`);
  return line.split(' ');
};

describe('every change ends with the command to undo it', () => {
  test.each([
    ['assign', ['numbers', 'assign', free, theirs, '--app', 'support', '--move-from', 'any', '--yes']],
    ['unassign', ['numbers', 'unassign', ours, oursWithSms, '--app', 'support', '--yes']],
    [
      'unassign with the portal API',
      [
        'numbers',
        'unassign',
        oursWithSms,
        '--app',
        'support',
        '--api',
        'portal',
        '--all-capabilities',
        '--yes',
      ],
    ],
    ['overwrite', ['numbers', 'overwrite', free, theirs, '--app', 'support', '--move-from', 'any', '--yes']],
    [
      'overwrite with the calling API',
      ['numbers', 'overwrite', free, '--app', 'support', '--api', 'calling', '--yes'],
    ],
    [
      'callbacks set',
      ['callbacks', 'set', '--app', 'support', '--primary', 'https://x.example.com', '--clear-fallback'],
    ],
    [
      'callbacks set for an unset URL',
      ['callbacks', 'set', '--app', 'spare', '--primary', 'https://x.example.com'],
    ],
  ])('%s', async (_, argv) => {
    const { home, go } = here();
    const { code, stderr, world } = await go(...argv);
    expect(code, stderr).toBe(0);
    const after = changes(world());
    expect(after).not.toEqual(UNCHANGED);
    const line = undoLine(stderr);
    expect(line.slice(0, 2)).toEqual(['--profile', 'sandbox']);
    const undone = await run([...line, '--yes'], { home });
    expect(undone.code, undone.stderr).toBe(0);
    expect(changes(undone.world())).toEqual(UNCHANGED);
    // An undo is also a run.
    const redone = await run([...undoLine(undone.stderr), '--yes'], { home });
    expect(changes(redone.world())).toEqual(after);
  });
});

test('undoing an overwrite restores the exact set; a number changed in between is reported and unchanged', async () => {
  const { home, go } = here();
  const { stderr } = await go('numbers', 'overwrite', free, '--app', 'support', '--yes');
  const [gone = ours] = supportVoice;
  await go('numbers', 'assign', gone, '--app', 'sales');
  const { code, json, stderr: told, world } = await run([...undoLine(stderr), '--yes', '--json'], { home });
  expect(code).toBe(5);
  expect(json().find(({ number }) => number === gone)).toMatchObject({
    change: 'none',
    result: 'skipped',
    error: 'refused',
  });
  expect(told).toContain(gone);
  expect(world().applicationOf(gone, 'voice')).toBe(sales.key);
  expect(world().applicationOf(free, 'voice')).toBeNull();
  for (const number of supportVoice.slice(1))
    expect(world().applicationOf(number, 'voice')).toBe(support.key);
});

test('undo prompts, and shows what it would do without prompting', async () => {
  const { home, go } = here();
  const { stderr, world } = await go('numbers', 'assign', free, '--app', 'support');
  const after = changes(world());
  const line = undoLine(stderr);
  const planned = await run([...line, '--dry-run', '--json'], { home });
  expect(planned.json()).toMatchObject([
    { number: free, change: 'remove', from: support.key, result: 'planned' },
  ]);
  expect(changes(planned.world())).toEqual(after);
  const refused = await run(line, { home });
  expect([refused.code, refused.stdout]).toEqual([7, '']);
  const declined = await run(line, { home, terminal: true, answers: ['n'] });
  expect([declined.code, declined.questions.length]).toEqual([7, 1]);
  expect(changes(declined.world())).toEqual(after);
});

test('undoing a run twice does nothing the second time', async () => {
  const { home, go } = here();
  const line = undoLine((await go('numbers', 'assign', free, '--app', 'support')).stderr);
  await run([...line, '--yes'], { home });
  const { code, json } = await run([...line, '--json'], { home });
  expect([code, json()]).toMatchObject([0, [{ number: free, change: 'none', result: 'unchanged' }]]);
});

test('a --results file is undone like its run', async () => {
  const { home, go } = here();
  const results = home.path('results.ndjson');
  await go(
    'numbers',
    'assign',
    free,
    theirs,
    '--app',
    'support',
    '--move-from',
    'any',
    '--yes',
    '--results',
    results,
  );
  await go('callbacks', 'set', '--app', 'support', '--clear-fallback', '--results', results);
  const { code, stderr, world } = await go('undo', results, '--yes');
  expect(code, stderr).toBe(0);
  expect(changes(world())).toEqual(UNCHANGED);
});

test('undo prompts about one change in the singular', async () => {
  const { home, go } = here();
  const results = home.path('results.ndjson');
  await go('numbers', 'assign', free, '--app', 'support', '--results', results);
  const line = ['--profile', 'sandbox', 'undo', results];
  const { questions } = await run(line, { home, terminal: true, answers: ['y'] });
  expect(questions).toEqual([expect.stringContaining(`Undo 1 change from ${results} (profile sandbox)?`)]);
});

describe('a --results file without some changes of its run', () => {
  /** A killed run, as its file and the journal record it. */
  async function killed(kept: number) {
    const { home, go } = here();
    const results = home.path('results.ndjson');
    const { stderr } = await go(
      'numbers',
      'assign',
      free,
      freeVoice,
      '--app',
      'support',
      '--results',
      results,
    );
    const journal = `${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`;
    const lines = (path: string) => readFileSync(path, 'utf8').split('\n').filter(Boolean);
    const rows = lines(results).slice(0, kept);
    writeFileSync(results, rows.map((row) => `${row}\n`).join(''));
    const open = lines(journal).filter((line) => !line.includes('"result":"done"'));
    writeFileSync(journal, open.map((line) => `${line}\n`).join(''));
    const [, , , runId = ''] = undoLine(stderr);
    return { home, go, results, runId };
  }

  test.each(['at its original path', 'moved away'])('%s: the run is listed', async (where) => {
    const { home, go, results, runId } = await killed(1);
    const file = where === 'moved away' ? home.path('moved.ndjson') : results;
    renameSync(results, file);
    const { code, stderr } = await go('undo', file, '--yes', '-q');
    expect(code).toBe(0);
    expect(stderr).toContain(
      `does not list 1 change of run ${runId}; to undo: sinchctl --profile sandbox undo ${runId}`,
    );
    expect((await go('undo', runId, '--yes')).code).toBe(0);
    expect(changes(home.world())).toEqual(UNCHANGED);
    expect((await go('undo', file, '--yes', '-q')).stderr).toBe('');
  });

  test('an empty file shows the run', async () => {
    const { go, results, runId } = await killed(0);
    const { code, stderr } = await go('undo', results, '--yes');
    expect(code).toBe(2);
    expect(stderr).toContain(`undo ${runId}`);
  });

  test('an earlier complete run with the same path is not shown', async () => {
    const { home, go } = here();
    const results = home.path('results.ndjson');
    await go('numbers', 'assign', freeVoice, '--app', 'support', '--results', results);
    rmSync(results);
    await go('numbers', 'assign', free, '--app', 'support', '--results', results);
    const { code, stderr } = await go('undo', results, '--yes', '-q');
    expect([code, stderr]).toEqual([0, '']);
  });

  test('for a file that is not in the history', async () => {
    const { home, go } = here();
    const results = home.path('results.ndjson');
    await go('numbers', 'assign', free, '--app', 'support', '--results', results);
    rmSync(`${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`);
    const { code, stderr } = await go('undo', results, '--yes');
    expect(code).toBe(0);
    expect(stderr).toContain('is not in the history of this computer; if it was killed, the file');
  });
});

test('for several changes to one number in a file, the first and the last count', async () => {
  const { home, go } = here();
  const results = home.path('results.ndjson');
  await go('numbers', 'assign', free, '--app', 'support', '--results', results);
  await go('numbers', 'assign', free, '--app', 'sales', '--move-from', 'support', '--results', results);
  const { code, world } = await go('undo', results, '--yes');
  expect(code).toBe(0);
  expect(changes(world())).toEqual(UNCHANGED);
});

describe('--no-check', () => {
  test('an unchecked number is reported and unchanged, by its run and by its file', async () => {
    const { home, go } = here();
    const results = home.path('results.ndjson');
    const { stderr, world } = await go(
      'numbers',
      'assign',
      theirs,
      '--app',
      'support',
      '--no-check',
      '--results',
      results,
    );
    const after = changes(world());
    const [{ run: name = '' } = {}] = (await go('history', '--json')).json();
    expect(stderr).not.toContain(String(name));
    for (const what of [String(name), results]) {
      const line = ['--profile', 'sandbox', 'undo', what];
      const { code, stderr: told } = await run([...line, '--yes'], { home });
      expect(code).toBe(7);
      expect(told).toContain('the previous assignment is unknown, because the run used --no-check');
    }
    expect(changes(home.world())).toEqual(after);
  });

  test('a run with only such changes is reported as not undoable, without a command that would fail', async () => {
    const { go } = here();
    const { code, stderr } = await go('numbers', 'assign', theirs, '--app', 'support', '--no-check');
    expect(code).toBe(0);
    expect(stderr).not.toContain('ndo: sinchctl');
    expect(stderr).toContain('this run cannot be undone: with --no-check, the previous values are unknown');
  });
});

describe('runs that cannot be undone', () => {
  test('an unknown run causes exit code 4', async () => {
    const { code, error } = await sandbox(['undo', '20261124-093000-3f9a', '--json']);
    expect(code).toBe(4);
    expect(error().items).toEqual(['20261124-093000-3f9a']);
  });

  test('a run of another profile causes exit code 7, with the profile to select', async () => {
    const { env } = await serve();
    const { home, go } = here();
    const { stderr } = await go('numbers', 'assign', free, '--app', 'support');
    const [, , ...line] = undoLine(stderr);
    const { code, stderr: told } = await run([...line, '--yes'], { home, env });
    expect(code).toBe(7);
    expect(told).toContain('--profile sandbox');
  });

  test('a run with another base URL in variables causes exit code 7, with both URLs', async () => {
    const [first, second] = [await serve(), await serve()];
    const home = newHome();
    const { stderr } = await run(['numbers', 'assign', free, '--app', support.key], { home, env: first.env });
    const told = await run([...undoLine(stderr), '--yes'], { home, env: second.env });
    expect(told.code).toBe(7);
    const [was, is] = [first.env.SINCHCTL_CALLING_URL, second.env.SINCHCTL_CALLING_URL];
    expect(told.stderr).toContain(`changed the account at ${was}, not at ${is}`);
    expect(told.stderr).toContain(`hint: to undo it, set SINCHCTL_CALLING_URL to ${was}`);
  });

  test.each([
    ['no such file', undefined],
    ['an empty file', ''],
    ['a list of numbers', `${free}\n`],
    [
      'rows of a command that only reads',
      JSON.stringify({ number: free, application: null, alias: null, capability: 'voice' }),
    ],
    [
      'an invalid number',
      JSON.stringify({
        kind: 'number',
        number: '+1',
        callback: null,
        capability: 'voice',
        application: null,
        change: 'add',
        from: null,
        to: support.key,
        result: 'done',
      }),
    ],
    [
      'a target that is not a key',
      JSON.stringify({
        kind: 'number',
        number: free,
        callback: null,
        capability: 'voice',
        application: null,
        change: 'add',
        from: null,
        to: '../x',
        result: 'done',
      }),
    ],
    [
      'an invalid URL',
      JSON.stringify({
        kind: 'callback',
        number: null,
        callback: 'primary',
        capability: null,
        application: support.key,
        change: 'set',
        from: 'javascript:1',
        to: 'https://x.example',
        result: 'done',
      }),
    ],
  ])('%s causes exit code 2 and changes nothing', async (_, content) => {
    const home = newHome();
    const path = home.path('file');
    if (content !== undefined) writeFileSync(path, content);
    const { code, stderr } = await sandbox(['undo', path, '--yes'], { home });
    expect(code, stderr).toBe(2);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });

  test('a number that is no longer on the account is listed', async () => {
    const home = newHome();
    const path = home.path('file');
    const row = {
      kind: 'number',
      callback: null,
      capability: 'voice',
      application: support.key,
      change: 'add',
      from: null,
      to: support.key,
      result: 'done',
    };
    writeFileSync(path, [free, unknown].map((number) => `${JSON.stringify({ ...row, number })}\n`).join(''));
    await sandbox(['numbers', 'assign', free, '--app', 'support'], { home });
    const { code, error, world } = await sandbox(['undo', path, '--yes', '--json'], { home });
    expect(code).toBe(5);
    expect(error().items).toEqual([unknown]);
    expect(changes(world())).toEqual(UNCHANGED);
  });
});

test('a change with a lost response is undone based on the current value', async () => {
  const { home, go } = here();
  const path = home.path('file');
  const row = {
    kind: 'number',
    callback: null,
    capability: 'voice',
    application: spare.key,
    change: 'add',
    from: null,
    to: spare.key,
    result: 'unknown',
  };
  writeFileSync(path, `${JSON.stringify({ ...row, number: free })}\n`);
  await go('numbers', 'assign', free, '--app', 'spare');
  expect((await go('undo', path, '--yes', '--json')).json()).toMatchObject([
    { change: 'remove', result: 'done' },
  ]);
  expect((await go('undo', path, '--yes', '--json')).json()).toMatchObject([{ result: 'unchanged' }]);
});

test('an empty pipe is reported as stdin', async () => {
  const { code, stderr } = await sandbox(['undo', '-'], { stdin: '' });
  expect([code, stderr]).toEqual([2, expect.stringContaining('stdin contains no rows')]);
});

test('a file without changes is reported, and does not succeed silently', async () => {
  const home = newHome();
  const file = home.path('unchanged.ndjson');
  await sandbox(['numbers', 'assign', ours, '--app', 'support', '--results', file], { home });
  const { code, stderr } = await sandbox(['undo', file, '--yes', '-q'], { home });
  expect(code).toBe(0);
  expect(stderr).toContain('contains no changes');
  expect(stderr).toContain('sinchctl --profile sandbox history');
});

describe('undo last', () => {
  const undoneBy = async (go: (...argv: string[]) => Promise<{ json(): Row[] }>) =>
    (await go('history', '--json')).json().map((row) => row.undoneBy);

  test('three times undoes three runs; then none is left', async () => {
    const { home, go } = here();
    await go('numbers', 'assign', free, '--app', 'support');
    await go('numbers', 'unassign', ours, '--app', 'support', '--yes');
    await go('callbacks', 'set', '--app', 'support', '--clear-fallback');
    for (let n = 0; n < 3; n++) expect((await go('undo', 'last', '--yes')).code).toBe(0);
    expect(changes(home.world())).toEqual(UNCHANGED);
    const { code, stderr } = await go('undo', 'last', '--yes');
    expect([code, stderr]).toEqual([4, expect.stringContaining('no runs to undo')]);
  });

  test('after a redo, the run no longer counts as undone', async () => {
    const { home, go } = here();
    const { stderr } = await go('numbers', 'assign', free, '--app', 'support');
    const after = changes(home.world());
    const undone = await go('undo', 'last', '--yes');
    expect(undone.stderr).toMatch(/Redo: sinchctl --profile sandbox undo \d/);
    const [undo, assigned] = (await go('history', '--json')).json();
    expect([undo?.undoneBy, assigned?.undoneBy]).toEqual([null, undo?.run]);
    expect((await run([...undoLine(undone.stderr), '--yes'], { home })).code).toBe(0);
    expect(changes(home.world())).toEqual(after);
    const [redo, ...earlier] = (await go('history', '--json')).json();
    expect(earlier.map((row) => row.undoneBy)).toEqual([redo?.run, null]);
    // The original run counts again, but not its undo or redo.
    expect((await go('undo', 'last', '--dry-run', '--json')).json()).toMatchObject([
      { number: free, change: 'remove' },
    ]);
    expect(undoLine(stderr)).toContain(assigned?.run);
  });

  test('items that have changed since do not count', async () => {
    const { go } = here();
    await go('numbers', 'assign', free, freeVoice, '--app', 'support');
    await go('numbers', 'assign', freeVoice, '--app', 'sales', '--move-from', 'any', '--yes');
    expect((await go('undo', 'last', '--yes')).code).toBe(0);
    await go('numbers', 'assign', freeVoice, '--app', 'spare', '--move-from', 'any', '--yes');
    const [latest = {}] = (await go('history', '--json')).json();
    const first = (await go('history', '--json')).json().at(-1)?.run;
    expect((await go('undo', String(first), '--yes')).code).toBe(5);
    expect((await undoneBy(go)).at(-1)).not.toBeNull();
    expect((await go('undo', 'last', '--dry-run', '--json')).json()).toMatchObject([
      { number: freeVoice, to: support.key },
    ]);
    expect(latest.moved).toBe(1);
  });

  test('an undo with nothing left to do counts; a failed one does not', async () => {
    const { go } = here();
    await go('numbers', 'assign', free, '--app', 'support');
    await go('numbers', 'assign', freeVoice, '--app', 'support');
    await go('numbers', 'unassign', freeVoice, '--app', 'support', '--yes');
    const [, second] = (await go('history', '--json')).json();
    expect((await go('undo', String(second?.run), '--yes')).code).toBe(0);
    expect((await undoneBy(go)).map((one) => one !== null)).toEqual([false, false, true, false]);
  });

  test('a run of another user causes exit code 7, and shows both users', async () => {
    const { home, go } = here();
    await go('numbers', 'assign', free, '--app', 'support');
    const journal = `${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`;
    writeFileSync(journal, readFileSync(journal, 'utf8').replace(/"user":"[^"]*"/, '"user":"beatrice"'));
    const { code, error } = await go('undo', 'last', '--yes', '--json');
    const [{ run: name = '' } = {}] = (await go('history', '--json')).json();
    expect(code).toBe(7);
    expect(error().message).toBe(`the last run, ${name}, was started by beatrice`);
    expect((await go('undo', String(name), '--yes')).code).toBe(0);
  });

  test('without an argument, a terminal offers the runs', async () => {
    const { home, go } = here();
    await go('numbers', 'assign', free, '--app', 'support');
    await go('numbers', 'assign', freeVoice, '--app', 'support');
    expect((await go('undo', '--yes')).code).toBe(2);
    const options = { home, terminal: true, answers: [free, 'y'] };
    const { code, world } = await sandbox(['undo'], options);
    expect([code, world().applicationOf(free, 'voice')]).toEqual([0, null]);
    expect(world().applicationOf(freeVoice, 'voice')).toBe(support.key);
  });

  test('and shows the applications of each run', async () => {
    const { home, go } = here();
    await go('numbers', 'assign', theirs, '--app', 'support', '--move-from', 'sales');
    await go('numbers', 'assign', free, '--app', 'support');
    const options = { home, terminal: true, answers: ['~1 sales → support', 'y'] };
    const { code, world } = await sandbox(['undo'], options);
    expect([code, world().applicationOf(theirs, 'voice')]).toEqual([0, sales.key]);
    expect(world().applicationOf(free, 'voice')).toBe(support.key);
    // The arrow is ASCII if the locale is not UTF-8, and the command is shown as in the history.
    await go('numbers', 'assign', ours, '--app', 'sales', '--move-from', 'support');
    const ascii = '~1 support -> sales  numbers assign';
    const inAscii = await sandbox(['undo'], {
      home,
      env: { LANG: 'C' },
      terminal: true,
      answers: [ascii, 'y'],
    });
    expect(inAscii.world().applicationOf(ours, 'voice')).toBe(support.key);
  });
});
