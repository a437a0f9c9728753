import { forEachAtOnce } from '../bulk/pool.ts';
import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import { type E164, parseNumbers } from '../core/phone.ts';
import { type Failure, verdict } from '../core/verdict.ts';
import { type Columns, field, type Row, spare } from '../output/rows.ts';
import { defineCommand } from './define.ts';
import { regionOf } from './numbers/wanted.ts';

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

const unanswered = (number: E164, { kind, message }: SinchctlError): Row => ({
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
  usage: 'query <number...>',
  summary: 'Look up country, type and call rate of any number',
  description: 'Sinch has announced the end of this lookup in favour of its Number Lookup product.',
  examples: [
    'sinchctl --profile sandbox query +46730170101',
    'sinchctl --profile sandbox query +14155550100 +46730170101 --json',
  ],
  options: {},
  columns,
  writes: false,
  async run(context, args) {
    const numbers = await parseNumbers(args, () => regionOf(context));
    const client = await context.client();
    const rows = new Map<E164, Row>();
    const failures: Failure[] = [];
    let refused: SinchctlError | undefined;
    const ask = async (number: E164) => {
      try {
        const { countryId, numberType, restricted, rate } = await client.call('queryNumber', {
          params: { number },
        });
        const price = { rate: rate?.amount ?? null, currency: rate?.currencyId ?? null };
        rows.set(number, {
          number,
          country: countryId,
          type: numberType,
          restricted,
          ...price,
          error: null,
          message: null,
        });
      } catch (thrown) {
        const error = asSinchctlError(thrown);
        if (error.kind === 'auth') refused = error;
        failures.push({ item: number, error });
      }
    };
    await forEachAtOnce(numbers, context.globals.concurrency ?? 8, ask, () => refused !== undefined);
    const reached = new Set([...rows.keys(), ...failures.map(({ item }) => item)]);
    for (const item of numbers.filter((number) => !reached.has(number))) {
      failures.push({ item, error: new SinchctlError('auth', 'not reached', refused?.details) });
    }
    const error = verdict(numbers.length, failures);
    if (error && rows.size === 0) throw error;
    for (const { item, error: why } of failures) rows.set(item as E164, unanswered(item as E164, why));
    return { rows: numbers.map((number) => rows.get(number) as Row), error };
  },
});
