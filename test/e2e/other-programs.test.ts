import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { lexer, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { number, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { csvText, nastyText, shown } from '../support/nasty.ts';
import { serve, serveBare } from '../support/serve.ts';
import { hasProgram, shell, sinchctl } from '../support/spawn.ts';

/** Difficult text, except characters that only an escape can represent. */
const PRIMARY = 'https://x.example/"a",b;c|d\\e\nnext\tline=1';
const FALLBACK = '-1.5';

async function nasty() {
  const { env, world } = await serve();
  world.setCallbacks(support.key, { primary: PRIMARY, fallback: FALLBACK });
  return env;
}
const ROW = { application: support.key, alias: null, primary: PRIMARY, fallback: FALLBACK };

test.runIf(hasProgram('jq')).each([
  ['json', '.[]'],
  ['ndjson', '.'],
])('jq reads %s', async (format, filter) => {
  const env = await nasty();
  const { code, stdout } = await shell(`"$@" callbacks get -o ${format} | jq -c '${filter}'`, { env });
  expect([code, JSON.parse(stdout)]).toEqual([0, ROW]);
});

test.runIf(hasProgram('python3')).each(['', '--no-header'])(
  "Python's csv module reads csv %s",
  async (extra) => {
    const env = await nasty();
    const python = `import csv, json, sys
print(json.dumps(list(csv.reader(open(0, newline="", encoding="utf-8")))))`;
    const line = `"$@" callbacks get -o csv ${extra} | python3 -c '${python}'`;
    const { code, stdout } = await shell(line, { env: { ...env, HOME: '/', PYTHONUTF8: '1' } });
    const cells = Object.values(ROW).map((cell) => cell ?? '');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(extra ? [cells] : [Object.keys(ROW), cells]);
  },
);

test.each(['csv', 'ndjson', 'json', 'tsv'])(
  'a pipe from numbers list -o %s into numbers assign',
  async (format) => {
    const { env, requests } = await serve();
    const { stdout } = await sinchctl(['numbers', 'list', '--app', support.key, '-o', format], { env });
    const again = await sinchctl(['numbers', 'assign', '--from', '-', '--json'], { env, stdin: stdout });
    expect(again.code, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout)).toHaveLength(12);
    expect(requests.every(({ method }) => method === 'GET')).toBe(true);
  },
);

describe('any rows', () => {
  const FIELDS = ['number', 'country', 'type', 'restricted', 'rate', 'currency', 'error', 'message'];

  /** The responses for 200 numbers, and their rows. */
  async function any() {
    const texts = fc.sample(fc.tuple(nastyText, nastyText, nastyText), 200);
    const { env } = await serveBare((request, reply) => {
      const at = Number(/\+(\d+)$/.exec(request.url ?? '')?.[1]) - Number(number(0).slice(1));
      const [countryId, numberType, currencyId] = texts[at] ?? [];
      const numberItem = {
        countryId,
        numberType,
        restricted: at % 2 === 0,
        rate: { currencyId, amount: at / 4 },
      };
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ numberItem }));
    });
    const file = newHome().path('numbers.txt');
    writeFileSync(file, texts.map((_, i) => `${number(i)}\n`).join(''));
    const rows = texts.map(([country, type, currency], i) => ({
      ...{
        number: number(i) as string,
        country: country || null,
        type: type || null,
        restricted: i % 2 === 0,
      },
      ...{ rate: i / 4, currency: currency || null, error: null, message: null },
    }));
    // Rows are in the order of the file in formats that are not streamed.
    const read = (format: string, reader: string, ...more: string[]) =>
      shell(`"$@" query --from ${file} -q -o ${format} ${more.join(' ')} | ${reader}`, {
        env: { ...env, HOME: '/', PYTHONUTF8: '1' },
      });
    return { rows, read };
  }

  test.runIf(hasProgram('jq')).each([
    ['json', '.[]'],
    ['ndjson', '.'],
  ])('jq reads %s', async (format, filter) => {
    const { rows, read } = await any();
    const { code, stdout } = await read(format, `jq -c '${filter}'`, '--sort number');
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(rows);
  });

  test.runIf(hasProgram('python3'))("Python's csv module reads csv", async () => {
    const { rows, read } = await any();
    const python = `import csv, json, sys
print(json.dumps(list(csv.reader(open(0, newline="", encoding="utf-8")))))`;
    const { code, stdout } = await read('csv', `python3 -c '${python}'`, '--sort number');
    expect(code).toBe(0);
    const cells = rows.map((row) => Object.values(row).map(csvText));
    expect(JSON.parse(stdout)).toEqual([FIELDS, ...cells]);
  });

  test('a Markdown parser finds the same text, and nothing else', async () => {
    const { rows, read } = await any();
    const { code, stdout } = await read('markdown', 'cat', '--sort number');
    expect(code).toBe(0);
    const text = (tokens: readonly Token[]): string =>
      tokens
        .map((token) => {
          expect(token.type === 'html' ? token.raw : token.type).toMatch(/^(text|escape|link|<!-- -->)$/);
          return token.type === 'html'
            ? ''
            : token.type === 'escape'
              ? token.text
              : token.raw.replaceAll('&amp;', '&');
        })
        .join('');
    const table = lexer(stdout)[0] as Tokens.Table;
    const found = [table.header, ...table.rows].map((cells) => cells.map((cell) => text(cell.tokens)));
    const cells = rows.map((row) =>
      Object.values(row).map((cell) => shown(cell === null ? '' : String(cell)).trim()),
    );
    expect(found).toEqual([FIELDS, ...cells]);
  });
});
