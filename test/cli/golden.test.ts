import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultRow } from '../../src/account/result-row.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { endLine, entryLine, headLine, type RunHead } from '../../src/history/journal.ts';
import { FORMAT_NAMES } from '../../src/output/formats.ts';
import {
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  sales,
  support,
  theirs,
  unknown,
} from '../support/account.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type Result, type RunOptions, run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';
import { withState } from '../support/state.ts';

type Show = (extra: string[], options: RunOptions) => Promise<Result>;

/** Runs a command in a new embedded sandbox. */
const on =
  (...argv: string[]): Show =>
  (extra, options) =>
    sandbox([...argv, ...extra], options);

/** A change on a new sandbox over HTTP that rejects every change to `freeVoice`; sends one request after the other. */
const failing =
  (...argv: string[]): Show =>
  async (extra, options) => {
    const body = JSON.stringify({ errorCode: 40003, message: 'no such number today', reference: 'ref-1' });
    const { env } = await serve({
      between: async (request, answer) => {
        const isRefused = request.method !== 'GET' && request.body.includes(freeVoice.slice(1));
        return isRefused ? { how: 'whole', response: { status: 400, headers: {}, body } } : answer(request);
      },
    });
    return run([...argv, '--concurrency', '1', ...extra], { ...options, env: { ...env, ...options.env } });
  };

const profiles =
  (...argv: string[]): Show =>
  async (extra, options) => {
    const home = newHome();
    await storeProfile(home, 'prod', 'http://127.0.0.1:9', '--protected');
    await storeProfile(home, 'staging', 'http://127.0.0.1:9', '--auth', 'basic');
    return run([...argv, ...extra], { ...options, home });
  };

const [primary, fallback] = ['https://voice.example.com/a/longer/path?with=query', 'https://b.example.com/'];
const move = ['--app', 'support', '--move-from', 'sales'];
const writes = ['--app', support.key, '--keep-going'];

/** Numbers to add, to move, and to remove; a callback to set and one to clear. */
const STATE = {
  version: 1,
  applications: [
    {
      application: 'support',
      callbacks: { primary, fallback: null },
      numbers: { voice: [ours, free, theirs], sms: [oursWithSms] },
    },
    { application: 'sales', callbacks: { fallback }, numbers: { voice: [number(7), number(12)] } },
  ],
};

const byState =
  (verb: string, ...argv: string[]): Show =>
  (extra, options) => {
    const { home, file } = withState(STATE);
    return sandbox([verb, '-f', file, ...argv, ...extra], { ...options, home });
  };

/** A run with one change that was later changed again. */
async function changedTwice(): Promise<{ home: Home; run: string }> {
  const home = newHome();
  const always = { home, now: () => new Date('2026-11-24T09:30:00Z'), random: () => 0.25 };
  await sandbox(
    ['numbers', 'assign', free, freeVoice, theirs, '--app', 'support', '--move-from', 'sales'],
    always,
  );
  await sandbox(['numbers', 'assign', freeVoice, '--app', 'spare', '--move-from', 'support'], { home });
  return { home, run: '20261124-093000-4000' };
}

const undoing =
  (...argv: string[]): Show =>
  async (extra, options) => {
    const { home, run: name } = await changedTwice();
    return sandbox(['undo', name, ...argv, ...extra], { ...options, home });
  };

/** A journal as two users on two computers would have written it in one home directory. */
const remembering =
  (...argv: string[]): Show =>
  async (extra, options) => {
    const home = newHome();
    const account = 'https://callingapi.sinch.com';
    const common = { profile: 'prod', account, ci: null, results: null, reason: null };
    const heads: RunHead[] = [
      {
        ...common,
        run: '20261124-093000-3f9a',
        at: '2026-11-24T09:30:00.000Z',
        user: 'ada',
        host: 'desk',
        command: `sinchctl numbers assign ${free} --app support`,
      },
      {
        ...common,
        run: '20261124-101500-00c4',
        at: '2026-11-24T10:15:00.000Z',
        user: 'ci',
        host: 'runner-電話',
        command: 'sinchctl apply -f account.yaml --yes',
        ci: 'https://ci.example.com/run/7',
        reason: 'Black Friday, and a long reason that goes on for some more words',
      },
      {
        ...common,
        run: '20261124-113000-81c0',
        at: '2026-11-24T11:30:00.000Z',
        user: 'ci',
        host: 'runner',
        command: 'sinchctl apply -f account.yaml --yes',
        ci: 'https://github.com/acme/phones/actions/runs/812',
      },
    ];
    const [first, second] = heads.map(
      ({ run: name, at }) =>
        (row: object) =>
          entryLine(name, new Date(at), {
            row: { kind: 'number', capability: 'voice', ...row } as ResultRow,
            numbers: [],
          }),
    );
    const moved = {
      number: theirs,
      change: 'move',
      from: sales.key,
      to: support.key,
      application: sales.key,
      alias: 'sales',
    };
    const set = {
      kind: 'callback',
      capability: null,
      callback: 'primary',
      change: 'set',
      application: support.key,
      alias: 'support',
      from: null,
      to: primary,
    };
    const lines = [
      headLine(heads[0] as RunHead),
      first?.({
        number: free,
        change: 'add',
        to: support.key,
        application: support.key,
        alias: 'support',
        result: 'done',
      }),
      headLine(heads[1] as RunHead),
      second?.({ ...set, result: 'done' }),
      second?.({
        ...moved,
        result: 'failed',
        error: 'failure',
        message: 'assignNumbers: no such number today (HTTP 400, code 40003)',
        errorCode: 40003,
        reference: 'ref-1',
      }),
      second?.({
        number: ours,
        change: 'remove',
        from: support.key,
        application: support.key,
        alias: 'support',
        result: 'planned',
      }),
      headLine(heads[2] as RunHead),
      endLine({
        ...{ run: heads[2]?.run ?? '', at: '2026-11-24T11:30:01.000Z' },
        ...{ added: 3, moved: 1500, removed: 5, set: 0, failed: 2, unknown: 0, unsent: 0 },
        applications: {
          added: { from: null, to: support.key },
          moved: { from: sales.key, to: support.key },
          removed: { from: support.key, to: null },
        },
      }),
    ];
    await storeProfile(home, 'prod', account);
    for (const { name, key } of [support, sales])
      expect((await run(['apps', 'alias', name, key, '--profile', 'prod'], { home })).code).toBe(0);
    writeFileSync(join(home.env.SINCHCTL_STATE_DIR ?? '', 'journal.ndjson'), lines.join(''));
    return run(['history', ...argv, ...extra], {
      now: () => new Date('2026-11-25T12:00:00Z'),
      ...options,
      home,
    });
  };

const SHOWS: Record<string, Show> = {
  'numbers-list': on('numbers', 'list', ours, oursWithSms, theirs, free),
  'numbers-list-portal': on('numbers', 'list', ours, oursWithSms, theirs, free, '--api', 'portal'),
  'numbers-assign-dry-run': on('numbers', 'assign', ours, theirs, free, unknown, ...writes, '--dry-run'),
  'numbers-assign': failing('numbers', 'assign', ours, theirs, free, freeVoice, ...writes),
  'numbers-assign-move': on('numbers', 'assign', free, theirs, ...move),
  'numbers-assign-move-dry-run': on('numbers', 'assign', free, theirs, ...move, '--dry-run', '-o', 'table'),
  'numbers-unassign-dry-run': on('numbers', 'unassign', ours, theirs, free, ...writes, '--dry-run'),
  'numbers-unassign': failing('numbers', 'unassign', freeVoice, ours, '--no-check', ...writes, '--yes'),
  'numbers-overwrite-dry-run': on('numbers', 'overwrite', ours, free, '--app', 'support', '--dry-run'),
  'numbers-overwrite': failing(
    ...['numbers', 'overwrite', ours, free, freeVoice, '--app', support.key, '--api', 'calling'],
    ...['--max-removals', '20', '--yes'],
  ),
  'callbacks-get': on('callbacks', 'get', '--all'),
  'callbacks-set': on('callbacks', 'set', '--app', 'support', '--primary', primary, '--fallback', fallback),
  'callbacks-set-dry-run': on('callbacks', 'set', '--primary', primary, '--clear-fallback', '--dry-run'),
  query: on('query', ours, '+46730170101'),
  diff: byState('diff'),
  'diff-prune': byState('diff', '--prune'),
  'diff-columns': byState('diff', '--columns', 'number,callback,alias,change,to', '--sort', '-change'),
  'apply-dry-run': byState('apply', '--prune', '--dry-run'),
  apply: byState('apply', '--yes'),
  history: remembering(),
  'history-changes': remembering('--changes'),
  'undo-dry-run': undoing('--dry-run'),
  undo: undoing('--yes'),
  'apps-list': on('apps', 'list'),
  'profiles-list': profiles('profiles', 'list'),
  'profiles-show': profiles('profiles', 'show', 'staging'),
  'auth-status': on('auth', 'status'),
  'auth-status-verify': on('auth', 'status', '--verify'),
  'sandbox-show': on('sandbox', 'show'),
};

const WIDTHS = [60, 80, 120];

/** A way to show rows: its heading, the options that the command adds, and the terminal. */
type Look = [heading: string, extra: string[], options: RunOptions];

const TABLE: Look = ['80 columns', ['--no-color'], { width: 80 }];
const JSON_LOOK: Look = ['-o json', ['-o', 'json'], {}];

/** A table at every width, including in a locale without UTF-8. */
const TABLES = WIDTHS.flatMap((width): Look[] => [
  [`${width} columns`, ['--no-color'], { width }],
  [`${width} columns, ASCII`, ['--no-color'], { width, env: { LC_ALL: 'C' } }],
]);

/** Every format, width, and locale. */
const ALL_LOOKS: Look[] = [
  ...TABLES,
  ...WIDTHS.map((width): Look => [`${width} columns, color`, [], { width }]),
  ['accessible', ['--accessible', '--no-color'], {}],
  ...FORMAT_NAMES.filter((format) => format !== 'table').map(
    (format): Look => [`-o ${format}`, ['-o', format], {}],
  ),
];

/** The commands whose tables are shown at every width. */
const WIDE = [
  'history',
  'history-changes',
  'auth-status',
  'auth-status-verify',
  'numbers-assign-move',
  'numbers-assign-move-dry-run',
  'numbers-list-portal',
  'apps-list',
  'callbacks-set',
];

/** The commands that are shown in every way: numbers, the rows of a write, and callbacks of a plan. */
const FULL = ['numbers-list', 'numbers-assign', 'diff'];
const looksOf = (name: string): Look[] => {
  if (FULL.includes(name)) return ALL_LOOKS;
  // The last `-o` of a command counts only once.
  if (name === 'numbers-assign-move-dry-run') return TABLES;
  return [...(WIDE.includes(name) ? TABLES : [TABLE]), JSON_LOOK];
};

/** The beginning of a golden file's name: `numbers-list`. */
const nameOf = ({ usage }: { usage: string }) => (usage.split(/ [[<]/)[0] ?? '').replaceAll(' ', '-');

describe('every command that prints rows', () => {
  test.each(COMMANDS.filter(({ columns }) => columns).map(nameOf))('%s has golden files', (name) => {
    expect(Object.keys(SHOWS).filter((show) => show === name || show.startsWith(`${name}-`))).not.toEqual([]);
  });

  test('there are no unused golden files', () => {
    const files = readdirSync(join(import.meta.dirname, 'golden'));
    const expected = new Set([...Object.keys(SHOWS), 'export'].map((name) => `${name}.txt`));
    // With `-u`, a missing file is written after this check.
    expect(files.filter((name) => !expected.has(name))).toEqual([]);
  });

  test.each(Object.keys(SHOWS))('%s', { timeout: 60_000 }, async (name) => {
    const sections: string[] = [];
    for (const [heading, extra, options] of looksOf(name)) {
      const { stdout } = await (SHOWS[name] as Show)(extra, { ...options, stdoutIsTerminal: true });
      expect(stdout).not.toBe('');
      // Escape sequences are visible in the file.
      sections.push(`=== ${heading} ===\n${stdout.replaceAll('\u001b', '␛')}`);
    }
    await expect(sections.join('\n')).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

test('export, in its two formats', async () => {
  const sections = [];
  for (const look of [
    [],
    ['-o', 'json'],
    ['--app', 'support', '--only', 'callbacks'],
    ['--only', 'numbers'],
  ]) {
    const { code, stdout } = await sandbox(['export', ...look], { terminal: true });
    expect(code).toBe(0);
    sections.push(`=== export ${look.join(' ')} ===\n${stdout}`);
  }
  await expect(sections.join('\n')).toMatchFileSnapshot('golden/export.txt');
});
