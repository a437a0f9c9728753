import { expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { serve } from '../support/serve.ts';
import { hasProgram, shell, sinchctl } from '../support/spawn.ts';

/** Nasty, and without what only an escape can show. */
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

test.runIf(hasProgram('python3')).each(['', '--no-header'])('csv of python reads csv %s', async (extra) => {
  const env = await nasty();
  const python = `import csv, json, sys
print(json.dumps(list(csv.reader(open(0, newline="", encoding="utf-8")))))`;
  const line = `"$@" callbacks get -o csv ${extra} | python3 -c '${python}'`;
  const { code, stdout } = await shell(line, { env: { ...env, HOME: '/', PYTHONUTF8: '1' } });
  const cells = Object.values(ROW).map((cell) => cell ?? '');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(extra ? [cells] : [Object.keys(ROW), cells]);
});

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
