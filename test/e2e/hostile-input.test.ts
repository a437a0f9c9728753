import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pathOf } from '../corpus/index.ts';
import { newHome } from '../support/home.ts';
import { IS_FULL } from '../support/sizes.ts';
import { PROGRAM, sinchctl, start } from '../support/spawn.ts';

// A file that is far too large, or too deeply nested, is rejected quickly with a short, clear error, and without
// exhausting memory.

/** Seconds until the program is killed; it should take less than two. */
const SECONDS = 10;
/** It should take less than 200. */
const MEBIBYTES = 250;
const LINES = 11;
/** Maximum characters on stderr: a message must not quote 30 MB. */
const LONGEST = 20_000;

/** Writes the peak memory usage, in KiB, to a file that the test reads. */
const hookInto = (path: string): string =>
  `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(path)},` +
  'String(process.resourceUsage().maxRSS)))';

interface Hostile {
  name: string;
  content: () => string;
  line: readonly string[];
  isFull?: true;
}

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const LONG = 30 * 1024 * 1024;
const DEEP = 200_000;

const numbers = ['numbers', 'assign', '--app', 'support', '--no-check', '--dry-run', '--from'];
const state = ['diff', '-f'];
const inFile = (name: string, content: () => string): Hostile => ({ name, content, line: numbers });
/** Only in a full run, because each starts the program with a large file. */
const more = (name: string, content: () => string): Hostile => ({ ...inFile(name, content), isFull: true });
const inState = (name: string, content: () => string): Hostile => ({ name, content, line: state });
const inList = (text: string) =>
  `version: 1\napplications:\n  - application: sales\n    numbers:\n      voice: ${text}`;

const CASES: readonly Hostile[] = [
  inFile('one line of 30 MB', () => 'x'.repeat(LONG)),
  more('one line of 30 MB of digits', () => '4'.repeat(LONG)),
  more('one line of 30 MB of numbers', () => '+14155550100,'.repeat(LONG / 13)),
  more('one line of 30 MB of spaces and a number', () => `${' '.repeat(LONG)}+14155550100 x`),
  more('a cell of 30 MB', () => `number,note\n${'x'.repeat(LONG)},desk\n`),
  inFile('a quote that never ends', () => `number,note\n"${'+14155550100,desk\n'.repeat(LONG / 18)}`),
  inFile('a string of 30 MB in JSON', () => `["${'x'.repeat(LONG)}"]`),
  more('an object of 30 MB on one line', () => `{"note":"${'x'.repeat(LONG)}"}`),
  inFile('200,000 nested arrays of JSON', () => '['.repeat(DEEP) + ']'.repeat(DEEP)),
  more('200,000 brackets that never close', () => '['.repeat(DEEP)),
  more('200,000 nested objects of JSON', () => `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
  inFile('25,000 bad lines', () => times(25_000, (i) => `desk ${i}\n`).join('')),
  more('25,000 bad rows', () => `number,note\n${times(25_000, (i) => `desk ${i},x\n`).join('')}`),
  more('25,000 bad lines of NDJSON', () => times(25_000, (i) => `{"name":"desk ${i}"}\n`).join('')),
  more('25,000 bad items of JSON', () => JSON.stringify(times(25_000, (i) => ({ name: `desk ${i}` })))),
  inFile('60,000 unknown keys', () =>
    JSON.stringify([Object.fromEntries(times(60_000, (i) => [`key${i}`, i]))]),
  ),
  more('60,000 columns', () => `${times(60_000, (i) => `column${i}`).join(',')}\n${'x,'.repeat(60_000)}\n`),
  more('30 million blank lines', () => `+14155550100\n${'\n'.repeat(LONG)}x\n`),
  more('25,000 different keys', () => times(25_000, (i) => `{"name${i}":"desk"}\n`).join('')),
  more('a deeply nested number', () => `[{"number":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}]`),
  more('an application of 30 MB', () => `[{"number":"+14155550100","application":"${'x'.repeat(LONG)}"}]`),
  inState('a state file of one line of 30 MB', () => 'x'.repeat(LONG)),
  inState('a number of 30 MB in a state file', () => inList(`["${'x'.repeat(LONG)}"]\n`)),
  inState('200,000 nested arrays of YAML', () => inList(`${'['.repeat(DEEP)}${']'.repeat(DEEP)}\n`)),
  inState('200,000 brackets that never close in YAML', () => '['.repeat(DEEP)),
  inState('200,000 nested objects of YAML', () => '{a: '.repeat(DEEP) + '}'.repeat(DEEP)),
  inState('200,000 nested items of YAML', () => `${'- '.repeat(DEEP)}x\n`),
  inState('25,000 bad numbers in a state file', () =>
    inList(`\n${times(25_000, (i) => `        - desk ${i}\n`).join('')}`),
  ),
  inState(
    '60,000 unknown keys in a state file',
    () => `version: 1\napplications: []\n${times(60_000, (i) => `key${i}: 1\n`).join('')}`,
  ),
];

async function measure(one: Hostile) {
  const home = newHome();
  const [file, peak] = [home.path('file'), home.path('peak')];
  writeFileSync(file, one.content());
  const hook = ['--import', `data:text/javascript,${encodeURIComponent(hookInto(peak))}`];
  const argv = [...hook, PROGRAM, '--profile', 'sandbox', ...one.line, file];
  const result = await start(process.execPath, argv, {
    env: { LANG: 'C.UTF-8', ...home.env },
    limit: SECONDS * 1000,
  }).ended;
  expect(result.signal, `not ended after ${SECONDS} s`).toBeNull();
  return { ...result, mebibytes: Number(readFileSync(peak, 'utf8')) / 1024 };
}

describe('excessive sizes', () => {
  for (const one of CASES.filter(({ isFull }) => !isFull || IS_FULL)) {
    test(one.name, { timeout: 60_000 }, async () => {
      const { code, stdout, stderr, mebibytes } = await measure(one);
      expect([code, stdout], stderr.slice(0, 500)).toEqual([2, '']);
      expect(stderr.split('\n').length).toBeLessThanOrEqual(LINES);
      expect(stderr.length).toBeLessThan(LONGEST);
      expect(stderr).not.toMatch(/\bbug\b|call stack|^ {4}at /m);
      expect(mebibytes).toBeLessThan(MEBIBYTES);
    });
  }
});

// A warning printed by a library would follow the error.
test.each(['callback-template.yaml', 'application-template.yaml'])(
  'nothing follows the error: %s',
  async (name) => {
    const home = newHome();
    const argv = ['--profile', 'sandbox', 'diff', '-f', pathOf(`state/${name}`), '--json'];
    const { code, stdout, stderr } = await sinchctl(argv, { env: home.env });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('Warning');
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ error: { kind: 'usage' } });
  },
);
