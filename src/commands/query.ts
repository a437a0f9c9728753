import type { AccountNumber } from '../account/phone-number.ts';
import { type Failure, interruption, summarizeFailures } from '../account/summarize-failures.ts';
import { type CommandResult, defineCommand } from '../cli/command.ts';
import type { Context } from '../cli/context.ts';
import { canSucceedLater, withLine } from '../cli/next-steps.ts';
import { type SinchctlError, usage } from '../core/errors.ts';
import { countOf } from '../core/text.ts';
import { CircuitBreaker } from '../engine/circuit-breaker.ts';
import { attemptEachLimited } from '../engine/for-each-limited.ts';
import { type Columns, describeFields, field, type Row, shortMessage } from '../output/rows.ts';
import { resolveNumbers } from './numbers/resolve-numbers.ts';
import { numberFileOptions } from './options.ts';

const columns: Columns = {
  ...describeFields({
    number: 'phone number in E.164 format',
    country: 'country code',
    type: 'type of the number, such as Mobile or Fixed',
    restricted: ['boolean', 'whether calls to the number are restricted'],
    rate: ['number', 'call price per minute'],
    currency: 'currency of the rate',
    error: 'error kind (see sinchctl help exit-codes)',
    message: 'error message',
  }),
  table: [
    field('number'),
    field('country'),
    field('type'),
    field('restricted'),
    field('rate'),
    field('currency'),
    shortMessage,
  ],
  empty: 'no numbers queried',
};

/** A row with these fields, all others null. */
const queryRow = (fields: Row): Row => ({
  ...Object.fromEntries(columns.fields.map((name) => [name, null])),
  ...fields,
});

/**
 * Queries numbers, one request each.
 * @param onResult called once for every number, whether its query succeeded or not
 * @returns which failed, and why
 */
async function queryNumbers(
  context: Context,
  numbers: readonly AccountNumber[],
  onResult: (row: Row) => void,
  interrupted: () => SinchctlError | undefined,
): Promise<Failure[]> {
  const client = await context.client();
  const setting = {
    limit: context.settings.concurrency,
    breaker: new CircuitBreaker(interrupted),
    onFailure: (number: AccountNumber, { kind, message }: SinchctlError) =>
      onResult(queryRow({ number, error: kind, message })),
  };
  return attemptEachLimited(numbers, setting, async (number) => {
    const reply = await client.call('queryNumber', { params: { number } });
    const { countryId: country, numberType: type, restricted, rate } = reply;
    const price = { rate: rate?.amount ?? null, currency: rate?.currencyId ?? null };
    onResult(queryRow({ number, country, type, restricted, ...price }));
  });
}

/** Numbers with a result in the results file, so that running the same command again continues. */
async function previousResults(context: Context): Promise<Map<string, Row>> {
  const rows = await context.records.previousRows();
  const isResult = (row: Row) => typeof row.number === 'string' && 'type' in row && row.error === null;
  return new Map(rows.filter(isResult).map((row) => [String(row.number), row]));
}

async function queryAll(context: Context, numbers: readonly AccountNumber[]): Promise<CommandResult> {
  const previous = await previousResults(context);
  const rows = new Map<string, Row>();
  // Missing credentials are reported before the progress of anything.
  await context.client();
  const tracking = context.track(numbers.length);
  tracking.keepOrder(numbers.map((number) => ({ number })));
  const onResult = (row: Row) => {
    rows.set(String(row.number), row);
    tracking.row(row);
  };
  const known = numbers.map((number) => previous.get(number)).filter((row) => row !== undefined);
  if (known.length > 0)
    context.messages.note(
      `skipped ${countOf(known.length, 'number')} with a result in ${context.settings.results}`,
    );
  try {
    for (const row of known) tracking.row(row);
    const left = numbers.filter((number) => !previous.has(number));
    const failures = await queryNumbers(context, left, onResult, tracking.error);
    const all = numbers.map((number) => (previous.get(number) ?? rows.get(number)) as Row);
    const stopError = tracking.error();
    // If the only problem is a row that was not recorded, closing the file reports it.
    const stopped = failures.length > 0 || stopError?.kind === 'interrupted' ? stopError : undefined;
    const error =
      interruption(stopped, failures, numbers.length) ?? summarizeFailures(numbers.length, failures);
    if (error && all.every((row) => row.error !== null)) throw error;
    const explained = error && withLine(context, error, canSucceedLater(failures, stopped));
    return { rows: all, isTracked: true, error: explained };
  } finally {
    await tracking.stop();
  }
}

export const query = defineCommand({
  usage: 'query [number...]',
  summary: 'Look up the country, type, and call rate of a number',
  description:
    'The numbers do not need to be on the account. With --results <FILE>, numbers that already have a result in the file are skipped.\n' +
    'Sinch has deprecated this API in favor of the Number Lookup API.',
  examples: ['sinchctl query +46730170101', 'sinchctl query +14155550100 +46730170101 --json'],
  options: numberFileOptions,
  arguments: [{ summary: 'phone numbers to look up', completes: 'number' }],
  columns,
  errors: ['notFound', 'partial', 'unavailable'],
  seeAlso: ['numbers list', 'help output'],
  writes: false,
  progress: 'Querying',
  async run(context, args, options) {
    const numbers = await resolveNumbers(context, args, options);
    if (numbers.length === 0 && options.from === undefined)
      throw usage(
        'no numbers given',
        'pass numbers, such as sinchctl query +46730170101, or add --from <FILE>',
      );
    return numbers.length === 0 ? { rows: [] } : queryAll(context, numbers);
  },
});
