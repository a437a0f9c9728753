import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  sales,
  support,
  theirs,
  UNCHANGED,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { sandbox } from '../support/run.ts';

// A row of a file becomes an item or an error. A lost row would be a number that overwrite removes.

const SPREADSHEET_ERRORS = ['#N/A', '#VALUE!', '#REF!', '#NAME?', '#DIV/0!', '#NUM!', '#NULL!', '########'];
const LOCALIZED = ['#NV', '#WERT!', '#BEZUG!', '#¡VALOR!', '#¿NOMBRE?', '#N/D', '#ЗНАЧ!', '#Н/Д', '#SPILL!'];
const DELIMITERS = { csv: ',', semicolon: ';', tsv: '\t' };
const LINE_ENDS = { LF: ['\n'], CRLF: ['\r\n'], CR: ['\r'], mixed: ['\n', '\r', '\r\n'] };

const assign = (stdin: string, ...argv: string[]) =>
  sandbox(['numbers', 'assign', '--from', '-', '--app', 'sales', '--json', ...argv], { stdin });

/** The numbers that a file is read as. */
async function numbersIn(stdin: string, ...argv: string[]) {
  const { code, stderr, json } = await assign(stdin, '--dry-run', ...argv);
  expect(code, stderr).toBe(0);
  return json().map((row) => row.number);
}

async function refused(stdin: string, ...argv: string[]) {
  const result = await assign(stdin, ...argv);
  expect([result.code, result.stdout, changes(result.world())], stdin).toEqual([2, '', UNCHANGED]);
  const { message, hint } = result.error();
  return `${message} ${hint}`;
}

describe('a table has no comments', () => {
  for (const [name, mark] of Object.entries(DELIMITERS)) {
    test(`${name}: a spreadsheet error in the number column is an invalid number`, async () => {
      for (const error of [...SPREADSHEET_ERRORS, ...LOCALIZED]) {
        const first = [`number${mark}note`, `${free}${mark}x`, `${error}${mark}y`, ''].join('\n');
        expect(await refused(first)).toContain(`line 3: not a phone number: ${error}`);
        const last = [`note${mark}number`, `x${mark}${error}`, `y${mark}${free}`, ''].join('\n');
        expect(await refused(last)).toContain(`line 2: not a phone number: ${error}`);
        const headless = [`${error}${mark}y`, `${free}${mark}x`, ''].join('\n');
        expect(await refused(headless, '--number-column', '1')).toContain('line 1: not a phone number');
      }
    });

    test(`${name}: a cell that starts with # is data`, async () => {
      const text = [`note${mark}number`, `#support${mark}${free}`, `# 1${mark}${freeVoice}`, ''].join('\n');
      expect(await numbersIn(text)).toEqual([free, freeVoice]);
      expect(await numbersIn(text.slice(text.indexOf('\n') + 1), '--number-column', '2')).toEqual([
        free,
        freeVoice,
      ]);
      const routed = [`application${mark}number`, `#sales${mark}${free}`].join('\n');
      const { code, error } = await sandbox(['numbers', 'assign', '--from', '-', '--json'], {
        stdin: routed,
      });
      expect([code, error().message]).toEqual([2, expect.stringContaining('line 2')]);
    });

    test(`${name}: a header may start with #`, async () => {
      const text = [`#${mark}Rufnummer${mark}Name`, `1${mark}${free}${mark}Anna`, ''].join('\n');
      expect(await numbersIn(text, '--number-column', 'Rufnummer')).toEqual([free]);
      expect(await refused(text)).toContain('Rufnummer');
      expect(await refused(text, '--number-column', '2')).toMatch(/line 1.*--number-column Rufnummer/);
      expect(await numbersIn([`#${mark}number`, `1${mark}${free}`].join('\n'))).toEqual([free]);
    });

    test(`${name}: comments above the header are allowed; below it they are rows`, async () => {
      const text = `# made by hand; really, yes\n#and so on\n\nnumber${mark}note\n${free}${mark}x\n`;
      expect(await numbersIn(text)).toEqual([free]);
      expect(await refused(`${text}# half\n`)).toContain('line 6: not a phone number: # half');
      expect(await refused(`${text}#${freeVoice}${mark}y\n`)).toContain('line 6: not a phone number');
    });
  }

  test('one column', async () => {
    for (const row of [...SPREADSHEET_ERRORS, '# half', '#support']) {
      expect(await refused(`number\n${free}\n${row}\n`)).toContain(`line 3: not a phone number: ${row}`);
    }
  });

  test('overwrite does not remove the number whose cell is a spreadsheet error', async () => {
    const text = `number,note\n${theirs},x\n#N/A,y\n`;
    const line = ['numbers', 'overwrite', '--app', 'support', '--from', '-', '--yes', '--max-removals', '99'];
    const { code, stderr, world } = await sandbox(line, { stdin: text });
    expect([code, changes(world())]).toEqual([2, UNCHANGED]);
    expect(stderr).toContain('line 3');
  });
});

describe('plain lists', () => {
  test.each([...SPREADSHEET_ERRORS, ...LOCALIZED])('%s is not a comment', async (error) => {
    expect(await refused(`${free}\n${error}\n`)).toContain(`line 2: not a phone number: ${error}`);
    expect(await refused(`  ${error} \n${free}\n`)).toContain(`line 1: not a phone number: ${error}`);
    expect(await refused(`# ours\n${free}\n${error};Main\n`)).toContain('line 3');
  });

  test('comments are ignored', async () => {
    const text = `# ours, all of them; really\n#support\n#\n## Sales ##\n${free}\n  # Really? Yes!\n#TODO\n`;
    expect(await numbersIn(text)).toEqual([free]);
  });
});

describe('all line endings, in every format', () => {
  const join = (lines: string[], ends: string[]) =>
    lines.map((line, i) => `${line}${ends[i % ends.length]}`).join('');
  const files: Record<string, [string[], ...string[]]> = {
    'plain list': [['# ours', free, '', freeVoice]],
    CSV: [['name,number', `x,${free}`, '', `y,${freeVoice}`]],
    semicolons: [['name;number', `x;${free}`, '', `y;${freeVoice}`]],
    TSV: [['name\tnumber', `x\t${free}`, '', `y\t${freeVoice}`]],
    'own TSV': [[`${free}\t\t\tvoice`, `${freeVoice}\t\t\tvoice`]],
    'a headerless table': [[`${free},x`, `${freeVoice},y`], '--number-column', '1'],
    'sep=': [['sep=;', 'name;number', `x;${free}`, `y;${freeVoice}`]],
    NDJSON: [[`{"number":"${free}"}`, '', `{"number":"${freeVoice}"}`]],
    'NDJSON of texts': [[`"${free}"`, `"${freeVoice}"`]],
    JSON: [['[', `"${free}",`, `"${freeVoice}"`, ']']],
  };
  for (const [format, [lines, ...argv]] of Object.entries(files))
    test.each(Object.entries(LINE_ENDS))(`${format}: %s`, async (_, ends) => {
      expect(await numbersIn(join(lines, ends), ...argv)).toEqual([free, freeVoice]);
      expect(await numbersIn(join(lines, ends).trimEnd(), ...argv)).toEqual([free, freeVoice]);
    });

  test('the error shows the line', async () => {
    for (const ends of Object.values(LINE_ENDS)) {
      expect(await refused(join([free, '', 'hello', freeVoice], ends))).toContain('line 3');
      expect(await refused(join(['number,x', `${free},"a"`, 'hello,b'], ends))).toContain('line 3');
      expect(await refused(join([`{"number":"${free}"}`, 'hello'], ends))).toContain('line 2');
    }
  });

  test('a line ending in a quoted cell is data', async () => {
    for (const end of ['\r', '\n', '\r\n']) {
      const text = `note,number${end}"a${end}b",${free}${end}c,${freeVoice}${end}`;
      expect(await numbersIn(text)).toEqual([free, freeVoice]);
      const headless = `"a${end}b",${free}${end}c,${freeVoice}${end}`;
      expect(await numbersIn(headless, '--number-column', '2')).toEqual([free, freeVoice]);
      expect(await refused(`note,number\n"a${end}b",${free}\nc,hello\n`)).toContain('line 4');
      // Two lines in one cell are two numbers, or one number whose digits are not certain.
      expect(await refused(`note,number\na,"${free}${end}5"\n`)).toContain('line break');
    }
  });

  test.each(['\u0085', '\u2028', '\u2029', '\v', '\f'])(
    'a separator that does not end a line does not hide rows: %j',
    async (mark) => {
      expect(await refused(`${free}${mark}${freeVoice}\n`)).toContain('line 1');
      expect(await refused(`${free}${mark}5\n`)).toContain('line 1');
      expect(await refused(`# ours${mark}${free}\n${freeVoice}\n`)).toContain('line 1');
      expect(await refused(`${free} # ours${mark}${freeVoice}\n`)).toContain('line 1');
      expect(await refused(`number,x${mark}${free},a${mark}${freeVoice},b`)).toContain('line 1');
      expect(await refused(`number,x\n${free},a${mark}${freeVoice},b\n`)).toContain('line 2');
      expect(await refused(`number${mark}${free}${mark}${freeVoice}`)).toContain('line 1');
      expect(await refused(`${free},a${mark}${freeVoice},b`, '--number-column', '1')).toContain('line 1');
      expect(await refused(`{"number":"${free}"}${mark}{"number":"${freeVoice}"}`)).toContain('line 1');
    },
  );
});

describe('--number-column with a position', () => {
  test.each(['Main,', 'N/A,x', ',Main', 'hello,x'])('does not skip a first row with %s', async (row) => {
    expect(await refused(`${row}\n${free},y\n`, '--number-column', '1')).toContain('line 1');
  });

  test('the hint shows how to specify the column', async () => {
    const text = `Phone no.;Name\n${free};x\n`;
    expect(await refused(text, '--number-column', '1')).toMatch(/line 1.*--number-column 'Phone no\.'/);
    expect(await numbersIn(text, '--number-column', 'Phone no.')).toEqual([free]);
    expect(await refused(`,Name\n${free},x\n`, '--number-column', '1')).toContain('--number-column <COLUMN>');
    expect(await refused(`${free},x\nhello,x\n`, '--number-column', '1')).not.toContain('is a header');
  });

  test('does not treat a cell as a header', async () => {
    const text = `1,${free},2\n2,${freeVoice},1\n`;
    expect(await numbersIn(text, '--number-column', '2')).toEqual([free, freeVoice]);
    expect(await numbersIn(`2,${free}\n`, '--number-column', '2')).toEqual([free]);
    expect(await numbersIn(`number,${free}\n`, '--number-column', '2')).toEqual([free]);
  });

  test.each([
    'number',
    'Phone Number',
    'phone_number',
    'PHONE-NUMBER',
    'phone',
    'MSISDN',
    'did',
    'E.164',
    'e164',
  ])('treats a first row with %s as a header', async (name) => {
    const text = `application,${name}\nsales,${free}\n`;
    if (name === 'E.164') expect(await refused(text, '--number-column', '2')).toContain('line 1');
    else expect(await numbersIn(text, '--number-column', '2')).toEqual([free]);
  });

  test('a cell that looks like a comment does not turn a table into a plain list', async () => {
    const text = `${free}\t# ours\n#support\tx\n`;
    expect(await refused(text, '--number-column', '1')).toContain('line 2: not a phone number: #support');
  });

  test('in a list with one column', async () => {
    expect(await numbersIn(`${free}\n${freeVoice}\n`, '--number-column', '1')).toEqual([free, freeVoice]);
    expect(await numbersIn(`"Phone"\n"${free}"\n`, '--number-column', '1')).toEqual([free]);
    expect(await refused(`Main\n${free}\n`, '--number-column', '1')).toContain('line 1');
    expect(await refused(`${free}\n${freeVoice}\n`, '--number-column', '2')).toContain('no column 2');
    expect(await refused(`${free}\n${freeVoice}\n`, '--number-column', 'tel')).toContain(
      'no column named tel',
    );
  });

  test('two columns with the same name are distinguished by position', async () => {
    expect(await numbersIn(`number,phone\n${free},${freeVoice}\n`, '--number-column', '2')).toEqual([
      freeVoice,
    ]);
  });
});

describe('the number column', () => {
  test.each(['number', 'Phone Number', 'phone_number', 'phone', 'MSISDN', 'did', 'e164'])(
    '%s identifies a table, even with one column, and a JSON field',
    async (name) => {
      expect(await numbersIn(`${name}\n${free}\n`)).toEqual([free]);
      expect(await numbersIn(`"${name}"\n"${free}"\n`)).toEqual([free]);
      expect(await numbersIn(`note;${name}\nx;${free}\n`)).toEqual([free]);
      expect(await numbersIn(JSON.stringify([{ [name]: free }]))).toEqual([free]);
      expect(await numbersIn(`{"${name}":"${free}"}\n{"${name}":"${freeVoice}"}`)).toEqual([free, freeVoice]);
    },
  );

  test('with one column and an unknown header, the hint also shows the option', async () => {
    for (const text of [`Caller ID\n${free}\n`, `"Caller ID"\n"${free}"\n`, `# ours\nCaller ID\n${free}\n`]) {
      expect(await refused(text)).toContain("--number-column 'Caller ID'");
      expect(await numbersIn(text, '--number-column', 'Caller ID')).toEqual([free]);
    }
    for (const text of [`hello\n\nworld\n`, `${free}\nhello\n`, `72404\n${free}\n`, `["Main","${free}"]`])
      expect(await refused(text)).not.toContain('--number-column');
  });

  test('two number columns are ambiguous, and the hint shows the option', async () => {
    const flag = '--number-column phone';
    expect(await refused(`phone,number\n${free},${freeVoice}\n`)).toContain(flag);
    expect(await refused(JSON.stringify([{ phone: free, number: freeVoice }]))).toContain(flag);
    expect(await numbersIn(`phone,number\n${free},${freeVoice}\n`, '--number-column', 'phone')).toEqual([
      free,
    ]);
  });

  test('a row that contains such a name is not a header', async () => {
    expect(await refused(`${free},phone\n`)).toContain('line 1');
    expect(await refused(`${free},phone\n`, '--number-column', 'phone')).toContain('header');
    expect(await numbersIn(`${free},phone\n`, '--number-column', '1')).toEqual([free]);
  });
});

describe('rows without numbers', () => {
  test('rows with only empty cells are skipped; all others without a number are errors', async () => {
    expect(await numbersIn(`note,number\n,\n"",""\n  , \n   \nx,${free}\n,,,\n" ",\n`)).toEqual([free]);
    for (const row of ['x', 'x,', 'x,""', 'x,"  "', ',,y', 'x, ,']) {
      expect(await refused(`note,number,more\na,${free}\n${row}\n`), row).toMatch(
        /line 3(?: \(.+\))?: no number/,
      );
    }
    expect(await refused(`a,${free}\nx\n`, '--number-column', '2')).toMatch(/line 2 \(x\): no number/);
  });

  test('in JSON, null is neither a number nor a missing field', async () => {
    const text = JSON.stringify([{ number: free }, { number: null, note: 'x' }]);
    expect(await refused(text)).toContain('item 2 ({"number":null,"note":"x"}): no number');
    expect(await refused('[{}]')).toContain('item 1 ({}): no number field');
  });

  test('a repeated header is an error; a repeated byte order mark is not', async () => {
    const text = `number,note\n${free},x\n`;
    expect(await refused(`${text}${text}`)).toContain('line 3: not a phone number: number');
    expect(await numbersIn(`${free}\n\ufeff${freeVoice}\n`)).toEqual([free, freeVoice]);
    expect(await numbersIn(`${text}\ufeff${freeVoice},y\n`)).toEqual([free, freeVoice]);
  });

  test.each([
    [`number,note\n\n${free},"x\n${freeVoice},y\n`, 'line 3 has an unclosed quote'],
    [`number,note\r\n${free},"a ""b"""\r\n"${freeVoice},y\r\n`, 'line 3 has an unclosed quote'],
    [`sep=;\nnumber;note\n${free};5" cable\n`, 'line 3 has a quote inside an unquoted cell'],
    [`number,note\n${free},"x"y\n`, 'line 2 has text after the closing quote of a cell'],
    [`number,note\n${free},"x" y\n`, 'line 2 has text after the closing quote of a cell'],
  ])('a misplaced quote is an error with its line and a hint: %j', async (text, why) => {
    const { code, error } = await assign(text);
    expect([code, error().message]).toEqual([2, `cannot read the file as a table: ${why}`]);
    expect(error().hint).toContain('double the quote');
  });

  test.each([
    [`${free}\n\0\n`, 'a NUL character on line 2'],
    [`number,note\n${free},x\n\0,y\0\n`, '2 NUL characters, the first on line 3'],
    [`${free},\0\n`, 'a NUL character on line 1'],
    [`\0,\0,,\n${free}\n`, '2 NUL characters, the first on line 1'],
    [`[\n"${free}\0"]`, 'a NUL character on line 2'],
  ])('a file with NUL characters is rejected, and no row is skipped: %j', async (text, what) => {
    const argv = ['--number-column', '1', '--keep-going'];
    const { code, stdout, error } = await assign(text, ...argv);
    expect([code, stdout, error().message]).toEqual([2, '', `stdin is not a text file: it contains ${what}`]);
  });

  test.each([
    ['null', 'null'],
    ['true', 'true'],
    ['an array', `["${freeVoice}"]`],
    ['an empty array', '[]'],
    ['an empty object', '{}'],
    ['a null number', '{"number":null,"application":"sales"}'],
    ['an empty number', '{"number":""}'],
    ['a number in an object', `{"number":{"value":"${freeVoice}"}}`],
    ['a callback row with a number', `{"kind":"callback","result":"done","number":"x"}`],
  ])('%s in JSON is an error', async (_, value) => {
    expect(await refused(`["${free}", ${value}]`)).toContain('item 2');
    expect(await refused(`{"number":"${free}"}\n${value}\n`)).toContain('line 2');
  });

  test('rows about callbacks are skipped with a note', async () => {
    const row = { kind: 'callback', number: null, callback: 'primary', result: 'done' };
    for (const text of [
      JSON.stringify([free, row, row]),
      `kind,number,result\n,${free},\ncallback,,done\ncallback,,done\n`,
    ]) {
      const { code, stderr } = await assign(text, '--dry-run');
      expect([code, stderr]).toEqual([0, expect.stringContaining('skipped 2 callback rows')]);
    }
  });
});

describe('empty files', () => {
  const EMPTY_FILES = ['', '\n \n', '# none\n', '\r# none\r', ',,\n,\n'];
  const EMPTY_LISTS = ['[]', 'number\n', 'number,note\r', '# none\nnumber;note\n;\n', 'Phone'];
  const commands = [['numbers', 'list'], ['numbers', 'assign'], ['numbers', 'unassign', '--yes'], ['query']];

  test.each(commands)(
    'an empty file is an error, and an empty list is nothing to do: %s %s',
    async (...line) => {
      const argv = [...line.filter(Boolean), '--from', '-', '--json'];
      for (const stdin of EMPTY_FILES.slice(0, 4)) {
        const { code, stdout } = await sandbox(argv, { stdin });
        expect([code, stdout], JSON.stringify(stdin)).toEqual([2, '']);
      }
      for (const stdin of EMPTY_LISTS) {
        const { code, stderr, json, world } = await sandbox(argv, { stdin });
        expect(code, stderr).toBe(0);
        expect([json(), changes(world())], JSON.stringify(stdin)).toEqual([[], UNCHANGED]);
      }
    },
  );

  test('rows with empty cells are not a list, and may precede a header', async () => {
    await refused(',,\n,\n', '--number-column', '1');
    expect(await numbersIn(`,,\n"",\nnumber,x\n,\n${free},y\n`)).toEqual([free]);
  });

  test('an empty file is also an error if there are numbers in arguments', async () => {
    expect(await refused('', free)).toContain('stdin contains no numbers');
    expect(await numbersIn('[]', free)).toEqual([free]);
  });

  test('overwrite accepts an empty list only with --allow-empty, and never an empty file', async () => {
    const line = ['numbers', 'overwrite', '--app', 'sales', '--from', '-', '--yes', '--max-removals', '99'];
    const callback = '{"kind":"callback","number":null,"result":"done"}';
    for (const stdin of EMPTY_LISTS) {
      const without = await sandbox(line, { stdin });
      expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('--allow-empty')]);
      const { code, world } = await sandbox([...line, '--allow-empty'], { stdin });
      expect([code, world().applicationOf(theirs, 'voice')]).toEqual([0, null]);
    }
    for (const stdin of [...EMPTY_FILES, callback]) {
      const { code, world } = await sandbox([...line, '--allow-empty'], { stdin });
      expect([code, changes(world())], JSON.stringify(stdin)).toEqual([2, UNCHANGED]);
    }
  });
});

describe('an incomplete last row', () => {
  const row = (one: string) => JSON.stringify({ number: one, capability: 'voice', result: 'failed' });
  const torn = `${row(theirs)}\n${row(number(7)).slice(0, 20)}`;

  test('is reported if it is skipped', async () => {
    const { code, stderr } = await assign(torn, '--dry-run');
    expect([code, stderr]).toEqual([0, expect.stringContaining('line 2')]);
    const list = await sandbox(['numbers', 'list', '--from', '-'], { stdin: torn });
    expect([list.code, list.stderr]).toEqual([0, expect.stringContaining('line 2')]);
  });

  test('is an error if the file is the complete list', async () => {
    const line = ['numbers', 'overwrite', '--app', 'sales', '--from', '-', '--yes', '--max-removals', '99'];
    const { code, stderr, world } = await sandbox(line, { stdin: torn });
    expect([code, changes(world())]).toEqual([2, UNCHANGED]);
    expect(stderr).toContain('line 2');
  });
});

describe('undo FILE', () => {
  async function assigned() {
    const home = newHome();
    const line = ['numbers', 'assign', free, freeVoice, '--app', 'sales', '-o', 'ndjson'];
    const { stdout } = await sandbox(line, { home });
    return { home, rows: stdout.trimEnd().split('\n') };
  }

  test.each(Object.entries(LINE_ENDS))('line endings: %s', async (_, ends) => {
    const { home, rows } = await assigned();
    const stdin = rows.map((row, i) => `${row}${ends[i % ends.length]}`).join('');
    const { code, stderr, world } = await sandbox(['undo', '-', '--yes'], { home, stdin });
    expect([code, changes(world())], stderr).toEqual([0, UNCHANGED]);
  });

  test('an incomplete last row is reported; any other text is an error', async () => {
    const { home, rows } = await assigned();
    const [first = '', second = ''] = rows;
    const cut = await sandbox(['undo', '-', '--yes', '--dry-run'], {
      home,
      stdin: `${first}\n${second.slice(0, 60)}`,
    });
    expect([cut.code, cut.stderr]).toEqual([0, expect.stringContaining('line 2')]);
    for (const stdin of [
      `${first}\nhello`,
      `${first}\n${second},`,
      `${first}\n#${second}\n`,
      `${first}\nnull`,
    ]) {
      const { code, stderr } = await sandbox(['undo', '-', '--yes'], { home, stdin });
      expect([code, stderr], stdin).toEqual([2, expect.stringContaining('line 2')]);
    }
  });
});

describe('callbacks set --from', () => {
  const set = (stdin: string) => sandbox(['callbacks', 'set', '--from', '-', '--yes', '--json'], { stdin });
  const URL = 'https://n.example/';

  test.each(Object.entries(LINE_ENDS))('line endings: %s', async (_, ends) => {
    const join = (...rows: string[]) => rows.map((row, i) => `${row}${ends[i % ends.length]}`).join('');
    for (const stdin of [
      join('application,primary', `support,${URL}`, `sales,${URL}`),
      join('support', 'sales').replaceAll(/(support|sales)/g, `{"application":"$1","primary":"${URL}"}`),
    ]) {
      const { code, stderr, world } = await set(stdin);
      expect(code, stderr).toBe(0);
      expect([support, sales].map(({ key }) => world().callbacksOf(key).primary)).toEqual([URL, URL]);
    }
  });

  test.each([
    [`application,primary\n#N/A,${URL}\n`, 'line 2'],
    [`application,primary\n#support,${URL}\n`, 'line 2'],
    [`application,primary\nsupport,${URL}\n# half\n`, 'line 3'],
    [`application,primary\n,${URL}\n`, 'line 2'],
    [`application,primary\nsupport,${URL}?a,b\n`, 'line 2'],
    [`application,primary\nsupport,${URL}\u2028sales,${URL}\n`, 'line 2'],
    [`application,primary\u2028support,${URL}`, 'line 1'],
    [`application,primary,primary\nsupport,${URL},${URL}b\n`, 'primary'],
    [`[{"application":"support","primary":"${URL}"},null]`, 'item 2'],
    [`[{"application":"support","primary":"${URL}"},{}]`, 'item 2'],
  ])('%j is rejected', async (stdin, named) => {
    const { code, error, world } = await set(stdin);
    expect([code, changes(world())]).toEqual([2, UNCHANGED]);
    expect(error().message).toContain(named);
  });

  test('comments above the header, rows of empty cells, and an empty list', async () => {
    const { code, world } = await set(`# ours\napplication,primary\n,\nsupport,${URL}\n,,\n`);
    expect([code, world().callbacksOf(support.key).primary]).toEqual([0, URL]);
    for (const stdin of ['[]', 'application,primary\n']) {
      const nothing = await set(stdin);
      expect([nothing.code, nothing.json()], nothing.stderr).toEqual([0, []]);
    }
    expect((await set('# none\n')).code).toBe(2);
  });
});

describe('a file with several target applications', () => {
  const text = `number,application\n${free},support\n${ours},sales\n${theirs},spare\n`;

  test('conflicts of all applications are reported, and no changes are made', async () => {
    const line = ['numbers', 'assign', '--from', '-', '--json'];
    const { code, error, world } = await sandbox(line, { stdin: text });
    expect([code, error().items, changes(world())]).toEqual([7, [ours, theirs], UNCHANGED]);
    const rest = text.replace(`${free},support\n`, '');
    const both = await sandbox(line, { stdin: `${rest}+14155559999,spare\n` });
    expect([both.code === 0, both.error().items, changes(both.world())]).toEqual([
      false,
      [ours, theirs, '+14155559999'],
      UNCHANGED,
    ]);
  });

  test('with --keep-going each conflict is a failed row', async () => {
    const line = ['numbers', 'assign', '--from', '-', '--json', '--keep-going'];
    const { code, json } = await sandbox(line, { stdin: text });
    expect([code, json().map((row) => [row.number, row.result])]).toEqual([
      5,
      [
        [free, 'done'],
        [ours, 'failed'],
        [theirs, 'failed'],
      ],
    ]);
  });

  test('unassign rejects numbers that are not assigned to the specified application', async () => {
    const stdin = `number,application\n${ours},support\n${theirs},spare\n`;
    const line = ['numbers', 'unassign', '--from', '-', '--yes', '--json'];
    const { code, error, world } = await sandbox(line, { stdin });
    expect([code, error().items, changes(world())]).toEqual([7, [theirs], UNCHANGED]);
  });
});

describe('JSON that is not a single list', () => {
  test('a stream of values, as jq prints them', async () => {
    const both = [free, freeVoice].map((number) => JSON.stringify({ number, note: '}{"\\' }, null, 2));
    for (const end of ['\n', '\r\n', '\r']) {
      const text = both.join('\n').replaceAll('\n', end);
      expect(await numbersIn(text)).toEqual([free, freeVoice]);
    }
  });

  test('a value of a stream is reported with its line', async () => {
    expect(await refused(`{\n"number":"${free}"\n}\n{\n"number":"x"\n}\n`)).toContain('line 4');
  });

  test('a page number is not a phone number', async () => {
    expect(await numbersIn(JSON.stringify({ content: [free], number: 0, size: 20 }))).toEqual([free]);
  });

  test.each([
    [{ data: { 'phone-numbers': [free] } }, `jq '.data."phone-numbers"[]'`],
    [{ a: [], b: [{ number: free }] }, "jq '.b[]'"],
    [{ data: [['desk', free]] }, "jq '.data[][1]'"],
    [[[free, freeVoice]], "jq '.[][]'"],
    [{ [free]: 'support' }, "jq 'keys[]'"],
    [[{ name: 'desk', phones: [{ value: free }] }], "jq '.[].phones[].value'"],
    [[{ name: 'desk', office: free }], '--number-column office'],
  ])('%j is rejected with a jq filter to select the numbers', async (value, hint) => {
    expect(await refused(JSON.stringify(value))).toContain(hint);
    expect(await refused(JSON.stringify(value, null, 2))).toContain(hint);
  });
});

describe('a field that a JSON object lists twice is an error, because only one value would be read', () => {
  const two = `"number":"${free}","number":"${theirs}"`;
  test.each([
    ['NDJSON', `{"number":"${ours}"}\n{${two}}\n`, `line 2 ({${two}}): two fields are named number`],
    [
      'an array',
      `[{"number":"${ours}"},{${two}}]`,
      `item 2 ({"number":"${theirs}"}): two fields are named number`,
    ],
    ['an object with a list', `{"numbers":[{"number":"${ours}"},{${two}}]}`, 'two fields are named number'],
    ['two lists', `{"numbers":["${ours}"],"numbers":["${free}"]}`, 'two fields are named numbers'],
    [
      'pretty-printed objects',
      `{\n  "number": "${ours}"\n}\n{\n  ${two}\n}\n`,
      `line 4 ({ ${two} }): two fields are named number`,
    ],
    [
      'two applications',
      `[{"number":"${free}","application":"sales","application":"support"}]`,
      'two fields are named application',
    ],
    [
      'an inner object',
      `[{"number":"${free}","x":{"y":1,"y":2}}]`,
      `item 1 ({"number":"${free}","x":{"y":2}}): two fields are named y`,
    ],
  ])('%s', async (_, text, message) => {
    expect(await refused(text)).toContain(message);
  });

  test('with --keep-going, the others are processed', async () => {
    const { code, json } = await assign(`[{"number":"${freeVoice}"},{${two}}]`, '--keep-going');
    expect(code).toBe(5);
    expect(json().map((row) => [row.number, row.result])).toEqual([
      [freeVoice, 'done'],
      [null, 'failed'],
    ]);
  });

  test('callbacks', async () => {
    const stdin =
      '[{"application":"sales","primary":"https://a.example.com","primary":"https://b.example.com"}]';
    const { code, stderr } = await sandbox(['callbacks', 'set', '--from', '-', '--yes'], { stdin });
    expect([code, stderr]).toEqual([2, expect.stringContaining('two fields are named primary')]);
  });

  test('rows to undo', async () => {
    const home = newHome();
    const { stdout } = await sandbox(['numbers', 'assign', free, '--app', 'sales', '-o', 'ndjson'], { home });
    const stdin = stdout.replace('"change":', '"change":"remove","change":');
    const { code, stderr } = await sandbox(['undo', '-', '--yes'], { home, stdin });
    expect([code, stderr]).toEqual([2, expect.stringContaining('line 1: two fields are named change')]);
  });

  test('state files', async () => {
    const stdin = '{"version":1,"applications":[{"application":"support","application":"sales"}]}';
    const { code, stderr } = await sandbox(['diff', '-f', '-'], { stdin });
    expect([code, stderr]).toEqual([2, expect.stringContaining('this field is listed twice')]);
  });
});

test('with --ignore-column, the error of a line still shows its position', async () => {
  expect(await refused(`${free}\nx\n`, '--ignore-column', 'capability')).toContain('line 2');
});

test.each(['number\n', 'number,application\n', '[]', '{"numbers":[]}'])(
  '%j: a note reports the empty list',
  async (text) => {
    for (const argv of [['assign', '--app', 'sales'], ['unassign', '--app', 'sales'], ['list']]) {
      const { code, stdout, stderr } = await sandbox(['numbers', ...argv, '--from', '-'], { stdin: text });
      expect([code, stdout]).toEqual([0, '']);
      expect(stderr.split('note: the list of numbers is empty')).toHaveLength(2);
    }
  },
);

test('callbacks set: a note reports the empty list', async () => {
  const { code, stderr } = await sandbox(['callbacks', 'set', '--from', '-', '--yes'], { stdin: '[]' });
  expect([code, stderr]).toEqual([0, expect.stringContaining('note: the list of applications is empty')]);
});

describe('a format that is not supported is one error', () => {
  const two = `${free}\n- ${freeVoice}`;

  test.each([
    `- ${two}`,
    `---\n- "${free}"\n`,
    `# ours\nnumbers:\n  - ${two}\n`,
    `- number: "${free}"\n  application: support\n`,
    `-\n  number: ${free}\n`,
    `- {number: "${free}", application: support}\n`,
    `numbers: ["${free}", "${freeVoice}"]\n`,
    `version: 1\napplications:\n  - application: support\n    numbers:\n      voice:\n        - ${two}\n`,
  ])('for numbers: %j', async (stdin) => {
    const { code, error } = await assign(stdin);
    expect([code, error()]).toMatchObject([
      2,
      {
        message: '--from does not support YAML',
        hint: 'use JSON or CSV; to apply a state file, run sinchctl --profile sandbox apply -f <FILE>',
      },
    ]);
  });

  test('for callbacks', async () => {
    const argv = ['callbacks', 'set', '--from', '-', '--json'];
    const stdin = '- application: support\n  primary: https://n.example\n';
    const { code, error } = await sandbox(argv, { stdin });
    expect([code, error().message]).toEqual([2, '--from does not support YAML']);
  });

  test('including Markdown, which sinchctl prints', async () => {
    const { stdout } = await sandbox(['numbers', 'list', '-o', 'markdown']);
    const { code, error } = await assign(stdout);
    expect([code, error().message]).toEqual([2, '--from does not support Markdown tables']);
  });

  test.each(['tel: +14155550103\n', `tel:${free}\n`])('a number with tel: is not YAML: %j', async (stdin) => {
    const { stderr } = await assign(stdin);
    expect(stderr).not.toContain('YAML');
  });
});
