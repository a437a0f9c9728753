import { describe, expect, test } from 'vitest';
import { changes, free, ours, support, supportVoice, theirs, UNCHANGED } from '../support/account.ts';
import { sandbox } from '../support/run.ts';

const UNASSIGN = ['numbers', 'unassign', ours];
const OVERWRITE = ['numbers', 'overwrite', ...supportVoice.slice(1), '--app', 'support'];

describe.each([
  ['unassign', UNASSIGN, true, false],
  // What takes away the rest of a set is confirmed by the application's name.
  ['overwrite', OVERWRITE, 'support', 'yes'],
])('numbers %s', (_, argv, yes, no) => {
  test('asks on a terminal, names what goes away and from where, and acts after a yes', async () => {
    const { code, questions, world } = await sandbox(argv, { terminal: true, answers: [yes] });
    expect(code).toBe(0);
    expect(questions).toHaveLength(1);
    for (const part of [ours, 'support', 'sandbox']) expect(questions[0]).toContain(part);
    expect(changes(world()).assignments).toEqual({ [ours]: { voice: null } });
  });

  test('a no is exit 7 and changes nothing', async () => {
    const { code, stdout, world } = await sandbox(argv, { terminal: true, answers: [no] });
    expect([code, stdout]).toEqual([7, '']);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each([
    ['no stream is a terminal', {}, []],
    ['only stdin is', { stdinIsTerminal: true }, []],
    ['only stderr is', { stderrIsTerminal: true }, []],
    ['--no-input forbids it', { terminal: true }, ['--no-input']],
  ])('is exit 7 without a question where %s', async (__, options, extra) => {
    const { code, stdout, stderr, questions, world } = await sandbox([...argv, ...extra], options);
    expect([code, stdout, questions]).toEqual([7, '', []]);
    expect(stderr).toContain('--yes');
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('a piped stdout does not keep it from asking', async () => {
    const { code, questions } = await sandbox(argv, {
      stdinIsTerminal: true,
      stderrIsTerminal: true,
      answers: [yes],
    });
    expect([code, questions.length]).toEqual([0, 1]);
  });

  test('JSON output is no consent', async () => {
    const { code, stdout, error, world } = await sandbox([...argv, '--json']);
    expect([code, stdout]).toEqual([7, '']);
    expect(error()).toMatchObject({ kind: 'refused', exitCode: 7, retryable: false });
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each(['-y', '--yes'])('%s is consent and asks nothing', async (yes) => {
    const { code, world } = await sandbox([...argv, yes], { terminal: true });
    expect(code).toBe(0);
    expect(changes(world()).assignments).toEqual({ [ours]: { voice: null } });
  });

  test('--dry-run asks nothing', async () => {
    const { code, world } = await sandbox([...argv, '--dry-run'], { terminal: true });
    expect(code).toBe(0);
    expect(changes(world())).toEqual(UNCHANGED);
  });
});

test("the last four characters of the application's key confirm an overwrite too", async () => {
  const { code, questions } = await sandbox(OVERWRITE, { terminal: true, answers: [support.key.slice(-4)] });
  expect(code).toBe(0);
  expect(questions[0]).toContain(support.key.slice(-4));
});

test.each(['Support', 'sales', 'y', '', support.key])('%j does not confirm an overwrite', async (answer) => {
  const { code, world } = await sandbox(OVERWRITE, { terminal: true, answers: [answer] });
  expect(code).toBe(7);
  expect(changes(world())).toEqual(UNCHANGED);
});

test('an overwrite that removes nothing asks for a plain yes', async () => {
  const argv = ['numbers', 'overwrite', ...supportVoice, free, '--app', 'support'];
  expect((await sandbox(argv, { terminal: true, answers: [true] })).code).toBe(0);
});

test.each([
  ['numbers unassign', ['numbers', 'unassign', free]],
  ['numbers overwrite', ['numbers', 'overwrite', ...supportVoice, '--app', 'support']],
])('%s asks nothing when nothing would change', async (_, argv) => {
  expect((await sandbox(argv, { terminal: true })).code).toBe(0);
});

test('assign, callbacks set and reads never ask', async () => {
  const argvs = [
    ['numbers', 'assign', theirs, '--move-from', 'any'],
    ['callbacks', 'set', '--app', support.key, '--clear-fallback'],
    ['numbers', 'list'],
  ];
  for (const argv of argvs) expect((await sandbox(argv, { terminal: true })).code).toBe(0);
});

test('a refusal for the numbers themselves comes before any question', async () => {
  const { code } = await sandbox(['numbers', 'unassign', ours, theirs], { terminal: true });
  expect(code).toBe(7);
});
