import { userInfo } from 'node:os';

/** The effective user id. Undefined on Windows, which has neither such ids nor file modes. */
export const userId = (): number | undefined => process.geteuid?.();

/** The name in the user list; the id of a user who is not listed, as in some containers. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** The home directory in the user list, which `os.homedir()` would let HOME override; undefined for an unlisted user. */
export function listedHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}
