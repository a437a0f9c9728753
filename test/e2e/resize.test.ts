import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { ours, oursWithSms, support } from '../support/account.ts';
import { serveMany } from '../support/bulk.ts';
import { newHome } from '../support/home.ts';
import { hasProgram } from '../support/spawn.ts';
import { terminal } from '../support/terminal.ts';
import { inTmux } from '../support/tmux.ts';

const TIMEOUT = { timeout: 60_000 };

/** Removals that take some seconds. */
async function slow() {
  const { world, write, env, file } = await serveMany({ numbers: 250, faults: ['latency:100-100'] });
  const numbers = world.numbers.filter((one) => world.applicationOf(one, 'voice') === support.key);
  write(numbers);
  const argv = ['numbers', 'unassign', '--app', support.key, '--yes', '--from', file, '--concurrency', '3'];
  return { env, argv, total: numbers.length };
}

const linesOf = (text: string) => text.split(/\r*\n/);

describe('a table uses the width of the terminal when it is drawn', () => {
  const argv = [
    '--profile',
    'sandbox',
    '--no-color',
    'numbers',
    'unassign',
    ours,
    oursWithSms,
    '--app',
    'support',
  ];
  const LOOK = ['--columns', 'number,change,from,result'];

  test.each([
    [160, 70],
    [70, 160],
  ])('measured at %i columns, drawn at %i', TIMEOUT, async (before, after) => {
    const { until, type, resize, ended, screen } = terminal(
      [...argv, ...LOOK],
      { ...newHome().env, LANG: 'C.UTF-8' },
      { columns: before },
    );
    await until('Unassign');
    resize(after, 40);
    type('y\r');
    expect(await ended, screen()).toBe(0);
    // Control sequences of the prompt precede the first line.
    const table = linesOf(screen().replace(/\u001b\[[?\d;]*[A-Za-z]/g, '')).filter((line) =>
      /^[┌│├└]/.test(line),
    );
    expect(table).toHaveLength(6);
    expect(table.join('').includes('…')).toBe(after < 80);
    for (const line of table) expect(stringWidth(line)).toBeLessThanOrEqual(after);
  });

  test('including from a table to cards', TIMEOUT, async () => {
    const { until, type, resize, ended, screen } = terminal(
      argv,
      { ...newHome().env, LANG: 'C.UTF-8' },
      { columns: 100 },
    );
    await until('Unassign');
    resize(20, 40);
    type('y\r');
    expect(await ended, screen()).toBe(0);
    expect(screen()).toContain(`number: ${ours}\r\n`);
    expect(screen()).not.toContain('┌');
  });
});

test('the bar never truncates numbers', TIMEOUT, async () => {
  const { env, argv, total } = await slow();
  const { until, resize, ended, screen } = terminal(argv, env, { columns: 100 });
  await until(`/${total} `);
  const before = screen().length;
  resize(30, 40);
  expect(await ended).toBe(0);
  // Every frame returns to the start of the line, so the text between two returns is one line.
  const drawn = screen()
    .slice(before)
    .replace(/\u001b\[[?\d]*[A-Za-z]/g, '');
  const frames = drawn.split('\r').filter((one) => one.startsWith('Unassigning'));
  // A frame or two may have been drawn before the program was notified.
  const later = frames.slice(2);
  expect(later.length).toBeGreaterThan(3);
  // If there is no space for the bar, numbers are still complete.
  for (const frame of later) expect(frame).toMatch(new RegExp(`^Unassigning \\d+/${total} +\\d+%$`));
});

describe.runIf(hasProgram('tmux'))('a terminal that rewraps its lines', () => {
  const isBar = (line: string) => /[━╸]|\d+\/\d+ /.test(line);

  test('keeps nothing of the bar, regardless of how often it is resized', TIMEOUT, async () => {
    const { env, argv, total } = await slow();
    const { until, resize, screen } = await inTmux(argv, env, 100);
    await until((text) => text.includes(`/${total} `));
    let shown = await screen();
    for (const width of [60, 35, 20, 90, 45]) {
      await resize(width);
      // At least one more frame, drawn for this width.
      shown = await until((text) => text !== shown && linesOf(text).some(isBar));
      shown = await until((text) => text !== shown && linesOf(text).filter(isBar).length === 1);
    }
    await resize(120);
    const end = await until((text) => text.includes('exit 0'));
    expect(linesOf(end).filter(isBar)).toEqual([]);
    expect(linesOf(end)[0]).toMatch(/^┌/);
    expect(end).toContain(`\nnote: ${total} numbers unassigned from ${support.key}`);
  });

  test('shows a note on its own line while the bar is displayed', TIMEOUT, async () => {
    const { env, argv, total } = await slow();
    const { until, type } = await inTmux(argv, env, 100);
    await until((text) => text.includes(`/${total} `));
    await type('C-c');
    const end = await until((text) => text.includes('exit 130'));
    expect(linesOf(end)[0]).toBe('Finishing requests in progress; press Ctrl-C again to quit now');
    expect(linesOf(end).filter(isBar)).toEqual([]);
  });

  test.each([
    [60, 30],
    [20, 30],
    [60, 2],
    [35, 2],
    [20, 2],
  ])(
    'a note right after resizing to %i columns, below %i lines, shares no line with the bar',
    TIMEOUT,
    async (width, above) => {
      const { env, argv, total } = await slow();
      const { until, type, resize } = await inTmux(argv, env, 100, above);
      await until((text) => text.includes(`/${total} `));
      await resize(width);
      await type('C-c');
      const end = await until((text) => text.includes('exit 130'));
      expect(end).toMatch(/^Finishing\s/m);
      expect(end).not.toContain('^C');
      // tmux may have moved the first line of the bar above the top, where it cannot be cleared.
      expect(linesOf(end).filter((one) => isBar(one) && !/^[━╸ ]+$/.test(one))).toEqual([]);
    },
  );

  test('accepts the answer to a prompt that it has wrapped', TIMEOUT, async () => {
    const argv = ['-q', '--profile', 'sandbox', 'numbers', 'unassign', ours, '--app', 'support'];
    const { until, resize, type } = await inTmux(argv, newHome().env, 120);
    await until((text) => text.includes('[y/N'));
    for (const width of [50, 30, 100]) await resize(width);
    await type('y', 'Enter');
    const end = await until((text) => text.includes('exit 0'));
    expect(end).toContain('done');
  });
});
