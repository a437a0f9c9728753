import { describe, expect, test } from 'vitest';
import { renameOver } from '../../../src/platform/write-file.ts';

const failing = (code: string, times: number) => {
  const calls: unknown[] = [];
  const move = async (...names: unknown[]) => {
    calls.push(names);
    if (calls.length <= times) throw Object.assign(new Error(code), { code });
  };
  return { move, calls };
};

describe('renaming over an existing file', () => {
  test.each(['EPERM', 'EACCES', 'EBUSY'])('is retried on Windows after %s', async (code) => {
    const { move, calls } = failing(code, 3);
    await renameOver('from', 'to', { platform: 'win32', move });
    expect(calls).toEqual(Array.from({ length: 4 }, () => ['from', 'to']));
  });

  test('fails with the reason if it persists', async () => {
    const { move } = failing('EPERM', 100);
    await expect(renameOver('from', 'to', { platform: 'win32', move })).rejects.toMatchObject({
      code: 'EPERM',
    });
  });

  test.each([
    ['win32', 'ENOSPC'],
    ['linux', 'EPERM'],
  ])('on %s %s is final', async (platform, code) => {
    const { move, calls } = failing(code, 100);
    await expect(renameOver('from', 'to', { platform, move })).rejects.toMatchObject({ code });
    expect(calls).toHaveLength(1);
  });
});
