import { OPERATIONS, type OperationName } from '../api/operations.ts';
import { Refusal } from './http-messages.ts';

interface MatchedRoute {
  operation: OperationName;
  /** Decoded. */
  params: Readonly<Record<string, string>>;
}

const split = (path: string) => path.replace(/^\//, '').split('/');

const ROUTES = Object.entries(OPERATIONS).map(([name, { method, path }]) => ({
  operation: name as OperationName,
  method,
  template: split(path),
}));

/** The path with its percent escapes decoded. @throws Refusal 40003 */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refusal(40003, 'The path is not properly encoded.');
  }
}

function paramsOf(
  template: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of template.entries()) {
    const segment = segments[i] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === '') return undefined;
    if (name !== undefined) params[name] = decodePath(segment);
  }
  return params;
}

/** The operation of a method and a path. @throws Refusal 40400 */
export function route(method: string, path: string): MatchedRoute {
  // The legacy documentation has a slash after /numbers.
  const segments = split(path.endsWith('/numbers/') ? path.slice(0, -1) : path);
  for (const { operation, method: routeMethod, template } of ROUTES) {
    const params = routeMethod === method && path.startsWith('/') ? paramsOf(template, segments) : undefined;
    if (params) return { operation, params };
  }
  throw new Refusal(40400, `No resource answers ${method} here.`);
}
