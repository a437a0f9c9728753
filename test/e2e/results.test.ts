import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { changes, ours, spare, support, UNCHANGED } from '../support/account.ts';
import { rowsIn, serveMany, unassignedIn } from '../support/bulk.ts';
import { newHome } from '../support/home.ts';
import { shell, sinchctl } from '../support/spawn.ts';

const ASSIGN = ['numbers', 'assign', '--app', spare.key];

/** A row as a listing writes it. */
const OWN = '{"number":"+14155550100","application":null,"alias":null,"capability":"voice"}\n';

describe('--results', () => {
  test('contains every row, of changes and of reads, and is only appended to', async () => {
    const { world, write, run, results } = await serveMany({ numbers: 500 });
    const numbers = unassignedIn(world);
    write([...numbers, ours]);
    const first = await run([...ASSIGN, '--keep-going', '--results', results, '--json']);
    expect(first.code).toBe(5);
    const rows = rowsIn(results);
    expect(rows).toHaveLength(numbers.length + 1);
    expect(rows.find(({ number }) => number === ours)).toMatchObject({ result: 'failed', error: 'refused' });
    const before = readFileSync(results, 'utf8');
    expect((await run(['numbers', 'list', '--results', results])).code).toBe(0);
    expect(readFileSync(results, 'utf8').startsWith(before)).toBe(true);
    expect(rowsIn(results).length).toBeGreaterThan(rows.length);
  });

  test('contains the same rows as stdout, with every field', async () => {
    const { world, write, run, results } = await serveMany({ numbers: 50 });
    write(unassignedIn(world));
    const { stdout } = await run([...ASSIGN, '--results', results, '--json']);
    const byNumber = (a: { number?: unknown }, b: { number?: unknown }) =>
      String(a.number) < String(b.number) ? -1 : 1;
    expect(rowsIn(results).sort(byNumber)).toEqual(JSON.parse(stdout).sort(byNumber));
  });

  test('is accepted by --from', async () => {
    const { world, write, run, results, env } = await serveMany({ numbers: 50 });
    write(unassignedIn(world));
    await run([...ASSIGN, '--results', results]);
    const again = await shell(`"$@" numbers unassign --from ${results} --yes -q`, { env });
    expect(again.code, again.stderr).toBe(0);
    expect(unassignedIn(world)).toHaveLength(20);
  });

  test('query skips numbers with a result; an incomplete last line does not count', async () => {
    const { world, write, run, results, count } = await serveMany({ numbers: 40 });
    write(world.numbers.slice(0, 30));
    expect((await run(['query', '--results', results, '--json'])).code).toBe(0);
    expect(count('GET')).toBe(30);
    const lines = readFileSync(results, 'utf8').split('\n');
    writeFileSync(results, `${lines.slice(0, 20).join('\n')}\n${lines[20]?.slice(0, 25)}`);
    write(world.numbers);
    const again = await run(['query', '--results', results, '--json']);
    expect(again.code, again.stderr).toBe(0);
    expect(count('GET')).toBe(30 + 20);
    expect(JSON.parse(again.stdout)).toHaveLength(40);
    expect(rowsIn(results)).toHaveLength(40);
  });

  test('a failed query is repeated', async () => {
    let isBroken = true;
    const { world, write, run, results, count } = await serveMany({
      numbers: 10,
      between: async (request, answer) =>
        isBroken && request.path.endsWith('4155550105')
          ? { how: 'whole', response: { status: 503, headers: {}, body: '' } }
          : answer(request),
    });
    write(world.numbers);
    expect((await run(['query', '--results', results, '--retries', '0', '--json'])).code).toBe(6);
    isBroken = false;
    const again = await run(['query', '--results', results, '--json']);
    expect(again.code).toBe(0);
    expect(count('GET')).toBe(11);
    expect((JSON.parse(again.stdout) as { error: unknown }[]).every(({ error }) => error === null)).toBe(
      true,
    );
  });

  test.each([
    'number\n+14155550100',
    'number,application\n+14155550100,support\n',
    '+14155550100\n',
    '[]\n',
    '[{"number":"+14155550100"}]\n',
    '{"version":1,"applications":[]}\n',
    '{\n  "number": "+14155550100"\n}\n',
    'garbage\n{"number":"+14155550100"}\n',
    '{"name":"acme","version":"1.0.0"}',
    '{"level":30,"time":1764150000,"msg":"started"}\n',
    '{"number":"+14155550100"}\n',
    '{"number":"+14155550100","country":"US","owner":"x","seat":1}\n',
    `${OWN}{"level":30,"msg":"another program appends here"}\n`,
    `${OWN}{"level":30,"msg":"another pro`,
    '{"level":30,"msg":"torn',
    '{"applications":[{"number":"+1415',
  ])('%j is not a results file: rejected before any request, and unchanged', async (content) => {
    const { world, write, run, results, requests } = await serveMany({ numbers: 10 });
    write(unassignedIn(world));
    writeFileSync(results, content);
    const { code, stderr } = await run([...ASSIGN, '--results', results]);
    expect(code).toBe(2);
    expect(stderr).toContain('contains data other than result rows');
    expect(requests).toHaveLength(0);
    expect(readFileSync(results, 'utf8')).toBe(content);
  });

  test.each(['', '\n', '{"num', '{"number":"+14155550100","appl'])(
    '%j before its rows is ignored',
    async (content) => {
      const { world, write, run, results } = await serveMany({ numbers: 10 });
      const numbers = unassignedIn(world);
      write(numbers);
      writeFileSync(results, content);
      const { code, stderr } = await run([...ASSIGN, '--results', results]);
      expect(code, stderr).toBe(0);
      expect(readFileSync(results, 'utf8').trim().split('\n')).toHaveLength(numbers.length);
    },
  );

  test.each(['by its path', 'by another path', 'from stdin', 'by a path that does not exist'])(
    'the file that --from reads, %s, is rejected before any request',
    async (how) => {
      const { world, write, run, env, file, requests } = await serveMany({ numbers: 10 });
      write([]);
      writeFileSync(file, `${JSON.stringify({ number: unassignedIn(world)[0] })}\n`);
      const content = readFileSync(file, 'utf8');
      const other = `${file}.link`;
      symlinkSync(file, other);
      if (how === 'by a path that does not exist') rmSync(file);
      const path = how === 'by its path' || how === 'by a path that does not exist' ? file : other;
      const { code, stderr } =
        how === 'from stdin'
          ? await shell(`"$@" ${ASSIGN.join(' ')} --from - --results ${other} < ${file}`, { env })
          : await run([...ASSIGN, '--results', path]);
      expect(code, stderr).toBe(2);
      expect(stderr).toContain('--results and --from are the same file');
      expect(requests).toHaveLength(0);
      if (how === 'by a path that does not exist') expect(existsSync(file)).toBe(false);
      else expect(readFileSync(file, 'utf8')).toBe(content);
    },
  );

  test('the file that apply -f reads is rejected', async () => {
    const home = newHome();
    const file = home.path('account.json');
    writeFileSync(file, '{"version":1,"applications":[]}\n');
    const argv = ['--profile', 'sandbox', 'apply', '-f', file, '--results', file, '--yes'];
    const { code, stderr } = await sinchctl(argv, { env: home.env });
    expect(code).toBe(2);
    expect(stderr).toContain('--results and -f are the same file');
    expect(readFileSync(file, 'utf8')).toBe('{"version":1,"applications":[]}\n');
  });

  test.each(['/nowhere-at-all/results.ndjson', '/tmp'])(
    '%s is not writable: exit 1, no request',
    async (path) => {
      const { world, write, run, requests } = await serveMany({ numbers: 10 });
      write(unassignedIn(world));
      const { code, stderr } = await run([...ASSIGN, '--results', path]);
      expect(code).toBe(1);
      expect(stderr).toContain(path);
      expect(requests).toHaveLength(0);
    },
  );

  test('if the file is full, the run ends: sent changes are reported, and the error lists the rest', async () => {
    const { world, write, env, file, results, count } = await serveMany({ numbers: 2_500 });
    const numbers = world.numbers.filter((number) => world.applicationOf(number, 'voice') === support.key);
    write(numbers);
    const path = results;
    const line = [
      'numbers',
      'unassign',
      '--app',
      support.key,
      '--yes',
      '--results',
      path,
      '--json',
      '--from',
      file,
    ];
    // sh counts in blocks of 512 bytes. This leaves space for about thirty more rows, and for the entire history.
    const row = `{"number":"+14155550100","application":null,"alias":null,"capability":"voice"}\n`;
    writeFileSync(results, row.repeat(Math.floor(53_000 / row.length)));
    const { code, stdout, stderr } = await shell(`ulimit -f 120; "$@" ${line.join(' ')}`, { env });
    const errors = stderr.split('\n').filter((one) => /cannot write|"error"/.test(one));
    expect(errors).toHaveLength(1);
    const { error } = JSON.parse(errors[0] ?? '');
    expect(error.message).toContain(`cannot write ${path}: file too large`);
    expect(error.hint).toContain(`run the command again: sinchctl ${line.join(' ')}`);
    expect([code, error.exitCode]).toEqual([1, 1]);
    expect(count('DELETE')).toBeLessThan(numbers.length / 2);
    const done = JSON.parse(stdout).filter(({ result }: { result: string }) => result === 'done');
    expect(done).toHaveLength(count('DELETE'));
    const isDone = new Set(done.map(({ number }: { number: string }) => number));
    expect(error.items).toEqual(numbers.filter((number) => !isDone.has(number)));
  });

  test('a full disk during a query: one error, which lists the numbers that were not queried', async () => {
    const { world, write, env, file, results, count } = await serveMany({ numbers: 500 });
    write(world.numbers);
    const line = ['query', '--from', file, '--results', results, '--json'];
    const { stdout, stderr } = await shell(`ulimit -f 16; "$@" ${line.join(' ')}`, { env });
    const errors = stderr.split('\n').filter((one) => /cannot write|"error"/.test(one));
    expect(errors).toHaveLength(1);
    const { error } = JSON.parse(errors[0] ?? '');
    expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining('file too large') });
    expect(error.hint).toContain(`run the command again: sinchctl ${line.join(' ')}`);
    const asked = JSON.parse(stdout).filter((row: { error: unknown }) => row.error === null);
    expect(asked).toHaveLength(count('GET'));
    expect(error.items).toHaveLength(world.numbers.length - asked.length);
  });

  test('unchanged items are not reported as done', async () => {
    const { world, write, results, file, env } = await serveMany({ numbers: 10 });
    write(unassignedIn(world));
    const preview = [
      'numbers',
      'assign',
      '--app',
      spare.key,
      '--dry-run',
      '--from',
      file,
      '--results',
      results,
    ];
    const { code, stderr } = await shell(`ulimit -f 0; "$@" ${preview.join(' ')} --json`, { env });
    expect(code, stderr).toBe(1);
    const said = `some rows were not recorded: cannot write ${results}: file too large`;
    expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '').error.message).toBe(said);
    const list = await shell(`ulimit -f 0; "$@" numbers list --results ${results}`, { env });
    expect([list.code, list.stderr]).toEqual([1, expect.stringContaining(`error: ${said}`)]);
  });

  test('only a regular file is accepted: a pipe or a device is rejected before any request, and never hangs', async () => {
    const { world, write, run, env, file, results, requests } = await serveMany({ numbers: 10 });
    write(unassignedIn(world));
    execFileSync('mkfifo', [results]);
    for (const path of [results, '/dev/null', '/dev/stderr']) {
      const line = `"$@" numbers assign --app ${spare.key} --from ${file} --results ${path} 2>&1 | cat`;
      const { stdout } = await shell(line, { env, limit: 10_000 });
      expect(stdout).toContain(`error: ${path} is not a regular file`);
      expect((await run([...ASSIGN, '--dry-run', '--results', path])).code).toBe(2);
    }
    expect(requests).toHaveLength(0);
  });

  test('a dry run writes planned rows, and makes no changes', async () => {
    const { world, write, run, results, count } = await serveMany({ numbers: 10 });
    write(unassignedIn(world));
    expect((await run([...ASSIGN, '--dry-run', '--results', results])).code).toBe(0);
    expect(rowsIn(results).map(({ result }) => result)).toEqual(Array(4).fill('planned'));
    expect(count('POST')).toBe(0);
    expect(changes(world)).toEqual(UNCHANGED);
  });
});
