import { describe, expect, test } from 'vitest';
import type { ApplicationKey } from '../../../src/account/application.ts';
import { planCallbacks } from '../../../src/account/callback-plan.ts';

const mine = 'mine' as ApplicationKey;

describe('callbacks', () => {
  const current = { primary: 'https://p', fallback: 'https://f' };

  test('what is not asked for is merged in and is no step', () => {
    expect(planCallbacks(mine, current, { primary: 'https://n' })).toEqual({
      application: mine,
      merged: { primary: 'https://n', fallback: 'https://f' },
      steps: [{ application: mine, callback: 'primary', change: 'set', from: 'https://p', to: 'https://n' }],
    });
  });

  test('null clears, the same is no change', () => {
    expect(planCallbacks(mine, current, { primary: 'https://p', fallback: null })).toEqual({
      application: mine,
      merged: { primary: 'https://p', fallback: null },
      steps: [
        { application: mine, callback: 'primary', change: 'none', from: 'https://p', to: 'https://p' },
        { application: mine, callback: 'fallback', change: 'clear', from: 'https://f', to: null },
      ],
    });
  });
});
