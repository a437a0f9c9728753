import { closeSync, fchmodSync, readFileSync } from 'node:fs';
import Conf from 'conf';
import { isObject } from '../core/attempt.ts';
import { SinchctlError, systemReason } from '../core/errors.ts';
import { openTrusted, type TrustedFile } from './config-safety.ts';
import { CONFIG_VERSION, parseConfig } from './config-schema.ts';
import { authError } from './credentials.ts';
import type { Config } from './profile.ts';

const unreadable = (path: string, why: string, cause?: unknown): SinchctlError =>
  new SinchctlError('auth', `cannot use the configuration file ${path}: ${why}`, {
    hint: 'fix or remove the file; sinchctl does not overwrite a file that it cannot read',
    cause,
  });

/** Parses JSON that must be an object; conf would treat null and arrays as an empty one. */
function deserialize(text: string): Record<string, unknown> {
  // Some editors on Windows save a byte order mark.
  const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (isObject(content)) return content;
  throw new SyntaxError('not an object');
}

/**
 * Parses a string with conf. conf opens the path again, but receives only the text that was read from the descriptor.
 * conf is not used for writing, because it would lose concurrent changes and create files with mode 0644.
 */
function parseProfiles(text: string, directory: string, path: string): Config {
  let content: unknown;
  try {
    content = new Conf({ cwd: directory, configName: 'config', deserialize: () => deserialize(text) }).store;
  } catch (error) {
    throw unreadable(path, error instanceof SyntaxError ? 'not a JSON object' : systemReason(error), error);
  }
  const { version } = content as { version?: unknown };
  if (typeof version === 'number' && version > CONFIG_VERSION)
    throw authError(
      `the configuration file ${path} was written by a newer version of sinchctl`,
      'update sinchctl',
    );
  const result = parseConfig(content);
  if ('invalidAt' in result) throw unreadable(path, `invalid value at ${result.invalidAt}`);
  return result.config;
}

/**
 * The profiles in `config.json` of a directory.
 * @param note called after a file that other users could read was made private; without it, the mode is not changed
 * @throws SinchctlError auth, with the path and without any content
 */
export function readConfig(
  directory: string,
  path: string,
  note: ((text: string) => void) | undefined,
): Config {
  let opened: TrustedFile | undefined;
  try {
    opened = openTrusted(path);
    const { descriptor, isExposed } = opened;
    const config = parseProfiles(readFileSync(descriptor, 'utf8'), directory, path);
    // Only valid content shows that this is sinchctl's file and not another program's file with the same name.
    if (isExposed && note) {
      fchmodSync(descriptor, 0o600);
      note(`${path} was readable by other users; now only you can read it`);
    }
    return config;
  } catch (error) {
    if (error instanceof SinchctlError) throw error;
    throw unreadable(path, systemReason(error), error);
  } finally {
    if (opened) closeSync(opened.descriptor);
  }
}
