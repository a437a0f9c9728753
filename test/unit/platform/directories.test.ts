import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findDirectories, usableStateDirectory } from '../../../src/platform/directories.ts';
import { temporaryDirectory } from '../../support/home.ts';

describe('on Windows', () => {
  const USER = { USERPROFILE: 'C:\\Users\\me' };
  const APPDATA = {
    APPDATA: 'C:\\Users\\me\\AppData\\Roaming',
    LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local',
  };
  const USUAL = {
    config: 'C:\\Users\\me\\AppData\\Roaming\\sinchctl',
    state: 'C:\\Users\\me\\AppData\\Local\\sinchctl-state',
  };

  test.each([
    ['from its variables', { ...USER, ...APPDATA }, USUAL],
    ['from the defaults if they are missing', USER, USUAL],
    [
      'without LOCALAPPDATA, both below APPDATA',
      { APPDATA: 'D:\\Roaming' },
      { config: 'D:\\Roaming\\sinchctl', state: 'D:\\Roaming\\sinchctl-state' },
    ],
    [
      'and not from XDG variables',
      { ...USER, ...APPDATA, XDG_CONFIG_HOME: 'C:\\x', XDG_STATE_HOME: 'C:\\x' },
      USUAL,
    ],
    ['an empty one is ignored', { ...USER, APPDATA: '', LOCALAPPDATA: '' }, USUAL],
    ['a relative one counts as unset', { ...USER, APPDATA: 'Roaming', LOCALAPPDATA: '.\\Local' }, USUAL],
    ['one relative to the current directory of a drive, too', { ...USER, APPDATA: 'D:Roaming' }, USUAL],
    ['a relative HOME counts as unset', { ...USER, HOME: 'home' }, USUAL],
    [
      "sinchctl's variables first",
      { ...APPDATA, SINCHCTL_CONFIG_DIR: 'E:\\a', SINCHCTL_STATE_DIR: 'E:\\b' },
      { config: 'E:\\a', state: 'E:\\b' },
    ],
  ])('%s', (_, env, directories) => {
    const found = findDirectories(env, 'win32');
    expect(found).toMatchObject(directories);
    expect(found.fallbackInUse).toBeUndefined();
  });

  test("the directory below the temp directory contains the user's name, without forbidden characters", () => {
    const { fallback } = findDirectories(USER, 'win32');
    expect(fallback.slice(tmpdir().length + 1)).toMatch(/^sinchctl-[\w.-]+$/);
    expect(fallback).not.toMatch(/--1$/);
  });
});

describe('on other platforms', () => {
  test.each([
    [{ HOME: '/home/me' }, { config: '/home/me/.config/sinchctl', state: '/home/me/.local/state/sinchctl' }],
    [
      { HOME: '/home/me', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' },
      { config: '/c/sinchctl', state: '/s/sinchctl' },
    ],
    [{ HOME: '/home/me', APPDATA: 'C:\\x' }, { config: '/home/me/.config/sinchctl' }],
  ])('%j', (env, directories) => {
    expect(findDirectories(env, 'linux')).toMatchObject(directories);
  });

  const LISTED = userInfo().homedir;

  test.each(['', '.', 'home', './home', '../home', '~'])('HOME=%j counts as unset', (HOME) => {
    expect(findDirectories({ HOME, USERPROFILE: 'home' }, 'linux')).toMatchObject({
      config: join(LISTED, '.config/sinchctl'),
      state: join(LISTED, '.local/state/sinchctl'),
    });
  });

  test.each(['', '.', 'xdg', './xdg', '../xdg', '~/xdg', ' /xdg'])(
    'XDG_*_HOME=%j counts as unset',
    (path) => {
      const env = { HOME: '/home/me', XDG_CONFIG_HOME: path, XDG_STATE_HOME: path };
      expect(findDirectories(env, 'linux')).toMatchObject({
        config: '/home/me/.config/sinchctl',
        state: '/home/me/.local/state/sinchctl',
      });
    },
  );

  test("sinchctl's variables may be relative, and count as unset if they are empty", () => {
    const own = { HOME: '/home/me', SINCHCTL_CONFIG_DIR: 'a', SINCHCTL_STATE_DIR: '' };
    expect(findDirectories(own, 'linux')).toMatchObject({
      config: 'a',
      state: '/home/me/.local/state/sinchctl',
    });
  });

  test('a relative TMPDIR is ignored', () => {
    vi.stubEnv('TMPDIR', 'tmp');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(findDirectories({ HOME: '/home/me' }, 'linux').fallback).toMatch(/^\/tmp\/sinchctl-/);
  });
});

test('checking whether the state directory is writable leaves no files', () => {
  const state = join(temporaryDirectory(), 'state');
  const directories = { config: state, state, fallback: '/nonexistent/instead' };
  const warnings: string[] = [];
  expect(usableStateDirectory(directories, (text) => warnings.push(text))).toBe(state);
  expect([readdirSync(state), warnings]).toEqual([[], []]);
});

describe('the fallback', () => {
  const directoriesIn = (home: string) => ({
    config: '',
    state: '/dev/null/nowhere',
    fallback: join(home, 'fallback'),
  });

  test('is accessible only to this user', () => {
    const { fallback, ...rest } = directoriesIn(temporaryDirectory());
    expect(usableStateDirectory({ fallback, ...rest }, () => undefined)).toBe(fallback);
    expect(statSync(fallback).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['a link', (path: string, home: string) => symlinkSync(home, path)],
    ['a link to a missing target', (path: string) => symlinkSync('/nowhere', path)],
    ['a file', (path: string) => writeFileSync(path, '', { mode: 0o600 })],
    ['accessible to others', (path: string) => mkdirSync(path, { mode: 0o755 })],
  ])('is rejected if another user may have created %s', (_, put) => {
    const home = temporaryDirectory();
    const directories = directoriesIn(home);
    put(directories.fallback, home);
    expect(() => usableStateDirectory(directories, () => undefined)).toThrow(
      `cannot use ${directories.fallback}: it is owned by or accessible to other users`,
    );
    expect(readdirSync(home)).toEqual(['fallback']);
  });

  test('is reported once if it is the only directory', () => {
    const fallback = '/dev/null/nowhere';
    const directories = { config: fallback, state: fallback, fallback, fallbackInUse: fallback };
    expect(() => usableStateDirectory(directories, () => undefined)).toThrow(
      /^cannot write to \/dev\/null\/nowhere$/,
    );
  });
});
