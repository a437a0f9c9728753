import { attemptEach } from '../bulk/each.ts';
import { type SinchctlError, usage } from '../core/errors.ts';
import { verdict } from '../core/verdict.ts';
import { type Columns, field, type Row, spare } from '../output/rows.ts';
import { defineCommand } from './define.ts';
import { namedNumbers } from './numbers/wanted.ts';
import { from, numberColumn } from './options.ts';

const columns: Columns = {
  fields: ['number', 'country', 'type', 'restricted', 'rate', 'currency', 'error', 'message'],
  table: [
    field('number'),
    field('country'),
    field('type'),
    field('restricted'),
    field('rate'),
    field('currency'),
    spare('message'),
  ],
  empty: 'nothing asked',
};

const unanswered = (number: string, { kind, message }: SinchctlError): Row => ({
  number,
  country: null,
  type: null,
  restricted: null,
  rate: null,
  currency: null,
  error: kind,
  message,
});

export const query = defineCommand({
  usage: 'query [number...]',
  summary: 'Look up country, type and call rate of any number',
  description: 'Sinch has announced the end of this lookup in favour of its Number Lookup product.',
  examples: [
    'sinchctl --profile sandbox query +46730170101',
    'sinchctl --profile sandbox query +14155550100 +46730170101 --json',
  ],
  options: { from, numberColumn },
  columns,
  writes: false,
  async run(context, args, options) {
    const numbers = await namedNumbers(context, args, options);
    if (numbers.length === 0)
      throw usage('no number given', 'name them: sinchctl query +46730170101, or --from FILE');
    const client = await context.client();
    const rows = new Map<string, Row>();
    const failures = await attemptEach(numbers, context.globals.concurrency, async (number) => {
      const { countryId, numberType, restricted, rate } = await client.call('queryNumber', {
        params: { number },
      });
      const price = { rate: rate?.amount ?? null, currency: rate?.currencyId ?? null };
      const facts = { country: countryId, type: numberType, restricted, ...price };
      rows.set(number, { number, ...facts, error: null, message: null });
    });
    const error = verdict(numbers.length, failures);
    if (error && rows.size === 0) throw error;
    for (const { item, error: why } of failures) rows.set(item, unanswered(item, why));
    return { rows: numbers.map((number) => rows.get(number) as Row), error };
  },
});
