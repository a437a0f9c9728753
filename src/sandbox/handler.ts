import type { ApplicationKey } from '../account/application.ts';
import type { Response } from '../api/request.ts';
import type { World } from './world.ts';

/** One verified request on its way to its handler. */
export interface Call {
  world: World;
  params: Readonly<Record<string, string>>;
  body: string;
  /** The application that signed; null on the portal. */
  signer: ApplicationKey | null;
  now: Date;
}

/** Carries out one operation, at once and whole. @throws Refusal, and then nothing has changed */
export type Handler = (call: Call) => Response;
