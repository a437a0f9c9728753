import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf, NUMBER_FILES, STATE_FILES } from '../corpus/index.ts';
import { changes, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { sandbox } from '../support/run.ts';
import { sized } from '../support/sizes.ts';

// Any file is read, or rejected with a clear error, within a limited time.

const NUMBERS = Object.values(NUMBER_FILES).flat().map(contentOf);
const STATES = STATE_FILES.map(contentOf);

/** Milliseconds, on a busy computer; a file of the corpus takes less than 50. */
const LIMIT = 5_000;
const RUNS = { numRuns: sized(500, 100) };
const TEST = { timeout: 600_000 };

/** Patterns of a stack trace, or of an unexpected error. */
const UNEXPECTED =
  /^ {4}at |\bbugs?\b|TypeError|RangeError|SyntaxError|\[object Object\]|undefined is not|NaN/m;

const partOf = (contents: readonly Uint8Array[]) =>
  fc
    .tuple(fc.constantFrom(...contents), fc.nat(1_000), fc.nat(1_000))
    .map(([content, from, to]): Uint8Array => {
      const at = (share: number) => Math.round((share / 1_000) * content.length);
      return content.subarray(Math.min(at(from), at(to)), Math.max(at(from), at(to)));
    });

/** The beginning of a file, as after a full disk or a broken connection. */
const truncated = (contents: readonly Uint8Array[]) =>
  fc
    .tuple(fc.constantFrom(...contents), fc.nat(1_000))
    .map(([content, share]): Uint8Array => content.subarray(0, Math.floor((share / 1_000) * content.length)));

/** Pieces of several files, joined. */
const spliced = (contents: readonly Uint8Array[]) =>
  fc.array(partOf(contents), { minLength: 2, maxLength: 4 }).map((parts): Uint8Array => Buffer.concat(parts));

/** A file with some of its bytes replaced. */
const damaged = (contents: readonly Uint8Array[]) =>
  fc
    .tuple(
      fc.constantFrom(...contents),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
    )
    .map(([content, edits]): Uint8Array => {
      const bytes = Uint8Array.from(content);
      for (const [at, byte] of edits) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    });

const KINDS = {
  'random bytes': () => fc.uint8Array({ maxLength: 200 }),
  'random text': () => fc.string({ unit: 'binary', maxLength: 100 }).map((text) => Buffer.from(text)),
  'truncated files': truncated,
  'spliced files': spliced,
  'damaged files': damaged,
} satisfies Record<string, (contents: readonly Uint8Array[]) => fc.Arbitrary<Uint8Array>>;

/** Runs a command on the content of a file, and expects one of the exit codes and no internal error. */
async function expectPlainEnd(content: Uint8Array, line: readonly string[], codes: readonly number[]) {
  const home = newHome();
  const path = home.path('file');
  writeFileSync(path, content);
  const start = performance.now();
  const { code, stdout, stderr, world } = await sandbox([...line, path, '--json'], { home });
  expect(performance.now() - start).toBeLessThan(LIMIT);
  expect(codes, stderr).toContain(code);
  if (code !== 0) expect(stdout).toBe('');
  // Errors quote the content of the file; the rest is text of the program.
  if (!UNEXPECTED.test(Buffer.from(content).toString())) expect(stderr).not.toMatch(UNEXPECTED);
  expect(changes(world())).toEqual(UNCHANGED);
}

const regions = fc.constantFrom([], ['--region', 'intl'], ['--region', 'US'], ['--region', 'SE']);
const columns = fc.constantFrom([], [], ['--number-column', '1'], ['--number-column', 'Phone Number']);

describe.each(Object.entries(KINDS))('%s', (_, kindOf) => {
  test('as a file with numbers', TEST, async () => {
    const assign = ['numbers', 'assign', '--app', 'support', '--no-check', '--dry-run'];
    await fc.assert(
      fc.asyncProperty(kindOf(NUMBERS), regions, columns, async (content, region, column) => {
        await expectPlainEnd(content, [...assign, ...region, ...column, '--from'], [0, 2]);
      }),
      RUNS,
    );
  });

  test('as a state file', TEST, async () => {
    await fc.assert(
      fc.asyncProperty(kindOf(STATES), async (content) => {
        // A truncated alias is an unknown alias (exit 4).
        await expectPlainEnd(content, ['diff', '-f'], [0, 2, 4]);
      }),
      RUNS,
    );
  });
});
