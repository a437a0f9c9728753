import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/output/format.ts';
import { free, freeVoice, ours, oursWithSms, support, theirs, unknown } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type Result, type RunOptions, run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

type Show = (extra: string[], options: RunOptions) => Promise<Result>;

/** A command on a fresh embedded sandbox each time. */
const on =
  (...argv: string[]): Show =>
  (extra, options) =>
    sandbox([...argv, ...extra], options);

/** A write on a fresh sandbox behind HTTP that refuses every change of `freeVoice`; one request after the other. */
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
const writes = ['--app', support.key, '--keep-going'];

const COMMANDS: Record<string, Show> = {
  'numbers-list': on('numbers', 'list', ours, oursWithSms, theirs, free),
  'numbers-list-portal': on('numbers', 'list', ours, oursWithSms, theirs, free, '--api', 'portal'),
  'numbers-assign-dry-run': on('numbers', 'assign', ours, theirs, free, unknown, ...writes, '--dry-run'),
  'numbers-assign': failing('numbers', 'assign', ours, theirs, free, freeVoice, ...writes),
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
  'apps-list': on('apps', 'list'),
  'profiles-list': profiles('profiles', 'list'),
  'profiles-show': profiles('profiles', 'show', 'staging'),
  'auth-status': on('auth', 'status'),
  'sandbox-show': on('sandbox', 'show'),
};

const WIDTHS = [60, 80, 140];

/** Each way of showing it: its heading, what the line adds, and the terminal. */
const LOOKS: [string, string[], RunOptions][] = [
  ...WIDTHS.map((width): [string, string[], RunOptions] => [`${width} columns`, ['--no-color'], { width }]),
  ...WIDTHS.map((width): [string, string[], RunOptions] => [`${width} columns, colour`, [], { width }]),
  ['accessible', ['--accessible', '--no-color'], {}],
  ['a locale that is not UTF-8', ['--no-color'], { env: { LC_ALL: 'C' } }],
  ...FORMATS.filter((format) => format !== 'table').map((format): [string, string[], RunOptions] => [
    `-o ${format}`,
    ['-o', format],
    {},
  ]),
];

describe('every command that prints rows, in every way', () => {
  test.each(Object.keys(COMMANDS))('%s', { timeout: 60_000 }, async (name) => {
    const sections: string[] = [];
    for (const [heading, extra, options] of LOOKS) {
      const { stdout } = await (COMMANDS[name] as Show)(extra, { ...options, stdoutIsTerminal: true });
      expect(stdout).not.toBe('');
      // Escapes stay visible in the file.
      sections.push(`=== ${heading} ===\n${stdout.replaceAll('\u001b', '␛')}`);
    }
    await expect(sections.join('\n')).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});
