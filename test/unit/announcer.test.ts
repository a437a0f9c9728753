import { expect, test } from 'vitest';
import { Announcer } from '../../src/bulk/announcer.ts';
import type { Job } from '../../src/bulk/jobs.ts';

const jobs = Array.from({ length: 5 }, (_, i): Job & { name: number } => ({
  name: i,
  steps: [],
  run: async () => undefined,
}));
const names = (some: readonly Job[]) => some.map((job) => (job as (typeof jobs)[number]).name);

test('jobs are told of in order, some ahead, and never twice', async () => {
  const told: Job[] = [];
  const announcer = new Announcer(jobs, 2, async (job) => void told.push(job));
  await announcer.take();
  expect(names(told)).toEqual([0, 1, 2]);
  await announcer.take();
  expect(names(told)).toEqual([0, 1, 2, 3]);
  expect(names(announcer.left)).toEqual([2, 3]);
  expect(names(announcer.rest)).toEqual([4]);
  for (let i = 0; i < 3; i++) await announcer.take();
  expect(names(told)).toEqual([0, 1, 2, 3, 4]);
  expect([announcer.left, announcer.rest]).toEqual([[], []]);
});

test('before anything is taken nothing is told', () => {
  const announcer = new Announcer(jobs, 2, async () => expect.unreachable());
  expect(names(announcer.rest)).toEqual([0, 1, 2, 3, 4]);
});

test('a job may leave when its own telling is done, and not when that failed', async () => {
  const ends: (() => void)[] = [];
  const announcer = new Announcer(jobs, 1, ({ steps: _, ...job }) => {
    if ((job as { name?: number }).name === 1) return Promise.reject(new Error('full'));
    return new Promise((resolve) => ends.push(resolve));
  });
  let hasLeft = false;
  const first = announcer.take().then(() => {
    hasLeft = true;
  });
  await expect(announcer.take()).rejects.toThrow('full');
  expect(hasLeft).toBe(false);
  ends[0]?.();
  await first;
  expect(hasLeft).toBe(true);
});
