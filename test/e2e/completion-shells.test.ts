import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';
import { openShell, SHELLS_HERE, type ShellName } from '../support/shell.ts';

const LIMIT = { timeout: 60_000 };

/** Typed text, in which each `→` is a TAB, and the resulting words. */
type Line = [typed: string, words: string];

async function lead(name: ShellName, lines: readonly Line[], env: Record<string, string> = {}) {
  const home = newHome();
  for (const file of ['account.yaml', 'numbers.txt']) writeFileSync(home.path(file), '');
  const shell = await openShell(name, home, { env });
  for (const [typed, words] of lines) {
    expect(await shell.line(typed.replaceAll('→', '\t')), `${name}: ${typed}`).toEqual(words.split(' '));
  }
}

describe.skipIf(SHELLS_HERE.length === 0).each(SHELLS_HERE)('%s', (name) => {
  test('completes the command tree', LIMIT, () =>
    lead(name, [
      ['sinchctl nu→as→', 'numbers assign'],
      ['sinchctl exp→--on→ cal→', 'export --only callbacks'],
      ['sinchctl completion z→', 'completion zsh'],
      ['sinchctl help exi→', 'help exit-codes'],
      ['sinchctl help num→li→', 'help numbers list'],
      ['X=1 sinchctl auth st→', 'auth status'],
      // Global options may be anywhere.
      ['sinchctl --js→numbers --no-in→list --qui→', '--json numbers --no-input list --quiet'],
      ['sinchctl -qo nd→numbers li→', '-qo ndjson numbers list'],
    ]),
  );

  test('completes values', LIMIT, () =>
    lead(name, [
      ['sinchctl numbers list --capab→ s→', 'numbers list --capability sms'],
      ['sinchctl numbers list --capability=s→', 'numbers list --capability=sms'],
      ['sinchctl numbers assign --move-from a→', 'numbers assign --move-from any'],
      ['sinchctl numbers list --columns num→,ali→', 'numbers list --columns number,alias'],
      ['sinchctl numbers list --columns=number,capa→', 'numbers list --columns=number,capability'],
      // Fields of the portal API are rejected without --api portal, and not offered.
      ['sinchctl numbers list --columns co→', 'numbers list --columns co'],
      [
        'sinchctl numbers list --api portal --columns number,cos→',
        'numbers list --api portal --columns number,cost',
      ],
      ['sinchctl numbers list --api=portal --sort=-exp→', 'numbers list --api=portal --sort=-expires'],
      ['sinchctl query --sort=-rest→', 'query --sort=-restricted'],
      ['sinchctl query --sort -rest→', 'query --sort -restricted'],
      ['sinchctl query --sort number,-rest→', 'query --sort number,-restricted'],
      ['sinchctl query --sort -rest→ --js→', 'query --sort -restricted --json'],
      ['sinchctl profiles set --base-url cal→https://x', 'profiles set --base-url calling=https://x'],
      ['sinchctl profiles set --base-url=calling=→https://x', 'profiles set --base-url=calling=https://x'],
      ['sinchctl sandbox serve --fault lat→→5-9', 'sandbox serve --fault latency:5-9'],
      ['sinchctl sandbox serve --fault 42→0.1', 'sandbox serve --fault 429:0.1'],
    ]),
  );

  test('offers files only where a file is expected', LIMIT, () =>
    lead(name, [
      ['sinchctl apply -f acc→', 'apply -f account.yaml'],
      ['sinchctl apply --file=acc→', 'apply --file=account.yaml'],
      ['sinchctl diff --against acc→', 'diff --against account.yaml'],
      ['sinchctl numbers list --from numbers.→', 'numbers list --from numbers.txt'],
      ['sinchctl undo acc→', 'undo account.yaml'],
      ['sinchctl history --since acc→', 'history --since acc'],
      ['sinchctl profiles show acc→', 'profiles show acc'],
      ['sinchctl numbers list acc→', 'numbers list acc'],
    ]),
  );

  test('offers files after an @, and the options of api', LIMIT, () =>
    lead(name, [
      ['sinchctl api DEL→ /x', 'api DELETE /x'],
      ['sinchctl api post /x --data @acc→', 'api post /x --data @account.yaml'],
      ['sinchctl api POST /x --data=@num→-i', 'api POST /x --data=@numbers.txt -i'],
      ['sinchctl api POST /x --data acc→', 'api POST /x --data acc'],
    ]),
  );

  test('a file after an @ may have spaces in its name', LIMIT, async () => {
    const home = newHome();
    writeFileSync(home.path('my file.json'), '');
    const shell = await openShell(name, home);
    for (const typed of ['--data @my\t', '--data @my\\ f\t', ...(name === 'bash' ? ['--data "@my\t'] : [])]) {
      const words = ['api', 'POST', '/x', '--data', '@my file.json'];
      expect(await shell.line(`sinchctl api POST /x ${typed}`), typed).toEqual(words);
    }
  });

  test('completes a value in one word with its option, and methods in lowercase', LIMIT, () =>
    lead(name, [
      ['sinchctl numbers list -oj→', 'numbers list -ojson'],
      ['sinchctl numbers list -qond→', 'numbers list -qondjson'],
      // fish completes no file after a letter.
      ...(name === 'fish' ? [] : [['sinchctl apply -facc→', 'apply -faccount.yaml'] as Line]),
      ['sinchctl api g→', 'api GET'],
      ['sinchctl api pa→/x', 'api PATCH /x'],
    ]),
  );

  test('offers nothing after an unknown command', LIMIT, () =>
    lead(name, [
      ['sinchctl foo num→', 'foo num'],
      ['sinchctl foo numbers li→', 'foo numbers li'],
      ['sinchctl numbers foo li→', 'numbers foo li'],
      ['sinchctl numbers foo --js→', 'numbers foo --js'],
      ['sinchctl --quiet num→li→', '--quiet numbers list'],
      ['sinchctl commands --js→', 'commands --json'],
    ]),
  );

  test('offers countries, lowercase if the typed letters are', LIMIT, () =>
    lead(name, [
      ['sinchctl query --region O→', 'query --region OM'],
      ['sinchctl query --region=o→', 'query --region=om'],
      ['sinchctl --region Q→query', '--region QA query'],
    ]),
  );

  test('offers runs in the history', LIMIT, async () => {
    const home = newHome();
    const { code } = await run(['--profile', 'sandbox', 'numbers', 'assign', '+14155550103'], { home });
    const { json } = await run(['history', '--json'], { home });
    const latest = json()[0]?.run;
    expect(code).toBe(0);
    writeFileSync(home.path('results.ndjson'), '');
    const shell = await openShell(name, home);
    expect(await shell.line('sinchctl undo 2\t')).toEqual(['undo', latest]);
    expect(await shell.line('sinchctl history --run=2\t')).toEqual(['history', `--run=${latest}`]);
    expect(await shell.line('sinchctl undo res\t')).toEqual(['undo', 'results.ndjson']);
  });

  test('leaves the arguments of another program to that program', LIMIT, () =>
    lead(name, [
      ['sinchctl sandbox exec -- mkfif→ acc→', 'sandbox exec -- mkfifo account.yaml'],
      ['sinchctl sandbox exec cat acc→', 'sandbox exec cat account.yaml'],
      ['sinchctl sandbox exec --fault 503:1 -- cat acc→', 'sandbox exec --fault 503:1 -- cat account.yaml'],
      ['sinchctl profiles set --secret-command cat acc→', 'profiles set --secret-command cat account.yaml'],
      // sinchctl's options are not offered for it.
      ['sinchctl profiles set --secret-command cat --unas→', 'profiles set --secret-command cat --unas'],
    ]),
  );

  test('offers the numbers and applications of the sandbox', LIMIT, () =>
    lead(
      name,
      [
        ['sinchctl --profile sand→numbers li→', '--profile sandbox numbers list'],
        ['sinchctl --profile=sand→ profiles sh→', '--profile=sandbox profiles show'],
        [
          'sinchctl --profile sandbox numbers list --app sup→',
          '--profile sandbox numbers list --app support',
        ],
        [
          'sinchctl --profile=sandbox numbers list --app=sup→',
          '--profile=sandbox numbers list --app=support',
        ],
        [
          `sinchctl --profile "sandbox" numbers --quiet list --app 'sup→`,
          '--profile sandbox numbers --quiet list --app support',
        ],
        // 0103 and 0104 are unassigned; the one on the command line is not offered again.
        [
          'sinchctl --profile sandbox numbers assign +14155550103 +1415555010→',
          '--profile sandbox numbers assign +14155550103 +1415555010',
        ],
        [
          'sinchctl --profile sandbox numbers assign +14155550103 +14155550104 +14155550108 +1415555010→',
          '--profile sandbox numbers assign +14155550103 +14155550104 +14155550108 +14155550109',
        ],
        [
          'sinchctl --profile sandbox numbers unassign --app sales +1415555010→',
          '--profile sandbox numbers unassign --app sales +1415555010',
        ],
        [
          'sinchctl --profile sandbox numbers unassign --app sales --capability sms +1415555010→',
          '--profile sandbox numbers unassign --app sales --capability sms +14155550107',
        ],
        [
          'sinchctl --profile sandbox numbers list "+1415555011→2"',
          '--profile sandbox numbers list +14155550112',
        ],
        [
          'sinchctl --profile sandbox numbers list -- +1415555011→2',
          '--profile sandbox numbers list -- +14155550112',
        ],
        [
          'sinchctl --profile sandbox history --number=+1415555011→2',
          '--profile sandbox history --number=+14155550112',
        ],
      ].map(([typed = '', words = '']): Line => [typed, words]),
    ),
  );

  test('offers those of the account, including for credentials in the environment', LIMIT, async () => {
    const { url, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'production', url);
    requests.length = 0;
    const shell = await openShell(name, home, { env: { SINCHCTL_PROFILE: 'production' } });
    expect(await shell.line('sinchctl numbers list +1415555011\t2')).toEqual([
      'numbers',
      'list',
      '+14155550112',
    ]);
    expect(await shell.line('sinchctl profiles use pro\t')).toEqual(['profiles', 'use', 'production']);
    expect((await shell.line(`sinchctl apps alias hotline ${support.key.slice(0, 3)}\t`)).at(-1)).toBe(
      support.key,
    );
    expect(requests).toHaveLength(1);
  });

  test.skipIf(name === 'bash').each([
    ['sinchctl numbers ', 'Unassign numbers from an application'],
    ['sinchctl --profile sandbox numbers unassign --app sales ', 'sales (voice, sms)'],
    ['sinchctl --profile sandbox numbers list --app s', '4 voice, 2 sms'],
    ['sinchctl numbers assign --', 'show what would change without making changes'],
    ['sinchctl help ', 'Meaning of each exit code'],
  ])('shows descriptions: %s', LIMIT, async (typed, about) => {
    const shell = await openShell(name, newHome());
    await shell.shows(`${typed}\t\t`, about);
  });

  test.skipIf(name !== 'fish').each([
    ['sinchctl numbers list --capability ', 'sms', 'only voice'],
    ['sinchctl profiles set --base-url ', 'portal=', 'base URL'],
    ['sinchctl numbers list --columns ', 'capability', 'only these'],
  ])('does not show the description of the option for a value: %s', LIMIT, async (typed, value, about) => {
    const shell = await openShell(name, newHome());
    expect(await shell.shows(`${typed}\t\t`, value)).not.toContain(about);
  });

  test('lists the available choices', LIMIT, async () => {
    const shell = await openShell(name, newHome());
    const shown = await shell.shows('sinchctl numbers \t\t', 'unassign');
    for (const verb of ['assign', 'list', 'overwrite']) expect(shown).toContain(verb);
  });

  test('completes digit by digit if there are too many', LIMIT, async () => {
    const home = newHome();
    const shell = await openShell(name, home, {
      answer: `case $* in
      *+1415555*) printf '+14155550100\\tone\\n:\\n' ;;
      *) printf '+141555\\t900 numbers\\n+141556\\t900 numbers\\n: nospace\\n' ;;
    esac`,
    });
    // The common prefix is inserted, without a space after it.
    expect(await shell.line('sinchctl numbers list +\t550\t')).toEqual(['numbers', 'list', '+14155550100']);
  });

  test('prints nothing if it is not used', LIMIT, async () => {
    const home = newHome();
    const env = {
      SINCH_APPLICATION_KEY: support.key,
      SINCH_APPLICATION_SECRET: support.secret,
      SINCHCTL_CALLING_URL: 'http://127.0.0.1:1',
    };
    const shell = await openShell(name, home, { env });
    const before = shell.screen().length;
    expect(await shell.line('sinchctl numbers assign \t+1')).toEqual(['numbers', 'assign', '+1']);
    expect(await shell.line('sinchctl apps unalias \tx')).toEqual(['apps', 'unalias', 'x']);
    expect(shell.screen().slice(before)).not.toMatch(/error|warn|hint|ECONN|refused/i);
  });

  test('works with another path and another name', LIMIT, async () => {
    const home = newHome();
    const alias = name === 'bash' ? 'alias sc=sinchctl\ncomplete -F _sinchctl sc' : 'alias sc=sinchctl';
    const shell = await openShell(name, home, { after: alias });
    expect(await shell.line(`${home.path('bin')}/sinchctl numbers as\t`)).toEqual(['numbers', 'assign']);
    expect(await shell.line('sc numbers as\t')).toEqual(['numbers', 'assign']);
    expect(await shell.line('sc --profile sandbox numbers list --app sup\t')).toEqual([
      '--profile',
      'sandbox',
      'numbers',
      'list',
      '--app',
      'support',
    ]);
  });
});
