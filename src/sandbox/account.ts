import { readMember, readObject } from './body.ts';
import type { Call } from './handler.ts';
import { json, Refusal } from './http-messages.ts';
import { INSTANCE_SECONDS } from './world.ts';

export const listOrganisations = ({ world }: Call) => json([world.organisation]);

export function login({ world, params, body }: Call) {
  const { email, password, token } = world.user;
  const given = readObject(body).password;
  if (given === undefined) throw new Refusal(40002, "The parameter 'password' is missing.");
  if (params.email !== email || given !== password) throw new Refusal(40108, 'Invalid credentials.');
  return json({ authorization: token, user: { id: 1, email } });
}

export function createInstance({ world, body, now }: Call) {
  const { os, platform } = readMember(readObject(body), 'version');
  if (typeof os !== 'string' || typeof platform !== 'string') {
    throw new Refusal(40002, "The parameters 'os' and 'platform' are missing.");
  }
  const { id, secret } = world.createInstance(now);
  return json({ id, secret, expiresIn: INSTANCE_SECONDS });
}
