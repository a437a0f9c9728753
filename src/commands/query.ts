import type { E164 } from '../account/phone-number.ts';
import { type Failure, interruption, summarizeFailures } from '../account/summarize-failures.ts';
import type { Client } from '../api/client.ts';
import { type CommandResult, defineCommand } from '../cli/command.ts';
import type { Context } from '../cli/context.ts';
import { mayGoBetter, withLine } from '../cli/finish.ts';
import { type SinchctlError, usage } from '../core/errors.ts';
import { CircuitBreaker } from '../engine/circuit-breaker.ts';
import { attemptEachLimited } from '../engine/for-each-limited.ts';
import { type Columns, describeFields, field, type Row, spare } from '../output/rows.ts';
import { resolveNumbers } from './numbers/resolve-numbers.ts';
import { numberFileOptions } from './options.ts';

const columns: Columns = {
  ...describeFields({
    number: 'phone number in E.164 format',
    country: 'country code',
    type: 'type of the number, such as Mobile or Fixed',
    restricted: ['boolean', 'whether calls to it are restricted'],
    rate: ['number', 'price of a call per minute'],
    currency: 'currency of the rate',
    error: 'kind of the error, as in help exit-codes',
    message: 'error message',
  }),
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

/** What Sinch returned for a number, or why the query failed. */
interface Answer {
  number: string;
  country: string | null;
  type: string | null;
  restricted: boolean | null;
  /** Per minute of a call, in `currency`. */
  rate: number | null;
  currency: string | null;
  error: string | null;
  message: string | null;
}

const failedAnswer = (number: E164, { kind, message }: SinchctlError): Answer => ({
  number,
  country: null,
  type: null,
  restricted: null,
  rate: null,
  currency: null,
  error: kind,
  message,
});

interface QueryOptions {
  client: Client;
  /** Maximum number of requests at the same time. */
  concurrency: number;
  /** Called once for every number, whether its query succeeded or not. */
  onAnswer: (answer: Answer) => void;
  interrupted: () => SinchctlError | undefined;
}

/** Queries numbers, one request each. @returns which failed, and why */
function queryNumbers(
  numbers: readonly E164[],
  { client, concurrency, onAnswer, interrupted }: QueryOptions,
): Promise<Failure[]> {
  const setting = {
    limit: concurrency,
    breaker: new CircuitBreaker(interrupted),
    onFailure: (number: E164, error: SinchctlError) => onAnswer(failedAnswer(number, error)),
  };
  return attemptEachLimited(numbers, setting, async (number) => {
    const reply = await client.call('queryNumber', { params: { number } });
    const { countryId: country, numberType: type, restricted, rate } = reply;
    const price = { rate: rate?.amount ?? null, currency: rate?.currencyId ?? null };
    onAnswer({ number, country, type, restricted, ...price, error: null, message: null });
  });
}

/** Numbers with a result in the results file, so that running the same command again continues. */
async function previousAnswers(context: Context): Promise<Map<string, Row>> {
  const rows = await context.records.previousRows();
  const isAnswer = (row: Row) => typeof row.number === 'string' && 'type' in row && row.error === null;
  return new Map(rows.filter(isAnswer).map((row) => [String(row.number), row]));
}

async function queryAll(context: Context, numbers: readonly E164[]): Promise<CommandResult> {
  const known = await previousAnswers(context);
  const rows = new Map<string, Row>();
  const client = await context.client();
  const tracking = context.track(numbers.length);
  const onAnswer = (answer: Answer) => {
    const row: Row = { ...answer };
    rows.set(answer.number, row);
    tracking.row(row);
  };
  const answered = numbers.map((number) => known.get(number)).filter((row) => row !== undefined);
  if (answered.length > 0)
    context.messages.note(`${answered.length} answered already in ${context.settings.results}`);
  try {
    for (const row of answered) tracking.row(row);
    const failures = await queryNumbers(
      numbers.filter((number) => !known.has(number)),
      {
        client,
        concurrency: context.settings.concurrency,
        onAnswer,
        interrupted: tracking.error,
      },
    );
    const all = numbers.map((number) => (known.get(number) ?? rows.get(number)) as Row);
    const stopError = tracking.error();
    // If only a row was not recorded, closing the file reports it.
    const stopped = failures.length > 0 || stopError?.kind === 'interrupted' ? stopError : undefined;
    const error =
      interruption(stopped, failures, numbers.length) ?? summarizeFailures(numbers.length, failures);
    if (error && all.every((row) => row.error !== null)) throw error;
    const explained = error && withLine(context, error, mayGoBetter(failures, stopped));
    return { rows: all, isTracked: true, error: explained };
  } finally {
    await tracking.stop();
  }
}

export const query = defineCommand({
  usage: 'query [number...]',
  summary: 'Look up the country, type, and rate of any number',
  description:
    'The numbers need not be on the account. With --results FILE, numbers that the file already answers are not looked up again.\n' +
    'Sinch has announced the end of this lookup in favor of its Number Lookup product.',
  examples: ['sinchctl query +46730170101', 'sinchctl query +14155550100 +46730170101 --json'],
  options: numberFileOptions,
  arguments: [{ summary: 'phone numbers to look up', completes: 'number' }],
  columns,
  errors: ['notFound', 'partial', 'unavailable'],
  seeAlso: ['numbers list', 'help output'],
  writes: false,
  async run(context, args, options) {
    const numbers = await resolveNumbers(context, args, options);
    if (numbers.length === 0 && options.from === undefined)
      throw usage('no number given', 'name them: sinchctl query +46730170101, or --from FILE');
    return numbers.length === 0 ? { rows: [] } : queryAll(context, numbers);
  },
});
