import type { StateFile } from './schema.ts';

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isUrl = (value: unknown) => value === null || typeof value === 'string';

/** The fields that pass a test. */
const passing = (value: unknown, test: (field: unknown) => boolean): Fields =>
  Object.fromEntries(Object.entries(fieldsOf(value)).filter(([, field]) => test(field)));

/**
 * The applications of a file without whatever is misshapen, so that one problem does not hide another. Of a sound file
 * that is all of it. What is no number leaves a gap in its list, so that the others keep their places.
 */
export function validParts(value: unknown): [number, StateFile['applications'][number]][] {
  return listOf(fieldsOf(value).applications).flatMap((one, i) => {
    const { application, alias, callbacks, numbers } = fieldsOf(one);
    if (typeof application !== 'string') return [];
    const lists = passing(numbers, Array.isArray);
    const isNumber = (item: unknown) => typeof item === 'string' || Number.isInteger(item);
    const part = {
      application,
      ...(typeof alias === 'string' && { alias }),
      ...(callbacks !== undefined && { callbacks: passing(callbacks, isUrl) }),
      numbers: Object.fromEntries(
        Object.entries(lists).map(([name, list]) => [
          name,
          listOf(list).map((item) => (isNumber(item) ? item : null)),
        ]),
      ),
    };
    return [[i, part as StateFile['applications'][number]]];
  });
}
