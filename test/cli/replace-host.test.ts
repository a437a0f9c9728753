import { describe, expect, test } from 'vitest';
import { changes, sales, spare, support, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type RunOptions, run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const OLD = 'old.example.com';
const NEW = 'new.example.com';
const MOVE = ['callbacks', 'set', '--replace-host', `${OLD}=${NEW}`];

/** An account of which support and sales have callbacks on the old host, and spare on another one. */
async function moving(...urls: [primary: string, fallback?: string][]) {
  const served = await serve();
  const { world, url } = served;
  const [
    first = [`https://${OLD}/sinch?a=%2F&b=1`, `HTTPS://Old.Example.com:443/x`],
    second = [`http://${OLD}`],
  ] = urls;
  world.setCallbacks(support.key, { primary: first[0], ...(first[1] && { fallback: first[1] }) });
  world.setCallbacks(sales.key, { primary: second[0], ...(second[1] && { fallback: second[1] }) });
  world.setCallbacks(spare.key, {
    primary: `https://not-${OLD}/sinch`,
    fallback: `https://${OLD}.evil.com/`,
  });
  const home = newHome();
  const set = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin', '--base-url', `all=${url}`];
  await run(set, { home, stdin: support.secret });
  for (const { name, key } of [support, sales, spare]) await run(['apps', 'alias', name, key], { home });
  served.requests.length = 0;
  const go = (argv: readonly string[], options: RunOptions = {}) => run(argv, { home, ...options });
  return { ...served, go };
}

describe('callbacks set --replace-host', () => {
  test('--all replaces the host in both URLs of every application, and does not change the rest of each URL', async () => {
    const { go, world } = await moving();
    const { code, json } = await go([...MOVE, '--all', '--yes', '--json']);
    expect(code).toBe(0);
    expect(json()).toMatchObject([
      {
        alias: 'support',
        callback: 'primary',
        change: 'set',
        to: `https://${NEW}/sinch?a=%2F&b=1`,
        result: 'done',
      },
      {
        alias: 'support',
        callback: 'fallback',
        from: 'HTTPS://Old.Example.com:443/x',
        to: `HTTPS://${NEW}/x`,
      },
      { alias: 'sales', callback: 'primary', to: `http://${NEW}` },
    ]);
    expect(json()).toHaveLength(3);
    expect(world.callbacksOf(spare.key).primary).toBe(`https://not-${OLD}/sinch`);
    expect(world.callbacksOf(sales.key)).toEqual({ primary: `http://${NEW}` });
  });

  test('an internationalized host is found in both forms, and set as URLs contain it', async () => {
    const { go, world } = await moving(['https://bücher.example/ü', 'https://xn--bcher-kva.example:443/x']);
    const replace = ['callbacks', 'set', '--app', 'support', '--json', '--replace-host'];
    const { code, json } = await go([...replace, 'BÜCHER.example=Straße.example:8443']);
    expect([code, json()]).toMatchObject([
      0,
      [
        { from: 'https://bücher.example/ü', to: 'https://xn--strae-oqa.example:8443/ü', result: 'done' },
        { to: 'https://xn--strae-oqa.example:8443/x', result: 'done' },
      ],
    ]);
    expect(world.callbacksOf(support.key).primary).toBe('https://xn--strae-oqa.example:8443/ü');
    const again = await go([...replace, 'straße.example:8443=xn--strae-oqa.example:8443']);
    expect(again.json().every(({ result }) => result === 'unchanged')).toBe(true);
  });

  test('--app limits it to these applications; a single one is changed without confirmation', async () => {
    const { go, world } = await moving();
    const { code, questions, stderr } = await go([...MOVE, '--app', 'sales', '--app', 'spare'], {
      terminal: true,
    });
    expect(code, stderr).toBe(0);
    expect(questions).toEqual([]);
    expect(world.callbacksOf(sales.key).primary).toBe(`http://${NEW}`);
    expect(world.callbacksOf(support.key).primary).toContain(OLD);
  });

  test.each([
    [`${OLD}=${NEW}:8443`, `https://${OLD}/a`, `https://${NEW}:8443/a`],
    [`${OLD}:443=${NEW}`, `https://${OLD}/a`, `https://${NEW}/a`],
    [`${OLD}:8443=${NEW}`, `https://${OLD}:8443?x`, `https://${NEW}?x`],
    [`OLD.example.com=${NEW}`, `https://${OLD}/`, `https://${NEW}/`],
    [`[2001:db8:0::1]=[2001:db8::2]:81`, 'http://[2001:DB8::1]/', 'http://[2001:db8::2]:81/'],
    [`xn--bcher-kva.example=${NEW}`, 'https://bücher.example/a', `https://${NEW}/a`],
    [`${OLD}=${NEW}`, `https://${OLD}:8443/a`, undefined],
    [`${OLD}:80=${NEW}`, `https://${OLD}/a`, undefined],
    [`${OLD}:8443=${NEW}`, `https://${OLD}/a`, undefined],
    [`example.com=${NEW}`, `https://${OLD}/a`, undefined],
    [`${OLD}=${NEW}`, `https://${NEW}/?from=https://${OLD}/`, undefined],
  ])('%s: %s becomes %s', async (hosts, from, to) => {
    const { go, world } = await moving([from]);
    const { code } = await go(['callbacks', 'set', '--app', 'support', '--replace-host', hosts]);
    expect(code).toBe(0);
    expect(world.callbacksOf(support.key).primary).toBe(to ?? from);
  });

  test('no URL on the old host: nothing to do, exit 0', async () => {
    const { go, requests } = await moving();
    const line = ['callbacks', 'set', '--replace-host', `nowhere.example.com=${NEW}`, '--all', '--json'];
    const { code, stdout, stderr } = await go(line);
    expect([code, stdout]).toEqual([0, '[]\n']);
    expect(stderr).toContain('note: no callback URLs use the host nowhere.example.com');
    expect(lines(requests).filter((one) => !one.startsWith('GET'))).toEqual([]);
  });

  test('URLs on a different port of the old host are not replaced, and a note lists them', async () => {
    const { go, world } = await moving([`https://${OLD}/a`, `https://${OLD}:8443/b?key=hidden`]);
    const { code, stderr } = await go([...MOVE, '--app', 'support']);
    expect(code).toBe(0);
    expect(world.callbacksOf(support.key)).toEqual({
      primary: `https://${NEW}/a`,
      fallback: `https://${OLD}:8443/b?key=hidden`,
    });
    expect(stderr).toContain(
      `note: 1 callback URL uses ${OLD} with a different port and will not change: https://${OLD}:8443/b?key=…\n`,
    );
  });

  test('the note about other ports shows the host without the given port', async () => {
    const { go } = await moving([`https://${OLD}/a`]);
    const { stderr } = await go([
      'callbacks',
      'set',
      '--replace-host',
      `${OLD}:99=${NEW}`,
      '--app',
      'support',
    ]);
    expect(stderr).toContain(
      `note: 1 callback URL uses ${OLD} with a different port and will not change: https://${OLD}/a\n`,
    );
  });

  test('--dry-run shows the new URLs, does not prompt, and makes no changes', async () => {
    const { go, requests } = await moving();
    const { code, json } = await go([...MOVE, '--all', '--dry-run', '--json'], { terminal: true });
    expect(code).toBe(0);
    expect(json().map(({ to, result }) => [to, result])).toEqual([
      [`https://${NEW}/sinch?a=%2F&b=1`, 'planned'],
      [`HTTPS://${NEW}/x`, 'planned'],
      [`http://${NEW}`, 'planned'],
    ]);
    expect(lines(requests).filter((one) => !one.startsWith('GET'))).toEqual([]);
  });

  test('an invalid new URL is an error that lists it, and no changes are made', async () => {
    const { go, world } = await moving([`https://user:word@${OLD}/`], [`https://${OLD}/#top`]);
    const { code, stdout, stderr } = await go([...MOVE, '--all', '--yes']);
    expect([code, stdout]).toEqual([2, '']);
    for (const part of ['support', 'user name', 'sales', 'fragment']) expect(stderr).toContain(part);
    expect(stderr).not.toContain('word@');
    expect(world.callbacksOf(sales.key).primary).toContain(OLD);
  });

  test('a new host that Sinch cannot reach causes a warning', async () => {
    const { go } = await moving();
    const line = ['callbacks', 'set', '--replace-host', `${OLD}=10.0.0.1`, '--app', 'sales'];
    const { code, stderr } = await go(line);
    expect(code).toBe(0);
    expect(stderr).toContain('warning: primary of sales is on 10.0.0.1, which Sinch cannot reach');
  });

  test('an application that cannot be read is an error, and no changes are made', async () => {
    const { go, requests } = await moving();
    await go(['apps', 'alias', 'gone', '00000000-1111-2222-3333-444444444444']);
    const { code, stdout, stderr } = await go([...MOVE, '--all', '--yes']);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('00000000-1111-2222-3333-444444444444: cannot read callbacks');
    expect(lines(requests).filter((one) => !one.startsWith('GET'))).toEqual([]);
  });

  test('undo restores the old host', async () => {
    const { go, world } = await moving();
    const before = world.callbacksOf(support.key);
    await go([...MOVE, '--all', '--yes']);
    expect((await go(['undo', 'last', '--yes'])).code).toBe(0);
    expect(world.callbacksOf(support.key)).toEqual(before);
  });

  test.each([
    ['no application', [], '--replace-host requires --app or --all'],
    ['--app with --all', ['--all', '--app', 'support'], '--app conflicts with --all'],
    ['--primary', ['--all', '--primary', 'https://a.example.com'], '--primary conflicts with --replace-host'],
    ['--fallback', ['--all', '--fallback', 'https://a.example.com'], '--fallback conflicts with'],
    ['--clear-primary', ['--all', '--clear-primary'], '--clear-primary conflicts with'],
    ['--clear-fallback', ['--app', 'sales', '--clear-fallback'], '--clear-fallback conflicts with'],
    ['--from', ['--from', '-'], '--replace-host conflicts with --from'],
  ])('with %s is a usage error', async (_, more, message) => {
    const { code, stdout, stderr, world } = await sandbox([...MOVE, ...more]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each([
    ['--all', ['--all', '--primary', 'https://a.example.com'], '--all requires --replace-host'],
    [
      'several --app',
      ['--app', 'support', '--app', 'sales', '--clear-primary'],
      '--app can be repeated only with --replace-host',
    ],
    ['--all with --from', ['--all', '--from', '-'], '--all conflicts with --from'],
  ])('%s without it is a usage error', async (_, more, message) => {
    const { code, stderr, world } = await sandbox(['callbacks', 'set', ...more]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each([
    '',
    OLD,
    '=',
    `${OLD}=`,
    `=${NEW}`,
    `${OLD}=${NEW}=x`,
    `https://${OLD}=https://${NEW}`,
    `${OLD}/a=${NEW}`,
    `${OLD}=${NEW}/a`,
    `${OLD}=${NEW}?x`,
    `${OLD}=${NEW}#x`,
    `user@${OLD}=${NEW}`,
    `${OLD}=${NEW}:99999`,
    `${OLD}=${NEW}:`,
    `${OLD}= ${NEW}`,
    `${OLD}=new..com`,
    `${OLD}={{host}}`,
    `${OLD}=$HOST`,
    `${OLD}=undefined`,
    `${OLD}=[::1`,
  ])('the value %j is a usage error', async (hosts) => {
    const { code, stderr } = await sandbox(['callbacks', 'set', '--all', '--replace-host', hosts]);
    expect(code).toBe(2);
    expect(stderr).toContain('--replace-host');
  });
});

describe('changing several applications requires confirmation', () => {
  const FILE = `application,primary\nsupport,https://${NEW}/a\nsales,https://${NEW}/b\n`;

  test('with a prompt that shows the changes', async () => {
    const { go, world } = await moving();
    const { code, questions } = await go([...MOVE, '--all'], { terminal: true, answers: ['y'] });
    expect(code).toBe(0);
    expect(questions).toEqual(['Set the callbacks of 2 applications (profile prod)? [y/N]']);
    expect(world.callbacksOf(sales.key).primary).toBe(`http://${NEW}`);
  });

  test('without a prompt, it exits with code 7, and no changes are made', async () => {
    const { go, world } = await moving();
    expect((await go([...MOVE, '--all'], { terminal: true, answers: ['n'] })).code).toBe(7);
    const { code, stdout, stderr } = await go([...MOVE, '--all']);
    expect([code, stdout]).toEqual([7, '']);
    expect(stderr).toContain('--yes');
    expect(world.callbacksOf(sales.key).primary).toContain(OLD);
  });

  test('including with a file', async () => {
    const { go, world } = await moving();
    const line = ['callbacks', 'set', '--from', '-'];
    expect((await go(line, { stdin: FILE })).code).toBe(7);
    expect((await go([...line, '--confirm', 'prod'], { stdin: FILE })).code).toBe(0);
    expect(world.callbacksOf(sales.key).primary).toBe(`https://${NEW}/b`);
    // Nothing would change, so there is nothing to confirm.
    expect((await go(line, { stdin: FILE })).code).toBe(0);
  });

  test('by its name only if one application changes', async () => {
    const { go } = await moving();
    expect((await go([...MOVE, '--all', '--confirm', 'support'])).code).toBe(7);
    expect((await go([...MOVE, '--all', '--confirm', 'prod'])).code).toBe(0);
  });

  test.each(['primary', 'fallback'] as const)(
    'a %s that another user changes during the prompt causes exit code 7, and no changes are made',
    async (callback) => {
      const { go, world } = await moving();
      const { code, stderr } = await go([...MOVE, '--all'], {
        terminal: true,
        answers: ['y'],
        whileAsked: () =>
          world.setCallbacks(sales.key, { primary: `http://${OLD}`, [callback]: 'https://c.example.com/' }),
      });
      expect(code).toBe(7);
      expect(stderr).toContain(`${callback} of sales`);
      expect(world.callbacksOf(support.key).primary).toContain(OLD);
    },
  );
});
