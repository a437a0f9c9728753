import { setTimeout } from 'node:timers/promises';
import { OPERATIONS, type OperationName } from '../api/operations.ts';
import { NetworkFailure, type Response, type Send } from '../api/request.ts';
import * as calling from './calling.ts';
import { decodePath, errorResponse, type Handler, Rejection, type SandboxRequest } from './http-messages.ts';
import { createFaultInjector, type Delivery, type FaultInjectorOptions } from './inject-faults.ts';
import * as portal from './portal.ts';
import { verifySignature } from './verify.ts';
import type { World } from './world.ts';

/** One handler per operation; a missing handler causes a compile error. */
const HANDLERS = {
  listNumbers: calling.listNumbers,
  assignNumbers: calling.assignNumbers,
  unassignNumber: calling.unassignNumber,
  getCallbacks: calling.getCallbacks,
  updateCallbacks: calling.updateCallbacks,
  queryNumber: calling.queryNumber,
  overwriteNumbers: portal.overwriteNumbers,
  removeNumber: portal.removeNumber,
  listApplicationNumbers: portal.listApplicationNumbers,
  listRentedNumbers: portal.listRentedNumbers,
  listOrganisations: portal.listOrganisations,
  login: portal.login,
  createInstance: portal.createInstance,
} satisfies { [K in OperationName]: Handler };

/** By default, there are no faults, and random numbers are a fixed sequence. */
export interface SandboxOptions extends Partial<FaultInjectorOptions> {
  world: World;
  now: () => Date;
}

export interface Sandbox {
  readonly world: World;
  /** Replaces the network. */
  send: Send;
  /** Responds to a request, with any faults. Never rejects. */
  answer(request: SandboxRequest): Promise<Delivery>;
}

/** Reproducible random numbers: mulberry32 with a fixed seed. */
function fixedSequence(): () => number {
  let state = 0x51c4;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const segmentsOf = (path: string) => path.replace(/^\//, '').split('/');

const ROUTES = Object.entries(OPERATIONS).map(([name, { method, path }]) => ({
  operation: name as OperationName,
  method,
  template: segmentsOf(path),
}));

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

/** The operation of a method and a path, with its decoded parameters. @throws Rejection 40400 */
function route(method: string, path: string) {
  // The legacy documentation has a slash after /numbers.
  const segments = segmentsOf(path.endsWith('/numbers/') ? path.slice(0, -1) : path);
  for (const { operation, method: routeMethod, template } of ROUTES) {
    const params = routeMethod === method && path.startsWith('/') ? paramsOf(template, segments) : undefined;
    if (params) return { operation, params };
  }
  throw new Rejection(40400, `There is no resource for ${method} at this path.`);
}

/** Routes, verifies, and executes a request, as Sinch does. */
function executeOperation(world: World, request: SandboxRequest, now: Date): Response {
  try {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const { operation, params } = route(method, request.path);
    const signer = verifySignature(request, OPERATIONS[operation].auth, world, now);
    return HANDLERS[operation]({ world, params, body: request.body, signer, now });
  } catch (error) {
    if (error instanceof Rejection) return errorResponse(error.code, error.message, request);
    return errorResponse(50000, 'Internal error.', request);
  }
}

/** The response to a request; for a HEAD, that of the GET without its body. */
function respond(world: World, request: SandboxRequest, now: Date): Response {
  const response = executeOperation(world, request, now);
  if (request.method !== 'HEAD') return response;
  const length = String(Buffer.byteLength(response.body));
  return { ...response, headers: { ...response.headers, 'content-length': length }, body: '' };
}

/** The path of a URL exactly as written; `new URL` would normalize it. */
const urlPath = (url: string) => url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '') || '/';

/** The simulated Sinch API of a simulated account. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { world, now, faults = [], random = fixedSequence() } = options;
  const sleep = options.sleep ?? ((seconds: number) => setTimeout(seconds * 1000, undefined, { ref: false }));
  const injectFault = createFaultInjector({ faults, now, random, sleep });
  const answer = (request: SandboxRequest) => injectFault(request, () => respond(world, request, now()));

  const send: Send = async ({ method, url, headers, body }) => {
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const delivery = await answer({
      method,
      path: urlPath(url),
      headers: Object.fromEntries(lower),
      body: body ?? '',
    });
    if (delivery.how === 'whole') return delivery.response;
    if (delivery.how === 'reset') throw new NetworkFailure('reset', 'the sandbox closed the connection');
    throw new NetworkFailure('cutShort', 'the sandbox truncated its response');
  };

  return { world, send, answer };
}
