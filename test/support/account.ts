import type { ApplicationKey } from '../../src/account/application.ts';
import type { E164 } from '../../src/account/phone-number.ts';
import { createWorld } from '../../src/sandbox/state.ts';
import type { World } from '../../src/sandbox/world.ts';

function application(name: string) {
  const found = createWorld().applications.find((one) => one.name === name);
  if (!found) throw new Error(`the sandbox has no application ${name}`);
  return found;
}

// The initial state of the sandbox: of every five numbers, two are assigned to support, one to sales, and two to none;
// every second one has sms in addition to voice.
export const support = application('support');
export const sales = application('sales');
export const spare = application('spare');

/** The nth number of the sandbox, from 0. */
export const number = (index: number): E164 => `+${14155550100 + index}` as E164;

/** Assigned to support; voice only. */
export const ours = number(0);
/** Assigned to support; voice and sms. */
export const oursWithSms = number(1);
/** Assigned to sales; voice only. */
export const theirs = number(2);
/** Unassigned; voice and sms. */
export const free = number(3);
/** Unassigned; voice only. */
export const freeVoice = number(4);
/** Valid, but not on the account. */
export const unknown = '+14155559999' as E164;
/** A key that is not on any account. */
export const foreignKey = '00000000-1111-2222-3333-444444444444' as ApplicationKey;

/** The numbers assigned to an application, in order. */
export const serving = (
  world: World,
  { key }: { key: ApplicationKey },
  capability: 'voice' | 'sms' = 'voice',
) => world.numbers.filter((one) => world.applicationOf(one, capability) === key);

/** The numbers initially assigned to support for voice. */
export const supportVoice = serving(createWorld(), support);
export const supportSms = serving(createWorld(), support, 'sms');

/** The changes since the initial state; empty when nothing has changed. */
export const changes = (world: World) => {
  const { assignments, callbacks, instances } = world.snapshot();
  return { assignments, callbacks, instances };
};
export const UNCHANGED = { assignments: {}, callbacks: {}, instances: [] };

/** The documented fields of every row that a write prints, in order. */
export const RESULT_FIELDS = [
  'number',
  'application',
  'alias',
  'capability',
  'kind',
  'callback',
  'change',
  'from',
  'to',
  'result',
  'error',
  'message',
  'errorCode',
  'reference',
  'checked',
];
