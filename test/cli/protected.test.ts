import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { splitUsage } from '../../src/cli/command-list.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { changes, free, ours, support, UNCHANGED } from '../support/account.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { stateOf } from '../support/state.ts';

function save(home: Home, name: string, content: object): string {
  const path = home.path(name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const ROW = {
  kind: 'number',
  number: ours,
  callback: null,
  capability: 'voice',
  application: support.key,
  change: 'add',
  from: null,
  to: support.key,
  result: 'done',
  checked: true,
};
const BODY = JSON.stringify({ numbers: [free], capability: 'voice' });

/** For every command that can change the account, words after which it would. */
const WRITES: Record<string, (home: Home) => string[]> = {
  'numbers assign': () => [free],
  'numbers unassign': () => [ours, '--yes'],
  'numbers overwrite': () => [free, '--app', support.key, '--api', 'calling', '--yes'],
  'callbacks set': () => ['--clear-fallback'],
  apply: (home) => [
    '-f',
    save(home, 'state.json', stateOf(support.key, { numbers: { voice: [free] } })),
    '--yes',
  ],
  undo: (home) => [save(home, 'rows.json', [ROW]), '--yes'],
  api: () => ['POST', '/v1/configuration/numbers', '--data', BODY],
};

async function guarded() {
  const served = await serve();
  const home = newHome();
  await storeProfile(home, 'prod', served.url, '--protected');
  return { ...served, home };
}

const nameOf = (command: (typeof COMMANDS)[number]) => splitUsage(command)[0].join(' ');

test('every command that writes is tried', () => {
  const writing = COMMANDS.filter(({ writes, writesFor }) => writes || writesFor).map(nameOf);
  expect(Object.keys(WRITES).toSorted()).toEqual(writing.toSorted());
});

test.each(Object.entries(WRITES))(
  '%s is refused unless --profile names the protected profile in the command',
  async (name, wordsFor) => {
    const { home, requests, world } = await guarded();
    const argv = [...name.split(' '), ...wordsFor(home)];
    for (const env of [{}, { SINCHCTL_PROFILE: 'prod' }]) {
      const { code, stdout, stderr } = await run(argv, { home, env });
      expect([code, stdout]).toEqual([7, '']);
      expect(stderr).toContain('hint: name it on the line to write with it: --profile prod');
    }
    expect([requests, changes(world)]).toEqual([[], UNCHANGED]);
    const named = await run([...argv, '--profile', 'prod'], { home });
    expect(named.code, named.stderr).toBe(0);
    expect(changes(world)).not.toEqual(UNCHANGED);
  },
);

test('a command that does not write is not refused, and changes nothing', async () => {
  const { home, requests } = await guarded();
  const reads = [
    ['numbers', 'list'],
    ['callbacks', 'get'],
    ['export'],
    ['query', ours],
    ['diff', '-f', save(home, 'state.json', stateOf(support.key, { numbers: { voice: [ours] } }))],
    ['api', 'GET', '/v1/configuration/numbers'],
    ['apps', 'list'],
  ];
  for (const argv of reads) expect((await run(argv, { home })).code, argv.join(' ')).toBe(0);
  expect(lines(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
});

test('a dry run needs no naming', async () => {
  const { home, world } = await guarded();
  for (const [name, wordsFor] of Object.entries(WRITES)) {
    const argv = [...name.split(' '), ...wordsFor(home), '--dry-run'];
    expect((await run(argv, { home })).code, name).toBe(0);
  }
  expect(changes(world)).toEqual(UNCHANGED);
});
