import { expect, test } from 'vitest';
import type { E164 } from '../../../src/account/phone-number.ts';
import { planUnchecked } from '../../../src/account/plan.ts';
import type { Client } from '../../../src/api/client.ts';
import { unassignBatches } from '../../../src/engine/batches.ts';
import { executeBatches } from '../../../src/engine/execute-batches.ts';
import { support } from '../../support/account.ts';

test('a mistake of ours while outcomes are told ends the run, with that mistake, and nothing more is sent', async () => {
  const numbers = Array.from({ length: 100 }, (_, i) => `+${14155550100 + i}` as E164);
  const { steps } = planUnchecked({ numbers, capability: 'voice', application: support.key }, 'remove');
  let sent = 0;
  const client = {
    call: async () => {
      sent += 1;
      await new Promise<void>((resolve) => void setImmediate(resolve));
    },
  } as unknown as Client;
  const reporter = {
    onSettled() {
      throw new Error('no room for a row');
    },
  };
  await expect(
    executeBatches(steps, [unassignBatches(steps)], { client, concurrency: 4, reporter }),
  ).rejects.toMatchObject({
    kind: 'failure',
    message: 'unexpected error: no room for a row',
  });
  expect(sent).toBeLessThan(20);
});
