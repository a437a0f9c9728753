import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { configText } from '../support/config.ts';
import { give, IS_ROOT, ORDINARY, ordinaryUser } from '../support/other-user.ts';
import { serve } from '../support/serve.ts';
import { sinchctl } from '../support/spawn.ts';

const mode = (path: string) => statSync(path).mode & 0o777;

/** An ordinary user's home directory with a file of profiles. */
function withFile(fileMode: number, url?: string, owner = ORDINARY) {
  const user = ordinaryUser();
  const directory = user.own('config');
  const file = user.path('config/config.json');
  writeFileSync(file, configText(url));
  give(file, owner);
  chmodSync(file, fileMode);
  const run = (argv: string[], stdin = '', more = {}) =>
    user.run(argv, { env: { SINCHCTL_CONFIG_DIR: directory, ...more }, stdin });
  return { file, directory, run };
}

test('an ordinary user gets a file with mode 0600 in a directory with mode 0700', async () => {
  const user = ordinaryUser();
  user.own('home');
  const env = { HOME: user.path('home') };
  const argv = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin'];
  const { code, stderr } = await user.run(argv, { env, stdin: support.secret });
  expect(code, stderr).toBe(0);
  expect(mode(user.path('home/.config/sinchctl'))).toBe(0o700);
  expect(mode(user.path('home/.config/sinchctl/config.json'))).toBe(0o600);
});

describe('a file that others can read', () => {
  test.each([0o644, 0o640, 0o604])('(%o) is changed to 0600 with a note, and used', async (loose) => {
    const { url } = await serve();
    const { file, run } = withFile(loose, url);
    const { code, stderr } = await run(['numbers', 'list']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(new RegExp(`^note: ${file}`, 'm'));
    expect(mode(file)).toBe(0o600);
    expect((await run(['numbers', 'list'])).stderr).not.toContain(file);
  });
});

describe('a file that others can write to', () => {
  test.each([0o660, 0o620, 0o606, 0o602, 0o666, 0o777])(
    '(%o) is rejected with exit 3 and a command to run, and is unchanged',
    async (loose) => {
      const { file, run } = withFile(loose);
      const before = readFileSync(file);
      for (const argv of [
        ['numbers', 'list'],
        ['profiles', 'set', 'prod', '--region', 'SE'],
      ]) {
        const { code, stdout, stderr } = await run(argv);
        expect([code, stdout]).toEqual([3, '']);
        expect(stderr).toContain(file);
        expect(stderr).toContain('chmod 600');
        expect(stderr).not.toContain(support.secret);
      }
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(mode(file)).toBe(loose);
    },
  );
});

describe('a directory that others can write to', () => {
  test.each([0o770, 0o720, 0o707, 0o777, 0o1777])(
    '(%o) is rejected with exit 3 and a command to run',
    async (loose) => {
      const { directory, file, run } = withFile(0o600);
      chmodSync(directory, loose);
      const before = readFileSync(file);
      for (const argv of [['numbers', 'list'], SET]) {
        const { code, stdout, stderr } = await run(argv);
        expect([code, stdout]).toEqual([3, '']);
        expect(stderr).toContain(`the directory ${directory} is writable by other users`);
        expect(stderr).toContain(`chmod go-w ${directory}`);
      }
      expect(readFileSync(file).equals(before)).toBe(true);
    },
  );

  test('does not get a new file either', async () => {
    const { directory, file, run } = withoutFile();
    chmodSync(directory, 0o777);
    const argv = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin'];
    const { code, stderr } = await run(argv, support.secret);
    expect(code, stderr).toBe(3);
    expect(existsSync(file)).toBe(false);
  });

  test('is also rejected through a link', async () => {
    const { directory, file, run } = withFile(0o600);
    const other = `${directory}-dotfiles`;
    mkdirSync(other);
    give(other);
    chmodSync(other, 0o777);
    renameSync(file, `${other}/config.json`);
    symlinkSync(`${other}/config.json`, file);
    expect((await run(['numbers', 'list'])).stderr).toContain(`the directory ${other} is writable`);
  });
});

test.runIf(IS_ROOT)('a configuration that root has created is explained', async () => {
  const { file, directory, run } = withFile(0o600, undefined, 0);
  const { code, stderr } = await run(['numbers', 'list']);
  expect(code).toBe(3);
  expect(stderr).toContain(`${file} is owned by root`);
  expect(stderr).toContain(`if you ran sinchctl with sudo, run: sudo chown -R ${ORDINARY} ${directory}`);
  give(directory, 0);
  chmodSync(directory, 0o700);
  const closed = await run(['numbers', 'list']);
  expect(closed.code).toBe(3);
  expect(closed.stderr).toContain('sudo chown -R');
});

test.runIf(IS_ROOT)('a journal that is a link is not written', async () => {
  const { env } = await serve();
  const user = ordinaryUser();
  const state = user.own('state');
  writeFileSync(user.path('precious'), 'x');
  give(user.path('precious'));
  symlinkSync(user.path('precious'), join(state, 'journal.ndjson'));
  const { code, stderr } = await user.run(['numbers', 'assign', '+14155550103'], {
    env: { ...env, SINCHCTL_STATE_DIR: state },
  });
  expect(code, stderr).toBe(1);
  expect(stderr).toContain(`cannot write ${state}/journal.ndjson: it is a symbolic link`);
  expect(readFileSync(user.path('precious'), 'utf8')).toBe('x');
});

test('without any state directory, commands that do not need one work', async () => {
  const { env } = await serve();
  const user = ordinaryUser();
  const nowhere = { ...env, SINCHCTL_STATE_DIR: '/dev/null/nowhere', TMPDIR: '/dev/null/nowhere' };
  const list = await user.run(['numbers', 'list'], { env: nowhere });
  expect(list.code, list.stderr).toBe(0);
  const history = await user.run(['history', '--json'], { env: nowhere });
  expect([history.code, history.stdout], history.stderr).toEqual([0, '[]\n']);
  expect(history.stderr).toContain(
    'warning: the history is not available: cannot write to /dev/null/nowhere',
  );
  expect((await user.run(['numbers', 'assign', '+14155550103'], { env: nowhere })).code).toBe(1);
});

describe.runIf(IS_ROOT)('a file of another user', () => {
  test.each([0o644, 0o600])('(%o) is rejected with exit 3, reported, and unchanged', async (theirs) => {
    const { file, run } = withFile(theirs, undefined, 0);
    const before = readFileSync(file);
    for (const argv of [
      ['numbers', 'list'],
      ['profiles', 'set', 'prod', '--region', 'SE'],
    ]) {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(file);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(statSync(file).uid).toBe(0);
  });

  test('does not prevent using the environment', async () => {
    const { env } = await serve();
    const { run } = withFile(0o644, undefined, 0);
    const { code, stderr } = await run(['numbers', 'list'], '', env);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^warning: /m);
  });
});

const SET = ['profiles', 'set', 'prod', '--region', 'SE'];
const OTHERS_FILE = '{"owner":"another program"}';

/** An ordinary user's home directory without config.json, and a directory owned by root. */
function withoutFile() {
  const user = ordinaryUser();
  const directory = user.own('config');
  const run = (argv: string[], stdin = '') =>
    user.run(argv, { env: { SINCHCTL_CONFIG_DIR: directory }, stdin });
  return { user, directory, file: join(directory, 'config.json'), run };
}

describe('a file that is not a configuration', () => {
  test.each([
    ['of another program', OTHERS_FILE],
    ['that is empty', ''],
    ['of a newer version', '{"version":2}'],
    ['with an invalid profile', '{"version":1,"profiles":{"prod":1}}'],
  ])('(%s) is rejected and keeps its mode', async (_, content) => {
    const { file, run } = withoutFile();
    writeFileSync(file, content, { mode: 0o644 });
    give(file);
    for (const argv of [['numbers', 'list'], SET]) {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(file);
      expect(stderr).not.toContain('note:');
    }
    expect([mode(file), readFileSync(file, 'utf8')]).toEqual([0o644, content]);
  });

  test.each([
    ['a pipe', 'mkfifo "$1"'],
    ['a directory', 'mkdir "$1"'],
    ['a link to a device', 'ln -s /dev/zero "$1"'],
    ['a link to a pipe', 'mkfifo "$1.pipe" && ln -s "$1.pipe" "$1"'],
    ['a link to a directory', 'mkdir "$1.d" && ln -s "$1.d" "$1"'],
  ])('(%s) causes exit code 3 immediately, with an explanation', async (_, command) => {
    const { file, run } = withoutFile();
    expect(spawnSync('sh', ['-c', command, 'sh', file]).status).toBe(0);
    spawnSync('sh', ['-c', `chown -Rh "$0" "$1"* || true`, String(ORDINARY), file]);
    for (const argv of [['numbers', 'list'], SET]) {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(`${file} is not a regular file`);
    }
  });

  test('is rejected if it has a hard link', async () => {
    const { file, run } = withFile(0o644);
    linkSync(file, `${file}.too`);
    for (const argv of [['numbers', 'list'], SET]) {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(`${file} has 2 hard links`);
    }
    expect(mode(file)).toBe(0o644);
  });
});

describe('a link', () => {
  /** config.json as a link to a file elsewhere; owners are user IDs. */
  function linked({
    link,
    target,
    content,
  }: {
    link?: number;
    target?: number;
    content: string | undefined;
  }) {
    const home = withoutFile();
    const place = home.user.own('elsewhere', 0o755);
    const path = join(place, 'sinchctl.json');
    if (content !== undefined) {
      writeFileSync(path, content);
      chmodSync(path, 0o644);
      give(path, target ?? ORDINARY);
    }
    symlinkSync(path, home.file);
    if (IS_ROOT) lchownSync(home.file, link ?? ORDINARY ?? 0, 0);
    return { ...home, place, target: path };
  }

  test('of the user to a file of the user is followed and preserved, and its target is made private', async () => {
    const { url } = await serve();
    const { file, target, run } = linked({ content: configText(url) });
    const { code, stderr } = await run(['numbers', 'list']);
    expect(code, stderr).toBe(0);
    expect(mode(target)).toBe(0o600);
    const stored = await run(SET);
    expect(stored.code, stored.stderr).toBe(0);
    expect(readlinkSync(file)).toBe(target);
    expect(readFileSync(target, 'utf8')).toContain('"SE"');
  });

  test('through another link is followed to its target, even if the target does not exist', async () => {
    const { file, target, place, run } = linked({ content: undefined });
    const end = join(place, 'end.json');
    symlinkSync('end.json', target);
    if (IS_ROOT) lchownSync(target, ORDINARY ?? 0, 0);
    const argv = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin'];
    const { code, stderr } = await run(argv, support.secret);
    expect(code, stderr).toBe(0);
    expect([readlinkSync(file), readlinkSync(target)]).toEqual([target, 'end.json']);
    expect(readFileSync(end, 'utf8')).toContain(support.secret);
  });

  test('in a cycle causes exit code 3', async () => {
    const { file, target, run } = linked({ content: undefined });
    symlinkSync(file, target);
    if (IS_ROOT) lchownSync(target, ORDINARY ?? 0, 0);
    for (const argv of [['numbers', 'list'], SET]) {
      const { code, stderr } = await run(argv);
      expect(code).toBe(3);
      expect(stderr).toContain('too many symbolic links');
    }
  });

  test('to a file that is not a configuration leaves that file unchanged', async () => {
    const { target, run } = linked({ content: OTHERS_FILE });
    for (const argv of [['numbers', 'list'], SET]) expect((await run(argv)).code).toBe(3);
    expect([mode(target), readFileSync(target, 'utf8')]).toEqual([0o644, OTHERS_FILE]);
  });

  describe.runIf(IS_ROOT)('with other owners', () => {
    const OTHER = 1234;

    test('that root owns is followed', async () => {
      const { url } = await serve();
      const { run } = linked({ link: 0, content: configText(url) });
      const { code, stderr } = await run(['numbers', 'list']);
      expect(code, stderr).toBe(0);
    });

    test.each([
      ['a configuration', configText()],
      ['another program’s file', OTHERS_FILE],
      ['nothing yet', undefined],
    ])('of another user to %s is rejected, and the target is unchanged', async (_, content) => {
      const { file, place, target, run } = linked({ link: OTHER, content });
      const argv = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin'];
      const stored = await run(argv, support.secret);
      expect([stored.code, stored.stdout]).toEqual([3, '']);
      expect(stored.stderr).toContain(`${file} is a symbolic link owned by another user`);
      expect((await run(['numbers', 'list'])).code).toBe(3);
      expect(readdirSync(place)).toEqual(content === undefined ? [] : ['sinchctl.json']);
      if (content !== undefined)
        expect([mode(target), readFileSync(target, 'utf8')]).toEqual([0o644, content]);
    });

    test('of the user to a file of another user is rejected', async () => {
      const { file, target, run } = linked({ target: OTHER, content: configText() });
      const { code, stderr } = await run(['numbers', 'list']);
      expect(code).toBe(3);
      expect(stderr).toContain(`${file} is owned by another user`);
      expect(mode(target)).toBe(0o644);
    });

    test.each([
      ['of another user', OTHER],
      ['of root', 0],
    ])('%s to a system file: root does not change that file', async (_, link) => {
      const { directory, file, place, target } = linked({ link, target: 0, content: OTHERS_FILE });
      for (const argv of [['numbers', 'list'], SET]) {
        const { code } = await sinchctl(argv, { env: { SINCHCTL_CONFIG_DIR: directory } });
        expect(code).toBe(3);
      }
      expect(lstatSync(file).isSymbolicLink()).toBe(true);
      expect([mode(target), readFileSync(target, 'utf8')]).toEqual([0o644, OTHERS_FILE]);
      if (link !== 0) expect(readdirSync(place)).toEqual(['sinchctl.json']);
    });
  });
});

test('a file that its owner may not read is reported with exit code 3', async () => {
  const { file, run } = withFile(0o000);
  const { code, stdout, stderr } = await run(['numbers', 'list']);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain(file);
  expect(mode(file)).toBe(0);
});

test('a directory that the user may not enter is reported with exit code 3', async () => {
  const { directory, run } = withFile(0o600);
  chmodSync(directory, 0o000);
  const { code, stdout, stderr } = await run(['numbers', 'list']);
  chmodSync(directory, 0o700);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain(directory);
});

test('a directory that the user may not write to is an error, and the old file is unchanged', async () => {
  const { file, directory, run } = withFile(0o600);
  const before = readFileSync(file);
  chmodSync(directory, 0o500);
  const { code, stderr } = await run(['profiles', 'set', 'prod', '--region', 'SE']);
  chmodSync(directory, 0o700);
  expect(code).toBe(1);
  expect(stderr).toContain(directory);
  expect(readFileSync(file).equals(before)).toBe(true);
});
