import { createHash } from 'node:crypto';
import type { Assignment } from '../account/account.ts';
import { type ApplicationKey, canonicalUuid } from '../account/application.ts';
import { CAPABILITIES, type Capability } from '../account/capability.ts';
import type { E164 } from '../account/phone-number.ts';
import * as seed from './seed.ts';

export interface SandboxInstance {
  id: string;
  secret: string;
  /** ISO 8601; null for never. */
  expires: string | null;
}

/** The differences between an account and its initial state. */
export interface WorldState {
  version: 1;
  numbers: number;
  assignments: Record<string, Partial<Record<Capability, ApplicationKey | null>>>;
  callbacks: Record<string, seed.SandboxCallbacks>;
  instances: SandboxInstance[];
}

export const INSTANCE_SECONDS = 172_800;

const digest = (text: string) => createHash('sha256').update(text).digest();

const sameCallbacks = (a: seed.SandboxCallbacks, b: seed.SandboxCallbacks) =>
  a.primary === b.primary && a.fallback === b.fallback;

/** The simulated account. It stores only differences from its initial state, so a large account needs no memory. */
export class World {
  /** The number of phone numbers. */
  readonly size: number;
  readonly applications = seed.APPLICATIONS;
  readonly organisation = seed.ORGANISATION;
  readonly user = seed.USER;
  readonly instance: SandboxInstance = { ...seed.BUILT_IN_INSTANCE, expires: null };
  readonly #assignments: Record<Capability, Map<number, ApplicationKey | null>> = {
    voice: new Map(),
    sms: new Map(),
  };
  readonly #callbacks = new Map<ApplicationKey, seed.SandboxCallbacks>();
  readonly #instances = new Map<string, SandboxInstance>();
  /** Fields of its state file that this version does not know, which are saved with it. */
  unknownFields: object = {};
  #revision = 0;

  constructor(size: number = seed.DEFAULT_SIZE) {
    this.size = size;
  }

  /** Increases with every change that took effect. */
  get revision(): number {
    return this.#revision;
  }

  get numbers(): E164[] {
    return Array.from({ length: this.size }, (_, index) => seed.numberAt(index));
  }

  /** The application that signs by default: support. */
  get signer(): seed.SandboxApplication {
    return seed.SUPPORT;
  }

  application(key: ApplicationKey): seed.SandboxApplication | undefined {
    return this.applications.find((one) => one.key === key);
  }

  /** None for a number that is not on the account. */
  capabilitiesOf(number: E164): readonly Capability[] {
    const index = seed.indexOf(number, this.size);
    return index === undefined ? [] : seed.capabilitiesAt(index);
  }

  /** Null when unassigned, undefined when there is no such number or it lacks the capability. */
  applicationOf(number: E164, capability: Capability): ApplicationKey | null | undefined {
    const index = seed.indexOf(number, this.size);
    if (index === undefined || !seed.capabilitiesAt(index).includes(capability)) return undefined;
    return this.#applicationAt(index, capability);
  }

  #applicationAt(index: number, capability: Capability): ApplicationKey | null {
    const changed = this.#assignments[capability].get(index);
    return changed === undefined ? seed.firstApplicationAt(index) : changed;
  }

  /** Every number with each of its capabilities, in order. */
  *assignments(): Iterable<Assignment> {
    for (let index = 0; index < this.size; index++) {
      const number = seed.numberAt(index);
      for (const capability of seed.capabilitiesAt(index)) {
        yield { number, capability, application: this.#applicationAt(index, capability) };
      }
    }
  }

  /** Moves a number without any check, as Sinch may. A number without the capability is unchanged. */
  assign(number: E164, capability: Capability, application: ApplicationKey | null): void {
    const current = this.applicationOf(number, capability);
    const index = seed.indexOf(number, this.size);
    if (index === undefined || current === undefined || current === application) return;
    if (seed.firstApplicationAt(index) === application) this.#assignments[capability].delete(index);
    else this.#assignments[capability].set(index, application);
    this.#revision++;
  }

  callbacksOf(application: ApplicationKey): seed.SandboxCallbacks {
    return this.#callbacks.get(application) ?? this.application(application)?.callbacks ?? {};
  }

  setCallbacks(application: ApplicationKey, callbacks: seed.SandboxCallbacks): void {
    if (sameCallbacks(this.callbacksOf(application), callbacks)) return;
    if (sameCallbacks(this.application(application)?.callbacks ?? {}, callbacks)) {
      this.#callbacks.delete(application);
    } else this.#callbacks.set(application, callbacks);
    this.#revision++;
  }

  instanceOf(id: string): SandboxInstance | undefined {
    return id === this.instance.id ? this.instance : this.#instances.get(id);
  }

  addInstance(instance: SandboxInstance): void {
    this.#instances.set(instance.id, instance);
    this.#revision++;
  }

  /** Creates a portal instance that is valid for two days, and deletes expired ones. */
  createInstance(now: Date): SandboxInstance {
    for (const { id, expires } of this.#instances.values()) {
      if (expires !== null && Date.parse(expires) <= now.getTime()) this.#instances.delete(id);
    }
    const origin = `${now.toISOString()} ${this.#instances.size}`;
    const instance = {
      id: canonicalUuid(digest(`id ${origin}`).toString('hex').slice(0, 32)) ?? '',
      secret: digest(`secret ${origin}`).subarray(0, 16).toString('base64'),
      expires: new Date(now.getTime() + INSTANCE_SECONDS * 1000).toISOString(),
    };
    this.addInstance(instance);
    return instance;
  }

  snapshot(): WorldState {
    const assignments: WorldState['assignments'] = {};
    for (const capability of CAPABILITIES) {
      for (const [index, application] of this.#assignments[capability]) {
        const number = seed.numberAt(index);
        assignments[number] = { ...assignments[number], [capability]: application };
      }
    }
    return {
      ...this.unknownFields,
      version: 1,
      numbers: this.size,
      assignments,
      callbacks: Object.fromEntries(this.#callbacks),
      instances: [...this.#instances.values()],
    };
  }
}
