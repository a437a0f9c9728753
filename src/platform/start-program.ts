import { spawn } from 'node:child_process';

/**
 * What starts a program. Windows runs scripts such as `npm.cmd` by cmd.exe only, which reads arguments its own way:
 * there it is cross-spawn, which knows both.
 */
export async function starter(platform: string = process.platform): Promise<typeof spawn> {
  if (platform !== 'win32') return spawn;
  const { spawn: start } = (await import('cross-spawn')).default;
  return start as unknown as typeof spawn;
}
