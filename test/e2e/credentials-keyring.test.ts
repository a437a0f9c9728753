import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foreignKey, support } from '../support/account.ts';
import { configText, storedConfig } from '../support/config.ts';
import { type Home, newHome } from '../support/home.ts';
import { addNativeKeyring } from '../support/native-keyring.ts';
import { addPackage, copyProgram } from '../support/program-copy.ts';
import { listenUntilEnd, serve } from '../support/serve.ts';
import { start } from '../support/spawn.ts';

const SET = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin', '--keyring'];

// The limit is 3.5 s; the rest is for starting two processes on a busy computer.
const LIMIT = 3_500 + 3_000;

type Fresh = ReturnType<typeof fresh>;

/** A copy of the program with nothing beside it, and a home. */
function fresh() {
  const { program, directory } = copyProgram();
  const home = newHome();
  const run = (argv: readonly string[], { stdin = support.secret, env = {}, limit = 20_000 } = {}) =>
    start(process.execPath, [program, ...argv], {
      cwd: home.directory,
      env: { ...home.env, ...env },
      stdin,
      limit,
    }).ended;
  return { home, directory, run };
}

/** A configuration that refers to the keyring for its secret. */
function keepInKeyring(home: Home, url: string): void {
  const config = JSON.parse(configText(url));
  config.profiles.prod.application.secret = { store: 'keyring', account: 'prod application' };
  writeFileSync(home.configPath, JSON.stringify(config), { mode: 0o600 });
}

/** The expected result of every keyring failure, when storing and when reading; nothing is stored elsewhere. */
async function expectClear({ home, run }: Fresh, said: RegExp, env: Record<string, string> = {}) {
  const { url, requests } = await serve();
  const other = newHome();
  keepInKeyring(other, url);
  const before = readFileSync(other.configPath);
  const [stored, used] = await Promise.all([
    run(SET, { env, limit: LIMIT }),
    run(['numbers', 'list'], { env: { ...other.env, ...env }, limit: LIMIT }),
  ]);
  expect([stored.code, stored.signal, stored.stdout], stored.stderr).toEqual([3, null, '']);
  expect(stored.stderr).toMatch(said);
  expect(stored.stderr).toMatch(/^hint: .*--secret-command/m);
  expect(stored.stderr).not.toMatch(/\n\s+at /);
  expect(stored.stderr).not.toContain(support.secret);
  expect(existsSync(home.configPath)).toBe(false);
  expect([used.code, used.signal, used.stdout], used.stderr).toEqual([3, null, '']);
  expect(used.stderr).toMatch(said);
  expect(requests).toEqual([]);
  expect(readFileSync(other.configPath).equals(before)).toBe(true);
}

test('a keyring whose package is not installed: exit 3, with a hint, and nothing is stored', async () => {
  await expectClear(fresh(), /@napi-rs\/keyring is not installed/);
});

describe('the real package', () => {
  test('without any D-Bus', async ({ skip }) => {
    const place = fresh();
    if (!addNativeKeyring(place.directory)) skip();
    await expectClear(place, /cannot use the keyring/);
  });

  test('with a D-Bus that does not respond', async ({ skip }) => {
    const place = fresh();
    if (!addNativeKeyring(place.directory)) skip();
    const address = `unix:path=${place.home.path('nobody')}`;
    await expectClear(place, /cannot use the keyring/, { DBUS_SESSION_BUS_ADDRESS: address });
  });

  test('with a D-Bus that accepts connections and never responds', async ({ skip }) => {
    const place = fresh();
    if (!addNativeKeyring(place.directory)) skip();
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.on('error', () => undefined).resume();
    });
    const socket = place.home.path('bus');
    await listenUntilEnd(server, socket);
    await expectClear(place, /the keyring took longer than 3 s|cannot use the keyring/, {
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`,
    });
    expect(connections).toBeGreaterThan(0);
  });
});

test('a package that hangs is killed together with its child', async () => {
  const place = fresh();
  const pids = join(place.directory, 'pids');
  addPackage(
    place.directory,
    '@napi-rs/keyring',
    `require('node:fs').appendFileSync(${JSON.stringify(pids)}, process.pid + ' ');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  );
  await expectClear(place, /did not finish within 3s/);
  const children = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
  expect(children).toHaveLength(2);
  for (const child of children) expect(() => process.kill(child, 0)).toThrow('ESRCH');
});

test.each([
  ['crashes', 'process.abort();'],
  ['cannot be loaded', "throw new Error('wrong ELF class');"],
  ['prints an invalid response', "process.stdout.write('hello'); process.exit(0);"],
  [
    'reports that it is locked',
    "exports.Entry = class { constructor() { throw new Error('it is locked'); } };",
  ],
])('a package that %s causes exit code 3 without a stack trace', async (_, source) => {
  const place = fresh();
  addPackage(place.directory, '@napi-rs/keyring', source);
  await expectClear(place, /keyring/);
});

/** A keyring in a file, with the interface of the real package; it records how it was called. */
const WORKING = `
const fs = require('node:fs');
const file = __dirname + '/kept.json';
const read = () => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {});
const lines = [process.pid, process.ppid].map((pid) => fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8'));
fs.appendFileSync(__dirname + '/lines', JSON.stringify([...lines, process.env]) + '\\n');
exports.Entry = class {
  constructor(service, account, options) {
    this.name = JSON.stringify([service, account, options]);
  }
  getPassword() { return read()[this.name] ?? null; }
  setPassword(secret) { fs.writeFileSync(file, JSON.stringify({ ...read(), [this.name]: secret })); }
  deletePassword() {
    const { [this.name]: gone, ...rest } = read();
    fs.writeFileSync(file, JSON.stringify(rest));
    return gone !== undefined;
  }
};`;

describe('a keyring that works', () => {
  async function working() {
    const served = await serve();
    const place = fresh();
    addPackage(place.directory, '@napi-rs/keyring', WORKING);
    const inPackage = (name: string) => join(place.directory, 'node_modules', '@napi-rs', 'keyring', name);
    const kept = (): Record<string, string> => JSON.parse(readFileSync(inPackage('kept.json'), 'utf8'));
    const stored = await place.run([...SET, '--base-url', `calling=${served.url}`]);
    expect(stored.code, stored.stderr).toBe(0);
    return { ...place, ...served, kept, inPackage };
  }

  test('stores the secret instead of the file', async () => {
    const { home, run, kept } = await working();
    expect(Object.values(kept())).toEqual([support.secret]);
    expect(Object.keys(kept())[0]).toContain('secret-service');
    expect(readFileSync(home.configPath, 'utf8')).not.toContain(support.secret);
    const { code, stdout, stderr } = await run(['numbers', 'list', '--json']);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(30);
    const shown = await run(['auth', 'status', '--json']);
    expect(shown.stdout).toContain('"store":"keyring"');
    expect(shown.stdout).not.toContain(support.secret);
  });

  test('takes over a secret from the file, which no longer contains it', async () => {
    const { home, run, kept } = await working();
    await run(['profiles', 'set', 'second', '--key', support.key, '--secret-stdin']);
    expect(readFileSync(home.configPath, 'utf8')).toContain(support.secret);
    const moved = await run(['profiles', 'set', 'second', '--keyring']);
    expect(moved.code, moved.stderr).toBe(0);
    expect(readFileSync(home.configPath, 'utf8')).not.toContain(support.secret);
    expect(Object.keys(kept())).toHaveLength(2);
  });

  test.each([[['auth', 'logout']], [['profiles', 'remove', 'prod', '--yes']]])(
    'removes the secret on %j',
    async (argv) => {
      const { run, kept } = await working();
      expect((await run(argv)).code).toBe(0);
      expect(kept()).toEqual({});
    },
  );

  test('never exposes the secret on a command line or in the environment', async () => {
    const { run, inPackage } = await working();
    await run(['numbers', 'list', '--debug']);
    const lines = readFileSync(inPackage('lines'), 'utf8');
    expect(lines).toContain('sinchctl.js');
    expect(lines).not.toContain(support.secret);
  });

  test('without the secret exits with code 3, with the command to run', async () => {
    const { run, inPackage } = await working();
    writeFileSync(inPackage('kept.json'), '{}');
    const { code, stderr } = await run(['numbers', 'list']);
    expect(code).toBe(3);
    expect(stderr).toContain('sinchctl profiles set');
  });

  test('is not used for credentials in the environment', async () => {
    const { run, inPackage, env } = await working();
    const before = readFileSync(inPackage('lines'), 'utf8');
    expect((await run(['numbers', 'list'], { env })).code).toBe(0);
    expect(readFileSync(inPackage('lines'), 'utf8')).toBe(before);
  });

  test('stores nothing that was rejected with --verify', async () => {
    const { home, run, kept } = await working();
    const before = [readFileSync(home.configPath, 'utf8'), kept()];
    const argv = ['profiles', 'set', 'prod', '--secret-stdin', '--keyring', '--verify'];
    expect((await run(argv, { stdin: 'd3Jvbmc=' })).code).toBe(3);
    expect([readFileSync(home.configPath, 'utf8'), kept()]).toEqual(before);
  });

  test('remains the store if only the secret changes', async () => {
    const { home, run, kept } = await working();
    const fresh = 'bmV3LXNlY3JldC0wMDAwMQ==';
    const { code, stderr } = await run(['profiles', 'set', 'prod', '--secret-stdin'], { stdin: fresh });
    expect(code, stderr).toBe(0);
    expect(readFileSync(home.configPath, 'utf8')).not.toContain(fresh);
    expect(Object.values(kept())).toEqual([fresh]);
    expect(storedConfig(home).profiles.prod).toMatchObject({ application: { secret: { store: 'keyring' } } });
  });

  test('removes the secret of a key that the profile no longer uses', async () => {
    const { run, kept } = await working();
    const argv = ['profiles', 'set', 'prod', '--key', foreignKey, '--secret-stdin', '--keyring'];
    await run(argv, { stdin: 'bmV3LXNlY3JldC0wMDAwMQ==' });
    expect(Object.values(kept())).toEqual(['bmV3LXNlY3JldC0wMDAwMQ==']);
  });
});
