import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  sales,
  spare,
  support,
  UNCHANGED,
} from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const pick = (argv: string[], answers: (string | boolean)[], env = {}) =>
  sandbox(['numbers', ...argv], { terminal: true, answers, env });

describe('on a terminal, without numbers', () => {
  test('assign offers unassigned numbers until done, and shows the equivalent command', async () => {
    const { code, questions, world, stderr } = await pick(
      ['assign', '--app', 'spare'],
      [`${free} ${freeVoice}`],
    );
    expect(code).toBe(0);
    expect(world().applicationOf(free, 'voice')).toBe(spare.key);
    expect(world().applicationOf(freeVoice, 'voice')).toBe(spare.key);
    expect(questions).toEqual([expect.stringMatching(/^Numbers to assign \(\d+ available\)$/)]);
    expect(stderr).toContain(`sinchctl --profile sandbox numbers assign --app spare ${free} ${freeVoice}`);
  });

  test('part of a number finds it; selecting it again removes it', async () => {
    const digits = free.slice(-4);
    const answers = [digits, '1', freeVoice, '1', digits, '1', '', '1'];
    const { code, world, questions } = await pick(['assign', '--app', 'spare', '--accessible'], answers);
    expect(code).toBe(0);
    expect(questions[4]).toContain('2 selected');
    expect(world().applicationOf(free, 'voice')).toBeNull();
    expect(world().applicationOf(freeVoice, 'voice')).toBe(spare.key);
  });

  test.each(['zzz', 'x415', '+1415x'])('letters that match nothing (%s) select nothing', async (term) => {
    const answers = [term, ' +1 (415) 555-0103 ', '1', '', '1'];
    const { code, questions, world } = await pick(['assign', '--app', 'spare', '--accessible'], answers);
    expect(code, questions.join('\n')).toBe(0);
    expect(questions[1]).toContain('No matches');
    expect(world().applicationOf(free, 'voice')).toBe(spare.key);
  });

  test('without --app the application is selected first, by alias', async () => {
    const { code, world, questions, stderr } = await pick(['assign'], ['sales', free]);
    expect(code).toBe(0);
    expect(questions[0]).toBe('Application');
    expect(world().applicationOf(free, 'voice')).toBe(sales.key);
    expect(stderr).toContain(`numbers assign ${free} --app sales`);
  });

  test('the default application comes first', async () => {
    const { world } = await pick(['assign'], ['', free]);
    expect(world().applicationOf(free, 'voice')).toBe(support.key);
  });

  test('unassign offers the numbers of the application, and prompts for confirmation as usual', async () => {
    const { code, world, questions } = await pick(['unassign', '--app', 'support'], [ours, 'y']);
    expect(code).toBe(0);
    expect(questions.at(-1)).toContain(`Unassign ${ours}`);
    expect(world().applicationOf(ours, 'voice')).toBeNull();
  });

  test('sms numbers are offered for sms', async () => {
    const { code, world } = await pick(['assign', '--app', 'spare', '--capability', 'sms'], [free]);
    expect(code).toBe(0);
    expect(world().applicationOf(free, 'sms')).toBe(spare.key);
  });

  test('--dry-run changes nothing', async () => {
    const { code, world, stdout } = await pick(['assign', '--app', 'spare', '--dry-run'], [free]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/spare.* {3}0 → 1/);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('an application without numbers: nothing to select, exit 4', async () => {
    const { code, stderr, questions } = await pick(['unassign', '--app', 'spare', '--capability', 'sms'], []);
    expect(code).toBe(4);
    expect(questions).toEqual([]);
    expect(stderr).toContain('no numbers are assigned to spare');
  });

  test('overwrite without numbers does not prompt: exit 2', async () => {
    const { code, questions } = await pick(['overwrite', '--app', 'spare'], []);
    expect(code).toBe(2);
    expect(questions).toEqual([]);
  });
});

describe('for screen readers, the choices are a numbered list', () => {
  test.each([
    ['--accessible', {}],
    ['--no-color', { SINCHCTL_ACCESSIBLE: '1' }],
  ])('%s %j', async (flag, env) => {
    const digits = free.slice(-4);
    const answers = [digits, '1', '', '1'];
    const { code, world, questions } = await pick(['assign', '--app', 'spare', flag], answers, env);
    expect(code).toBe(0);
    expect(questions[1]).toContain(`1: ${free}`);
    expect(questions[3]).toContain(`1: Done: ${free}`);
    expect(world().applicationOf(free, 'voice')).toBe(spare.key);
  });

  test('a position that is not in the list repeats the prompt', async () => {
    const answers = ['no such digits 99999999', free, '7', free, '1', '', '1'];
    const { code } = await pick(['assign', '--app', 'spare', '--accessible'], answers);
    expect(code).toBe(0);
  });
});

describe('if no prompt is possible, the command exits with code 2 and sends no request', () => {
  test.each([
    ['assign', { terminal: false }],
    ['unassign', { terminal: false }],
    ['assign', { stdinIsTerminal: true }],
    ['unassign', { stderrIsTerminal: true }],
  ])('%s %j', async (verb, streams) => {
    const { env, requests } = await serve();
    const { code, stderr } = await run(['numbers', verb], { env, ...streams });
    expect(code).toBe(2);
    expect(stderr).toContain('no numbers given');
    expect(lines(requests)).toEqual([]);
  });

  test('--no-input', async () => {
    const { code, questions } = await pick(['assign', '--app', 'spare', '--no-input'], []);
    expect(code).toBe(2);
    expect(questions).toEqual([]);
  });
});

test('numbers and aliases from the API cannot move the cursor of a prompt', async () => {
  const { questions } = await pick(['assign', '--app', 'spare', '--accessible'], [number(3), '1', '', '1']);
  for (const question of questions) expect(question).not.toMatch(/[\x1b\x07\x9b]/);
});
