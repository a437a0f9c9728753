import { describe, expect, test } from 'vitest';
import { clockError, SigningClock } from '../../../src/api/clock-skew.ts';
import type { Response } from '../../../src/api/request.ts';
import { SinchctlError } from '../../../src/core/errors.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const MINUTE = 60_000;

const refusal = (date: string | undefined): Response => ({
  status: 401,
  headers: date === undefined ? {} : { date },
  body: '',
});
const at = (difference: number) => refusal(new Date(NOW + difference).toUTCString());

function rig() {
  const told: number[] = [];
  const clock = new SigningClock(
    () => new Date(NOW),
    (seconds) => told.push(seconds),
  );
  return { clock, told };
}

describe.each([40101, 40102])('after %i', (code) => {
  test.each([5, 60, -5, -60, 60 * 24, -60 * 24])(
    'a Date that is %i minutes off corrects the clock and is reported',
    (minutes) => {
      const { clock, told } = rig();
      expect(clock.learn(0, code, at(minutes * MINUTE))).toBe('corrected');
      expect(clock.now().getTime()).toBe(NOW + minutes * MINUTE);
      expect([told, clock.skew]).toEqual([[minutes * 60], minutes * 60]);
    },
  );

  test.each([0, 1, 4, -4])('a Date that is %i minutes off changes nothing', (minutes) => {
    const { clock, told } = rig();
    expect(clock.learn(0, code, at(minutes * MINUTE))).toBe('none');
    expect([clock.now().getTime(), told]).toEqual([NOW, []]);
  });

  test.each([
    ['Thu, 01 Jan 1970 00:00:00 GMT', 'excessive'],
    ['Sun, 01 Jan 2090 00:00:00 GMT', 'excessive'],
    ['Sat, 03 Jan 2026 03:04:06 GMT', 'excessive'],
    ['Thu, 01 Jan 2026 03:04:04 GMT', 'excessive'],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 'excessive'],
    ['soon', 'none'],
    ['', 'none'],
    [undefined, 'none'],
  ])('the implausible Date %j changes nothing', (date, expected) => {
    const { clock, told } = rig();
    expect(clock.learn(0, code, refusal(date))).toBe(expected);
    expect([clock.now().getTime(), told]).toEqual([NOW, []]);
  });

  test('the rejection of a request with the corrected time is final', () => {
    const { clock, told } = rig();
    clock.learn(0, code, at(60 * MINUTE));
    expect(clock.learn(clock.offset, code, at(60 * MINUTE))).toBe('none');
    expect(told).toHaveLength(1);
  });

  test('if another request has corrected the clock in the meantime, the request is signed again; this is reported once', () => {
    const { clock, told } = rig();
    expect([1, 2, 3].map(() => clock.learn(0, code, at(60 * MINUTE)))).toEqual(Array(3).fill('corrected'));
    expect(told).toEqual([3600]);
  });
});

test.each([undefined, 40100, 40108, 40301, 50000])('other responses (%s) correct nothing', (code) => {
  const { clock, told } = rig();
  expect(clock.learn(0, code, at(60 * MINUTE))).toBe('none');
  expect([clock.now().getTime(), told, clock.skew]).toEqual([NOW, [], 3600]);
});

test('a corrected clock continues from the corrected time', () => {
  let time = NOW;
  const clock = new SigningClock(() => new Date(time));
  clock.learn(0, 40101, at(60 * MINUTE));
  time += 1000;
  expect(clock.now().getTime()).toBe(NOW + 60 * MINUTE + 1000);
});

test.each([
  [2 * 86_400, "the server's clock is 48 hours ahead of this computer's clock"],
  [-25 * 3600 - 1700, "the server's clock is 25 hours behind this computer's clock"],
])('the error for %i seconds shows the difference of the clocks', (skew, expected) => {
  const refused = new SinchctlError('auth', 'invalid timestamp', { httpStatus: 401, errorCode: 40102 });
  const { kind, message, details } = clockError(refused, skew);
  expect([kind, message]).toEqual(['auth', 'invalid timestamp']);
  expect(details).toMatchObject({
    httpStatus: 401,
    errorCode: 40102,
    hint: `${expected}, and sinchctl corrects only differences of up to 24 hours; check the clock of this computer and the base URL`,
  });
});
