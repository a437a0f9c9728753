import { expect, test } from 'vitest';
import { serve } from '../support/serve.ts';
import { sinchctl } from '../support/spawn.ts';

test.each([
  [1, 'behind'],
  [-1, 'ahead of'],
])(
  'for a server whose clock is off by %i hour, the time is corrected, with a warning',
  async (hours, where) => {
    const { env, requests } = await serve({ now: () => new Date(Date.now() + hours * 3_600_000) });
    const { code, stdout, stderr } = await sinchctl(['numbers', 'list', '--json', '--quiet'], { env });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(30);
    expect(requests).toHaveLength(2);
    expect(stderr).toMatch(
      new RegExp(`^warning: the clock of this computer is 60 minutes ${where} Sinch's clock`, 'm'),
    );
  },
);
