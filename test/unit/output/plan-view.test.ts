import { expect, test } from 'vitest';
import { drawPlan, type PlanView } from '../../../src/output/plan-view.ts';

const plan = (view: Partial<PlanView>): PlanView => ({
  title: 'Plan',
  numbers: [],
  callbacks: [],
  totals: 'nothing',
  ...view,
});
const items = Array.from({ length: 3000 }, (_, i) => `+${14155550100 + i}`);
const losing = (before: number, lost: number) =>
  plan({
    numbers: [
      {
        name: 'support',
        before,
        after: before - lost,
        lost,
        groups: [{ sign: '-', what: 'becomes unassigned', count: lost, items: items.slice(0, lost) }],
      },
    ],
  });

const draw = (view: PlanView, options = {}) => [
  ...drawPlan(view, { color: false, unicode: true, ...options }),
];

test.each([
  [1000, 1, 'loses 1 (<1%)'],
  [1, 1, 'loses 1 (100%)'],
  [400, 399, 'loses 399 (>99%)'],
  [3000, 2000, 'loses 2,000 (67%)'],
])('of %i numbers %i: %s', (before, lost, text) => {
  expect(draw(losing(before, lost)).join('\n')).toContain(text);
  expect(draw(losing(before, lost), { accessible: true }).join('\n')).toContain(text);
});

test.each([20, 40, 60, 80, 120])(
  'at %i columns, a complete list contains every number once, in lines that fit',
  (width) => {
    const lines = draw(losing(3000, 2000), { width, isComplete: true }).filter((line) =>
      line.startsWith('        '),
    );
    expect(
      lines
        .join(' ')
        .split(/[\s,]+/)
        .filter(Boolean),
    ).toEqual(items.slice(0, 2000));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 21));
  },
);

test('text from the account cannot move the cursor', () => {
  const evil = 'x\u001b[2J\n\u202ey';
  const view = plan({
    numbers: [
      {
        name: evil,
        before: 1,
        after: 2,
        lost: 0,
        groups: [{ sign: '~', what: `from ${evil}`, count: 1, items: [evil] }],
      },
    ],
    callbacks: [{ name: evil, urls: [{ callback: 'primary', from: evil, to: evil }] }],
  });
  for (const options of [{}, { isComplete: true }, { accessible: true }, { width: 20 }])
    expect(draw(view, options).join('')).not.toMatch(/[\u001b\n\u202e]/);
});
