import { CAPABILITIES, type Capability } from '../../account/capability.ts';
import { defineCommand } from '../../cli/command.ts';
import { countOf } from '../../core/text.ts';
import { application, type Columns, describeFields, field } from '../../output/rows.ts';

const columns: Columns = {
  ...describeFields({
    application: 'application key',
    alias: 'alias of the application',
    voice: ['number', 'number of phone numbers assigned for voice'],
    sms: ['number', 'number of phone numbers assigned for SMS'],
    primary: 'primary callback URL',
    fallback: 'fallback callback URL',
  }),
  table: [application, field('voice'), field('sms'), field('primary'), field('fallback')],
  empty: 'no applications',
};

export const show = defineCommand({
  usage: 'sandbox show',
  summary: 'Show the simulated account of the sandbox profile',
  description: 'Lists the applications with their callback URLs and number counts.',
  examples: ['sinchctl sandbox show', 'sinchctl sandbox show --json'],
  options: {},
  columns,
  errors: [],
  seeAlso: ['sandbox reset', 'help output'],
  writes: false,
  needsNoProfile: true,
  async run(context) {
    const { openSandboxState, readWorld } = await import('../../sandbox/state.ts');
    const file = openSandboxState(context.sandboxPath());
    const world = readWorld(file);
    const isInitial = file.read() === undefined;
    context.messages.note(
      `${countOf(world.size, 'number')}${isInitial ? ' (initial state)' : `; saved in ${file.path}`}`,
    );
    const { numbers } = world;
    const count = (key: string, capability: Capability) =>
      numbers.filter((number) => world.applicationOf(number, capability) === key).length;
    const rows = world.applications.map(({ key, name }) => {
      const { primary = null, fallback = null } = world.callbacksOf(key);
      const counts = Object.fromEntries(
        CAPABILITIES.map((capability) => [capability, count(key, capability)]),
      );
      return { application: key, alias: name, ...counts, primary, fallback };
    });
    return { rows };
  },
});
