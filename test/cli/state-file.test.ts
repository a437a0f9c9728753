import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Capability } from '../../src/account/capability.ts';
import type { World } from '../../src/sandbox/world.ts';
import { changes, free, ours, sales, spare, support, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { sized } from '../support/sizes.ts';
import { withState } from '../support/state.ts';

describe('problems of a state file', () => {
  const problemsOf = async (text: string) => {
    const { diff, apply, home } = withState(text);
    const { code, stdout, error } = await diff();
    expect(stdout).toBe('');
    expect((await apply()).code).toBe(code);
    expect(changes(home.world())).toEqual(UNCHANGED);
    return { code, items: error().items.map((item) => item.slice(item.indexOf(':') + 1)) };
  };

  const entry = (rest: string) => `version: 1\napplications:\n  - application: support\n${rest}`;

  test('all problems are reported at once, each with its line and column', async () => {
    const { code, items } = await problemsOf(`version: 2
applicatons: []
applications:
  - application: suport
    nummbers: {}
    numbers:
      voice:
        - 0730170101
        - [1]
        - ${free}
        - "+1"
  - application: sales
    alias: support
    callbacks: { primary: "ftp://x", other: 3, more: 4 }
    numbers:
      voice: ["${free}"]
      sms:
`);
    expect(code).toBe(2);
    const expected: [string, RegExp][] = [
      ['1:10', /version/],
      ['2:1', /unknown field: applicatons; did you mean applications/],
      ['4:18', /suport.*did you mean support/],
      ['5:5', /unknown field: nummbers; did you mean numbers/],
      ['8:11', /0730170101/],
      ['9:11', /is not a phone number/],
      ['11:11', /not a phone number.*\+1/],
      ['13:12', new RegExp(`alias support is set to another application in this profile: ${support.key}`)],
      ['14:27', /invalid http\(s\) URL for primary: ftp:\/\/x/],
      ['14:38', /unknown field: other/],
      ['14:48', /unknown field: more/],
      ['16:15', /is also listed under suport for voice/],
      ['17:11', /sms is not a list of numbers; use \[\] for an empty one/],
    ];
    expect(items.map((item) => item.split(': ')[0])).toEqual(expected.map(([place]) => place));
    expected.forEach(([, pattern], i) => {
      expect(items[i]).toMatch(pattern);
    });
  });

  test.each([
    ['an empty file', '', '1:1'],
    ['a list', '- a\n', '1:1'],
    ['text', 'hello\n', '1:1'],
    ['no version', 'applications: []\n', '1:1'],
    ['no applications', 'version: 1\n', '1:1'],
    ['an entry without an application', 'version: 1\napplications:\n  - numbers: {}\n', '3:5'],
    ['a repeated field', 'version: 1\nversion: 1\napplications: []\n', '2:1'],
    ['two documents', 'version: 1\napplications: []\n---\nversion: 1\napplications: []\n', '3:1'],
    ['an unclosed bracket', 'version: 1\napplications: [\n', '3:1'],
    ['a repeated application', entry(`  - application: ${support.key}\n`), '4:18'],
    ['an invalid application', 'version: 1\napplications:\n  - application: "../x"\n', '3:18'],
    [
      'a number listed under two applications',
      entry(`    numbers: {voice: ["${ours}"]}\n  - application: sales\n    numbers: {voice: ["${ours}"]}\n`),
      '6:23',
    ],
    ['a different local alias', entry(`    alias: help\n`), '4:12'],
    ['a URL with a password', entry('    callbacks: {primary: "https://a:b@x.example"}\n'), '4:26'],
    ['a date', entry('    numbers: {voice: [2026-11-24]}\n'), '4:23'],
    ['a fraction', entry('    numbers: {voice: [1.4155550100E+10]}\n'), '4:23'],
    ['a hexadecimal number', entry('    numbers: {voice: [0x34bc7a6f4]}\n'), '4:23'],
  ])('%s', async (_, text, place) => {
    const { code, items } = await problemsOf(text);
    expect(code).toBe(2);
    expect(items.map((item) => item.split(': ')[0])).toContain(place);
  });

  test.each([
    ['a: b: c\n', '1:4: invalid YAML: a value that contains a colon followed by a space must be quoted'],
    ['version: 1\nversion: 1\n', '2:1: invalid YAML: this field is listed twice'],
    ['- a\n', '1:1: not a state file: it must contain version and applications'],
    ['version: 1\napplications: [[a]]\n', '2:16: applications[0] must contain an application'],
    ['a:\n\tb: 1\n', '2:1: invalid YAML: indentation must be spaces, not tabs'],
    [
      'a: "x\n',
      '2:1: invalid YAML: a quote or bracket before this line is not closed, or the line needs more indentation',
    ],
    ['a: *x\n', '1:4: invalid YAML: anchor x is used before it is defined'],
    ['hello\n', '1:1: not a state file: it must contain version and applications'],
    ["version: '1'\napplications: []\n", '1:10: version must be 1; write version: 1, without quotes'],
  ])('%j is an error in plain language', async (text, problem) => {
    expect((await problemsOf(text)).items[0]).toBe(problem);
  });

  test.each(['"Front desk"', 'Desk', '_desk', support.key])('alias: %s is not an alias', async (alias) => {
    const text = `version: 1\napplications:\n  - application: ${'0'.repeat(32)}\n    alias: ${alias}\n`;
    const { code, items } = await problemsOf(text);
    expect([code, items]).toEqual([2, [expect.stringMatching(/^4:12: invalid alias: /)]]);
  });

  test('an unknown alias alone causes exit code 4, with the closest match', async () => {
    const { code, items } = await problemsOf('version: 1\napplications:\n  - application: suport\n');
    expect(code).toBe(4);
    expect(items[0]).toContain('did you mean support?');
  });

  test.each([
    [5000, '1:1: 4,900 more unknown fields'],
    [101, '1:1: 1 more unknown field'],
  ])('another kind of file with %i fields is reported in a few lines', async (length, rest) => {
    const text = Array.from({ length }, (_, i) => `k${i}: 1\n`).join('');
    const { code, items } = await problemsOf(`version: 1\napplications: []\n${text}`);
    expect([code, items.length]).toEqual([2, 101]);
    expect(items).toContain(rest);
  });

  test('anchors cannot expand a small file into a large one', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `x${i + 1}: &x${i + 1} [${`*x${i},`.repeat(10)}]`);
    const { code } = await problemsOf(`x0: &x0 [1]\n${levels.join('\n')}\nversion: 1\napplications: []\n`);
    expect(code).toBe(2);
  });

  describe('accepted input', () => {
    test.each([
      ['quoted', `"${free}"`],
      ['unquoted, which YAML reads as an integer', free],
      ['without a plus', free.slice(1)],
      ['in a common format', '"+1 (415) 555-0103"'],
      ['twice', `${free}, "${free}"`],
    ])('a number %s', async (_, written) => {
      const { json } = await withState(entry(`    numbers: {voice: [${written}]}\n`)).diff();
      expect(json()).toMatchObject([{ number: free, change: 'add' }]);
    });

    test('national format with a region', async () => {
      const { diff } = withState(entry('    numbers: {voice: ["(415) 555-0103"]}\n'));
      expect((await diff()).code).toBe(2);
      expect((await diff('--region', 'US')).json()).toMatchObject([{ number: free }]);
    });

    test('JSON, a BOM, and CRLF', async () => {
      const json = JSON.stringify({
        version: 1,
        applications: [{ application: sales.key, numbers: { voice: [free] } }],
      });
      for (const text of [
        json,
        `\uFEFF${json}`,
        entry(`    numbers:\n      voice:\n        - "${free}"\n`).replaceAll('\n', '\r\n'),
      ]) {
        expect((await withState(text).diff()).json()).toMatchObject([{ number: free, change: 'add' }]);
      }
    });

    test('from stdin', async () => {
      const { code, json } = await sandbox(['diff', '-f', '-', '--json'], {
        stdin: entry(`    numbers: {voice: ["${free}"]}\n`),
      });
      expect([code, json().length]).toEqual([0, 1]);
    });

    test('plain http in a callback, with a warning', async () => {
      const { code, stderr } = await withState(
        entry('    callbacks: {primary: "http://x.example"}\n'),
      ).diff();
      expect(code).toBe(0);
      expect(stderr).toMatch(
        /warning: .*account\.yaml:4:26: primary uses http, so call events are sent unencrypted/,
      );
    });
  });

  test.each([['diff'], ['apply']])('%s without a file exits with code 2', async (verb) => {
    const { code, stderr } = await sandbox([verb]);
    expect(code).toBe(2);
    expect(stderr).toContain('-f account.yaml');
  });

  test('a missing file causes exit code 2', async () => {
    expect((await sandbox(['diff', '-f', '/nowhere/x.yaml'])).code).toBe(2);
  });

  test('a second document is reported in plain language', async () => {
    const { code, items } = await problemsOf(
      'version: 1\napplications: []\n---\nversion: 1\napplications: []\n',
    );
    expect([code, items]).toEqual([
      2,
      ['3:1: a second document starts here; a state file must contain only one'],
    ]);
  });
});

describe('any account and any state file', () => {
  const APPLICATIONS = [support, sales, spare].map(({ key }) => key);
  const SIZE = 12;
  const CAPABILITIES: Capability[] = ['voice', 'sms'];

  /** The application of each number and capability, as an index into the applications; 3 for none. */
  const places = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: SIZE * 2, maxLength: SIZE * 2 });
  const url = fc.constantFrom('https://a.example/x', 'https://b.example/y?q=1', null);
  const callbacks = fc.array(fc.record({ primary: url, fallback: url }), { minLength: 3, maxLength: 3 });

  /** A file with some of the applications: which lists it manages, where it lists each number, which callbacks. */
  const file = fc.record({
    places,
    named: fc.array(fc.boolean(), { minLength: SIZE * 2, maxLength: SIZE * 2 }),
    lists: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    callbacks: fc.array(
      fc.record({
        primary: fc.option(url, { nil: undefined }),
        fallback: fc.option(url, { nil: undefined }),
      }),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
    prune: fc.boolean(),
  });
  type File = typeof file extends fc.Arbitrary<infer T> ? T : never;

  function fill(
    world: World,
    where: readonly number[],
    urls: readonly { primary: string | null; fallback: string | null }[],
  ) {
    world.numbers.forEach((number, i) => {
      CAPABILITIES.forEach((capability, c) => {
        world.assign(number, capability, APPLICATIONS[where[i * 2 + c] ?? 3] ?? null);
      });
    });
    APPLICATIONS.forEach((key, i) => {
      const { primary, fallback } = urls[i] ?? { primary: null, fallback: null };
      world.setCallbacks(key, { ...(primary && { primary }), ...(fallback && { fallback }) });
    });
  }

  function contentOf({ places: where, named, lists, callbacks: urls }: File, world: World) {
    const applications = APPLICATIONS.map((application, a) => {
      const numbers = Object.fromEntries(
        CAPABILITIES.flatMap((capability, c) => {
          if (!lists[a * 2 + c]) return [];
          const own = world.numbers.filter(
            (number, i) =>
              where[i * 2 + c] === a && named[i * 2 + c] && world.capabilitiesOf(number).includes(capability),
          );
          return [[capability, own]];
        }),
      );
      return { application, callbacks: urls[a], numbers };
    });
    return { version: 1, applications };
  }

  /** The part of the account that is not in the file. */
  function untouchedBy(content: ReturnType<typeof contentOf>, world: World, prune: boolean) {
    const named = new Set(
      content.applications.flatMap(({ numbers }) =>
        Object.entries(numbers).flatMap(([capability, own]) =>
          own.map((number) => `${number} ${capability}`),
        ),
      ),
    );
    const isManaged = (key: string | null | undefined, capability: Capability) =>
      prune &&
      content.applications.some(
        ({ application, numbers }) => application === key && numbers[capability] !== undefined,
      );
    return world.numbers.flatMap((number) =>
      CAPABILITIES.flatMap((capability) => {
        const now = world.applicationOf(number, capability);
        return named.has(`${number} ${capability}`) || isManaged(now, capability)
          ? []
          : [[number, capability, now] as const];
      }),
    );
  }

  const RUNS = { numRuns: sized(40, 16) };

  test('for any account and any file: apply makes them match, converges, changes nothing else, and undo restores the account', {
    timeout: 120_000,
  }, async () => {
    const { env, world, requests } = await serve({ numbers: SIZE });
    await fc.assert(
      fc.asyncProperty(places, callbacks, file, async (where, urls, wanted) => {
        fill(world, where, urls);
        const before = structuredClone(world.snapshot());
        const content = contentOf(wanted, world);
        const untouched = untouchedBy(content, world, wanted.prune);
        const home = newHome();
        const path = home.path('state.json');
        writeFileSync(path, JSON.stringify(content));
        const prune = wanted.prune ? ['--prune'] : [];
        const apply = ['apply', '-f', path, ...prune, '--yes', '--max-removals', '1000', '--json'];
        const first = await run(apply, { env, home });
        expect(first.code, first.stderr).toBe(0);
        const diff = await run(['diff', '-f', path, ...prune, '--json'], { env, home });
        expect([diff.code, diff.stdout]).toEqual([0, '[]\n']);
        for (const [number, capability, now] of untouched) {
          expect(world.applicationOf(number, capability)).toBe(now);
        }
        requests.length = 0;
        const second = await run(apply, { env, home });
        expect([second.code, second.stdout]).toEqual([0, '[]\n']);
        expect(lines(requests).filter((line) => !line.startsWith('GET '))).toEqual([]);
        const line = /Undo: sinchctl (.*)/.exec(first.stderr)?.[1];
        if (line) {
          const undone = await run([...line.split(' '), '--yes'], { env, home });
          expect(undone.code, undone.stderr).toBe(0);
        }
        expect(world.snapshot()).toEqual(before);
      }),
      RUNS,
    );
  });

  test('for any account: the output of export is the current account', { timeout: 120_000 }, async () => {
    const { env, world } = await serve({ numbers: SIZE });
    await fc.assert(
      fc.asyncProperty(places, callbacks, fc.constantFrom([], ['--json']), async (where, urls, format) => {
        fill(world, where, urls);
        const home = newHome();
        const path = home.path('exported');
        const exported = await run(['export', ...APPLICATIONS.flatMap((key) => ['--app', key]), ...format], {
          env,
          home,
        });
        expect(exported.code, exported.stderr).toBe(0);
        writeFileSync(path, exported.stdout);
        const diff = await run(['diff', '-f', path, '--prune', '--json'], { env, home });
        expect([diff.code, diff.stdout], diff.stderr).toEqual([0, '[]\n']);
      }),
      RUNS,
    );
  });
});
