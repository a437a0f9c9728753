import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import { type E164, e164ToInteger } from '../account/phone-number.ts';
import {
  type Call,
  capabilityParameter,
  invalidNumber,
  json,
  noContent,
  Rejection,
  readApplication,
  readInteger,
  readList,
  readMember,
  readObject,
} from './http-messages.ts';
import { expiresAt, numberAt } from './seed.ts';
import { INSTANCE_SECONDS, type World } from './world.ts';

/** The portal's `Number`. */
function item(world: World, index: number, application: ApplicationKey | null) {
  const number = numberAt(index);
  const capabilities = world.capabilitiesOf(number);
  return {
    number: e164ToInteger(number),
    groupId: 13,
    capabilities,
    ...(application ? { applicationKey: application } : {}),
    countryId: 'US',
    city: 'SAN FRANCISCO',
    country: 'US',
    areaCode: '415',
    ...expiresAt(index),
    cost: { amount: capabilities.length, currencyId: 'USD' },
  };
}

type PortalItem = ReturnType<typeof item>;

/** The applications that a number is assigned to, with any capability or with one. */
function applicationsServing(world: World, number: E164, capability?: Capability): Set<ApplicationKey> {
  const keys = (capability ? [capability] : world.capabilitiesOf(number)).map((one) =>
    world.applicationOf(number, one),
  );
  return new Set(keys.filter((key) => key !== null && key !== undefined));
}

function itemsOn(world: World, application: ApplicationKey, capability?: Capability): PortalItem[] {
  const items: PortalItem[] = [];
  for (let index = 0; index < world.size; index++) {
    if (applicationsServing(world, numberAt(index), capability).has(application)) {
      items.push(item(world, index, application));
    }
  }
  return items;
}

export const listApplicationNumbers = ({ world, params }: Call) =>
  json(itemsOn(world, readApplication(params.application, world)));

export function listRentedNumbers({ world, params }: Call) {
  if (params.organisation !== String(world.organisation.id)) {
    throw new Rejection(40300, 'The user is not the owner of the organisation.');
  }
  const items: PortalItem[] = [];
  for (let index = 0; index < world.size; index++) {
    const applications = applicationsServing(world, numberAt(index));
    if (applications.size === 0) items.push(item(world, index, null));
    for (const application of applications) items.push(item(world, index, application));
  }
  return json(items);
}

/** All or nothing: afterwards exactly the listed numbers are assigned to the application with this capability. */
export function overwriteNumbers({ world, params, body }: Call) {
  const capability = capabilityParameter(params.capability);
  const application = readApplication(params.application, world);
  const numbers = readList(readObject(body)).map((value) => {
    if (typeof value !== 'number') throw invalidNumber();
    return readInteger(value);
  });
  if (numbers.some((number) => world.applicationOf(number, capability) === undefined)) throw invalidNumber();
  const wanted = new Set(numbers);
  for (let index = 0; index < world.size; index++) {
    const number = numberAt(index);
    const isOn = world.applicationOf(number, capability) === application;
    if (isOn && !wanted.has(number)) world.assign(number, capability, null);
  }
  for (const number of wanted) world.assign(number, capability, application);
  return json(itemsOn(world, application, capability));
}

export function removeNumber({ world, params }: Call) {
  const application = readApplication(params.application, world);
  const number = readInteger(params.number);
  if (!applicationsServing(world, number).has(application)) throw invalidNumber();
  for (const capability of world.capabilitiesOf(number)) {
    if (world.applicationOf(number, capability) === application) world.assign(number, capability, null);
  }
  return noContent();
}

export const listOrganisations = ({ world }: Call) => json([world.organisation]);

export function login({ world, params, body }: Call) {
  const { email, password, token } = world.user;
  const given = readObject(body).password;
  if (given === undefined) throw new Rejection(40002, "The parameter 'password' is missing.");
  if (params.email !== email || given !== password) throw new Rejection(40108, 'Invalid credentials.');
  return json({ authorization: token, user: { id: 1, email } });
}

export function createInstance({ world, body, now }: Call) {
  const { os, platform } = readMember(readObject(body), 'version');
  if (typeof os !== 'string' || typeof platform !== 'string') {
    throw new Rejection(40002, "The parameters 'os' and 'platform' are missing.");
  }
  const { id, secret } = world.createInstance(now);
  return json({ id, secret, expiresIn: INSTANCE_SECONDS });
}
