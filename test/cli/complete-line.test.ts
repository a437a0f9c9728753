import { describe, expect, test } from 'vitest';
import { globalOptions } from '../../src/cli/argv/global-options.ts';
import { flagOf } from '../../src/cli/argv/option.ts';
import { COMMANDS, GROUPS, TOPICS } from '../../src/commands/index.ts';
import { listColumns, portalColumns } from '../../src/commands/numbers/columns.ts';
import { answerTo, completing, valuesFor } from '../support/completing.ts';
import { newHome } from '../support/home.ts';
import { run } from '../support/run.ts';

const at = (line: string, word = '') => valuesFor(line, word, newHome());
const directive = async (line: string, word = '') => (await answerTo(line, word, newHome())).last;

describe('commands and topics', () => {
  test('every command, with its summary', async () => {
    for (const { usage, summary } of COMMANDS) {
      const path = usage.split(' ').filter((word) => /^[a-z]/.test(word));
      const last = path.pop() ?? '';
      expect(await completing(path.join(' '), last, newHome())).toContainEqual([last, summary]);
    }
  });

  test.each<[string, string, string[]]>([
    ['', 'nu', ['numbers']],
    ['', 'NU', ['numbers']],
    ['', 'he', ['help']],
    ['numbers', 'a', ['assign']],
    ['--quiet numbers', 'li', ['list']],
    ['-o json numbers', 'li', ['list']],
    ['-qo json numbers', 'li', ['list']],
    ['help', 'exi', ['exit-codes']],
    ['help numbers', 'li', ['list']],
    ['help exit-codes', '', []],
    ['help export', '', []],
    ['completion', 'z', ['zsh']],
    ['completion zsh', '', []],
    // No completion can follow an unknown command.
    ['foo', 'num', []],
    ['foo numbers', 'li', []],
    ['foo', '--js', []],
    ['numbers foo', '--js', []],
    ['numbers foo', 'li', []],
    ['commands', '', []],
  ])('%j and %j: %j', async (line, word, offers) => {
    expect(await at(line, word)).toEqual(offers);
  });

  test('help knows the commands, groups, and topics', async () => {
    const offers = await at('help');
    for (const word of [...Object.keys(GROUPS), ...Object.keys(TOPICS), 'export'])
      expect(offers).toContain(word);
  });

  test('the hidden command is not offered', async () => {
    expect(await at('')).not.toContain('__complete');
    expect(await at('', '__')).not.toContain('__complete');
  });
});

describe('options', () => {
  test('includes options of the command and global options, with their summaries', async () => {
    for (const { usage, options, columns } of COMMANDS) {
      const path = usage.split(' ').filter((word) => /^[a-z]/.test(word));
      const offers = await at(path.join(' '), '--');
      for (const name of Object.keys({ ...globalOptions, ...options })) {
        const isOfRows = name === 'columns' || name === 'sort';
        expect(offers.includes(flagOf(name)), `${usage} ${name}`).toBe(!isOfRows || columns !== null);
      }
      expect(offers).toContain('--help');
      expect(offers).not.toContain('--version');
    }
  });

  test.each<[string, string, string[]]>([
    ['', '--vers', ['--version']],
    ['numbers', '--js', ['--json']],
    ['help', '--js', ['--json']],
    ['numbers list', '--js', ['--json']],
    ['numbers list --json', '--js', []],
    ['--json numbers list', '--js', []],
    ['numbers assign --dry-run', '--dry', []],
    ['numbers list -q', '--quiet', []],
    ['numbers list -qo json', '--out', []],
    ['numbers list --app=support', '--app', []],
    ['numbers list --help', '--hel', []],
    ['numbers list -h', '--hel', []],
    // A repeatable option is offered again; options for rows are not offered to a command without rows.
    ['sandbox serve --fault 429:1', '--fau', ['--fault']],
    ['export', '--colu', []],
    // After --, nothing is parsed as an option.
    ['numbers list --', '--js', []],
  ])('%j and %j: %j', async (line, word, offers) => {
    expect(await at(line, word)).toEqual(offers);
  });

  test('includes short options after a dash', async () => {
    const offers = await at('numbers list', '-');
    for (const flag of ['-o', '--output', '-q', '-h']) expect(offers).toContain(flag);
    expect(await at('numbers list -q', '-')).not.toContain('-q');
    expect(await at('numbers list', '-q')).toEqual(['-q']);
    expect(await at('numbers list', '--q')).toEqual(['--quiet']);
  });
});

describe('values', () => {
  test.each<[string, string, string[]]>([
    ['numbers list --capability', '', ['voice', 'sms']],
    ['numbers list', '--capability=s', ['--capability=sms']],
    ['numbers list', '-ojs', ['-ojson']],
    ['numbers list', '-o=js', ['-o=json']],
    ['numbers list', '-qond', ['-qondjson']],
    ['-o', 'nd', ['ndjson']],
    ['export --only', 'cal', ['callbacks']],
    ['api', 'g', ['GET']],
    ['api', 'G', ['GET']],
    ['api GET', '', []],
    ['numbers assign --reason', 'x', []],
    ['numbers list --region', 'sE', ['SE']],
    ['numbers list --region', 'qA', ['QA']],
  ])('%j and %j: %j', async (line, word, offers) => {
    expect(await at(line, word)).toEqual(offers);
  });

  test.each<[string, string, string[]]>([
    ['profiles set --base-url', 'cal', ['calling=']],
    ['profiles set --base-url', 'al', ['all=']],
    ['auth login --base-url', '', ['calling=', 'portal=', 'account=', 'user=', 'all=']],
    ['profiles set', '--base-url=cal', ['--base-url=calling=']],
    ['sandbox serve --fault', 'lat', ['latency:']],
    ['profiles set --base-url', 'calling=', ['calling=']],
    ['numbers list --columns', 'num', ['number']],
    ['numbers list --columns', 'number,ali', ['number,alias']],
    ['numbers list', '--columns=number,ali', ['--columns=number,alias']],
    ['numbers list --columns', 'number,num', []],
    ['query --sort', '-rest', ['-restricted']],
    ['query', '--sort=number,-rest', ['--sort=number,-restricted']],
    ['query --sort', '-number,num', []],
    ['query --columns', '-rest', []],
  ])('%j and %j: %j, without a space', async (line, word, offers) => {
    const answer = await answerTo(line, word, newHome());
    expect(answer.offers.map(([value]) => value)).toEqual(offers);
    if (offers.length > 0) expect(answer.last).toBe(': nospace');
  });

  test('fields are those of the rows, including those that --api portal adds', async () => {
    const more = portalColumns.fields.filter((name) => !listColumns.fields.includes(name));
    expect(more).not.toEqual([]);
    const usual = await at('numbers list --columns');
    expect(usual).toEqual(listColumns.fields);
    for (const line of ['numbers list --api portal --columns', 'numbers list --api=portal --sort'])
      expect(await at(line)).toEqual(portalColumns.fields);
    expect(await at('export --columns')).toEqual([]);
  });
});

test.each([
  ['apply -f', 'acc', ': files 0'],
  ['apply', '-facc', ': files 2'],
  ['apply', '--file=acc', ': files 7'],
  ['numbers list --results', '', ': files 0'],
  ['undo', '', ': files 0'],
  ['undo x', '', ':'],
  ['api POST /x --data', '@acc', ': files 1'],
  ['api POST /x', '--data=@acc', ': files 8'],
  ['api POST /x --data', '', ': nospace'],
  ['history --since', 'acc', ':'],
  ['numbers list --json', '--js', ':'],
  ['profiles set --secret-command', '', ': program 3'],
  ['profiles set --secret-command --', '', ': program 4'],
  ['profiles set --secret-command pass show', '--x', ': program 3'],
  ['sandbox exec', '', ': program 2'],
  ['sandbox exec --', 'x', ': program 3'],
  ['sandbox exec -- cat', 'x', ': program 3'],
  ['sandbox exec cat --columns', 'x', ': program 2'],
  ['sandbox exec --fault 503:1 -- cat', 'x', ': program 5'],
  ['sandbox exec --fault', '42', ': nospace'],
])('after %j, %j is completed with %j', async (line, word, last) => {
  expect(await directive(line, word)).toBe(last);
});

test('if nothing matches as typed, all words are offered, because some shells match differently', async () => {
  const { last, offers } = await answerTo('numbers', 'lsit', newHome());
  expect(last).toBe(': unmatched');
  expect(offers.map(([value]) => value)).toEqual(['list', 'assign', 'unassign', 'overwrite']);
});

describe('bash', () => {
  const BREAKS = ' \t\n"\'@><=;|&(:';
  async function answer(line: string, pieces: string[], breaks = BREAKS) {
    const { stdout } = await run(['__complete', 'bash', breaks, line, ...pieces]);
    return stdout.split('\n').slice(0, -1);
  }

  test.each<[string, string[], string[]]>([
    ['sinchctl nu', ['sinchctl'], ['numbers\t', ':']],
    [
      'sinchctl numbers list --capability=s',
      ['sinchctl', 'numbers', 'list', '--capability', '='],
      ['sms\t', ':'],
    ],
    [
      'sinchctl sandbox serve --fault lat',
      ['sinchctl', 'sandbox', 'serve', '--fault'],
      ['latency:\t', ': nospace'],
    ],
    ['sinchctl numbers list "--capability=s', ['sinchctl', 'numbers', 'list'], ['--capability=sms\t', ':']],
    [
      'sinchctl numbers list --capability="s',
      ['sinchctl', 'numbers', 'list', '--capability', '='],
      ['sms\t', ':'],
    ],
    ['sinchctl numbers lsit', ['sinchctl', 'numbers'], [':']],
    ['sinchctl apply --file=acc', ['sinchctl', 'apply', '--file', '='], [': files 7']],
    ['sinchctl apply -facc', ['sinchctl', 'apply'], ['-f', 'acc', ': names']],
    ['sinchctl api POST /x --data @a', ['sinchctl', 'api', 'POST', '/x', '--data'], ['@', 'a', ': names']],
    [
      'sinchctl api POST /x --data=@a',
      ['sinchctl', 'api', 'POST', '/x', '--data', '='],
      ['@', 'a', ': names'],
    ],
    ['sinchctl sandbox exec mkf', ['sinchctl', 'sandbox', 'exec'], ['mkf', ': command']],
    ['sinchctl sandbox exec ./mkf', ['sinchctl', 'sandbox', 'exec'], [': files']],
    // The index is that of COMP_WORDS, where = is a separate word.
    [
      'sinchctl sandbox exec --fault=503:1 cat a',
      ['sinchctl', 'sandbox', 'exec', '--fault', '=', '503', ':', '1', 'cat'],
      [': program 8'],
    ],
  ])('%j', async (line, pieces, lines) => {
    expect(await answer(line, pieces)).toEqual(lines);
  });

  test('if = does not break words, the entire word is replaced', async () => {
    expect(
      await answer('sinchctl numbers list --capability=s', ['sinchctl', 'numbers', 'list'], ' \t\n"\''),
    ).toEqual(['--capability=sms\t', ':']);
    expect(await answer('sinchctl apply --file=acc', ['sinchctl', 'apply'], ' ')).toEqual([
      '--file=',
      'acc',
      ': names',
    ]);
  });
});

test('--region completes intl', async () => {
  expect(await valuesFor('query --region', 'i', newHome())).toContain('intl');
});
