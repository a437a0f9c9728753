import type { Failure } from '../account/summarize-failures.ts';
import type { ErrorKind, SinchctlError } from '../core/errors.ts';
import { shellLine } from '../core/shell-line.ts';
import type { Context } from './context.ts';

/** Errors after which the same command can process the rest. */
const REPEATABLE: readonly ErrorKind[] = ['interrupted', 'unavailable', 'partial', 'failure'];
/** Errors whose own hint takes precedence. */
const WITH_HINT: readonly ErrorKind[] = ['partial', 'failure'];

/** Adds the exact command to run again to the hint of an error, if that can process the rest. */
export function withLine(context: Context, error: SinchctlError, isWorthwhile: boolean): SinchctlError {
  if (!isWorthwhile || !REPEATABLE.includes(error.kind)) return error;
  const input = context.input.isStdinRead() ? ' with the same input' : '';
  const again = `to process the rest, run the command again${input}: ${context.line}`;
  const { hint, moreHints = [] } = error.details;
  const hints =
    WITH_HINT.includes(error.kind) && hint ? { hint, moreHints: [...moreHints, again] } : { hint: again };
  return error.with({ moreHints: undefined, ...hints });
}

/**
 * Whether the same command can succeed next time: with items that were not reached, and after temporary errors, but not
 * after rejections by Sinch.
 * @param stopped what ended the work early, if anything
 */
export const canSucceedLater = (failures: readonly Failure[], stopped: SinchctlError | undefined): boolean =>
  failures.some(({ error }) => stopped !== undefined || error.retryable || error.kind === 'interrupted');

/** For a run that cannot be undone. */
export const NO_UNDO = 'this run cannot be undone: with --no-check, the previous values are unknown';

/** A command to copy, with the profile of this one. */
export function commandLine(
  { settings: { flaggedProfile: profile }, shell }: Pick<Context, 'settings' | 'shell'>,
  ...words: string[]
): string {
  return shellLine(profile === undefined ? words : ['--profile', profile, ...words], shell);
}

/** In hints, the commands whose result depends on the profile. */
const PROFILE_COMMAND =
  /\b(run|with) sinchctl (?=(?:numbers|callbacks|apps|history|undo|export|apply -f|auth status|profiles set(?= --|$))\b)/g;

/**
 * The same error with hints that fit this command: the commands in them use its profile, and they say `use`
 * instead of `add` for an option that it already has, except for --ignore-column, which is repeatable.
 */
export function fitHints(
  context: Parameters<typeof commandLine>[0] & Pick<Context, 'line'>,
  error: SinchctlError,
): SinchctlError {
  const given = new Set(context.line.match(/(?<= )--[a-z-]+/g));
  const isNamed = context.settings.flaggedProfile !== undefined;
  const adapt = (text: string) =>
    text
      .replace(/\badd (?=(--(?!ignore-column)[a-z-]+))/g, (add, option: string) =>
        given.has(option) ? 'use ' : add,
      )
      .replace(PROFILE_COMMAND, (all, before: string) =>
        isNamed ? `${before} ${commandLine(context)} ` : all,
      );
  const { hint, moreHints, lines } = error.details;
  return error.with(
    { hint: hint && adapt(hint), moreHints: moreHints?.map(adapt), lines: lines?.map(adapt) },
    adapt(error.message),
  );
}

const undoCommand = (context: Context, run: string): string => commandLine(context, 'undo', run);

/** The command that undoes a run. */
export const undoLine = (context: Context, run: string): string => `to undo: ${undoCommand(context, run)}`;

/** The same as a sentence of its own, for a run that has ended. To redo an undo, undo it. */
export const undoSentence = (context: Context, run: string): string =>
  `${context.records.isUndo ? 'Redo' : 'Undo'}: ${undoCommand(context, run)}`;
