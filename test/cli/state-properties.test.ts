import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Capability } from '../../src/account/capability.ts';
import type { World } from '../../src/sandbox/world.ts';
import { sales, spare, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { sized } from '../support/sizes.ts';

const APPLICATIONS = [support, sales, spare].map(({ key }) => key);
const SIZE = 12;
const CAPABILITIES: Capability[] = ['voice', 'sms'];

/** Where each number's capability serves, as an index into the applications; 3 for nowhere. */
const places = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: SIZE * 2, maxLength: SIZE * 2 });
const url = fc.constantFrom('https://a.example/x', 'https://b.example/y?q=1', null);
const callbacks = fc.array(fc.record({ primary: url, fallback: url }), { minLength: 3, maxLength: 3 });

/** A file about some of the applications: which lists it manages, where it wants each number, which callbacks. */
const file = fc.record({
  places,
  named: fc.array(fc.boolean(), { minLength: SIZE * 2, maxLength: SIZE * 2 }),
  lists: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  callbacks: fc.array(
    fc.record({ primary: fc.option(url, { nil: undefined }), fallback: fc.option(url, { nil: undefined }) }),
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

/** What the world says that the file does not name. */
function untouchedBy(content: ReturnType<typeof contentOf>, world: World, prune: boolean) {
  const named = new Set(
    content.applications.flatMap(({ numbers }) =>
      Object.entries(numbers).flatMap(([capability, own]) => own.map((number) => `${number} ${capability}`)),
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

test('for any account and any file: apply makes it so, converges, leaves the rest alone, and undo restores', {
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
      const line = /to undo: sinchctl (.*)/.exec(first.stderr)?.[1];
      if (line) {
        const undone = await run([...line.split(' '), '--yes'], { env, home });
        expect(undone.code, undone.stderr).toBe(0);
      }
      expect(world.snapshot()).toEqual(before);
    }),
    RUNS,
  );
});

test('for any account: what export prints is what stands', { timeout: 120_000 }, async () => {
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
