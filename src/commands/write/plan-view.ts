import type { Account } from '../../account/account.ts';
import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import type { Capability } from '../../account/capability.ts';
import {
  type CallbackStep,
  differOnlyInNumber,
  isCallbackStep,
  type NumberStep,
  type Step,
} from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { groupBy } from '../../core/group-by.ts';
import { maskUrl } from '../../core/url.ts';
import type { CallbackSection, NumberSection, PlanGroup, PlanView } from '../../output/plan-view.ts';
import { countChanges, totalsText } from './count-changes.ts';

/** How many numbers an application has with a capability, before the change. */
export type Sizes = ReadonlyMap<string, number>;

const setName = (application: ApplicationKey, capability: Capability) => `${application} ${capability}`;

/** Whether the rows of a command are replaced by its plan: on a terminal, unless an option requests rows. */
export const showsPlan = ({ format, settings }: Pick<Context, 'format' | 'settings'>): boolean =>
  format === 'table' && settings.output === undefined && !settings.columns && !settings.sort;

/** The sizes of the sets that steps change; undefined if no plan is shown, since the account may be large. */
export function sizesOf(context: Context, account: Account, steps: readonly NumberStep[]): Sizes | undefined {
  if (!context.canAsk && !showsPlan(context)) return undefined;
  const sizes = new Map<string, number>();
  let last: NumberStep | undefined;
  for (const step of steps) {
    if (last && differOnlyInNumber(last, step)) continue;
    last = step;
    for (const key of [step.from, step.to])
      if (key !== null) sizes.set(setName(key, step.capability), account.size(key, step.capability));
  }
  return sizes;
}

type GroupKind = 'gain' | 'uncertain' | 'takeover' | 'removal' | 'loss';
/** In the order in which a section lists them. */
const SIGNS: Readonly<Record<GroupKind, PlanGroup['sign']>> = {
  gain: '+',
  uncertain: '+',
  takeover: '~',
  removal: '-',
  loss: '~',
};
const GROUP_KINDS = Object.keys(SIGNS);

/** A group to which steps are added. */
interface Group extends PlanGroup {
  kind: GroupKind;
  items: string[];
}

interface Section {
  key: ApplicationKey;
  capability: Capability;
  groups: Map<string, Group>;
}

/** The section and the groups of a step: that of its number, and that of the application that loses it. */
function placesOf({ change, from, to, unchecked }: NumberStep, nameOf: (key: ApplicationKey) => string) {
  const places: [ApplicationKey | null, GroupKind, string][] = [];
  if (change === 'remove') {
    places.push([from, 'removal', unchecked ? 'assignment not checked' : 'becomes unassigned']);
  } else if (change === 'move' && from && to) {
    places.push([to, 'takeover', `from ${nameOf(from)}`], [from, 'loss', `to ${nameOf(to)}`]);
  } else if (from === null) {
    places.push([to, 'gain', unchecked ? 'assignment not checked' : 'unassigned']);
  } else {
    // It may be assigned to this application already.
    places.push([to, 'uncertain', 'assignment unknown']);
  }
  return places;
}

function groupsByApplication(steps: readonly Step[], nameOf: (key: ApplicationKey) => string): Section[] {
  const sections = new Map<string, Section>();
  const groupsOf = (step: NumberStep) =>
    placesOf(step, nameOf).flatMap(([key, kind, what]): Group[] => {
      if (!key) return [];
      const id = setName(key, step.capability);
      const section = sections.get(id) ?? { key, capability: step.capability, groups: new Map() };
      sections.set(id, section);
      const group = section.groups.get(what) ?? { kind, sign: SIGNS[kind], what, count: 0, items: [] };
      section.groups.set(what, group);
      return [group];
    });
  const known = new Map<string, Group[]>();
  let last: Step | undefined;
  let groups: Group[] = [];
  for (const step of steps) {
    if (isCallbackStep(step) || step.change === 'none') continue;
    // Nearly all of 100,000 steps belong to the same groups as the previous step, and the others to few groups.
    if (!last || !differOnlyInNumber(last, step)) {
      const { change, from, to, capability } = step;
      const name = `${change} ${from} ${to} ${capability}`;
      groups = known.get(name) ?? groupsOf(step);
      known.set(name, groups);
      last = step;
    }
    for (const group of groups) {
      group.count += 1;
      // The section of the other application lists what this one loses.
      if (group.kind !== 'loss') group.items.push(step.number);
    }
  }
  return [...sections.values()];
}

function numberSection(
  { key, capability, groups: all }: Section,
  name: string,
  sizes?: Sizes,
): NumberSection {
  const groups = [...all.values()].sort((a, b) => GROUP_KINDS.indexOf(a.kind) - GROUP_KINDS.indexOf(b.kind));
  const before = sizes?.get(setName(key, capability));
  const sum = (...kinds: GroupKind[]) =>
    groups.reduce((total, { kind, count }) => total + (kinds.includes(kind) ? count : 0), 0);
  const lost = sum('removal', 'loss');
  return {
    name: capability === 'voice' ? name : `${name} (${capability})`,
    before,
    after: before === undefined ? undefined : before + sum('gain', 'takeover') - lost,
    lost,
    groups,
  };
}

/** @param isMasked whether to hide what may be secret in URLs */
function callbackSections(
  steps: readonly CallbackStep[],
  nameOf: (key: ApplicationKey) => string,
  isMasked: boolean,
): CallbackSection[] {
  const shown = (url: string | null) => (url !== null && isMasked ? maskUrl(url) : url);
  const urlsOf = ({ callback, from, to }: CallbackStep) => {
    const [old, next] = [shown(from), shown(to)];
    return { callback, from: old, to: old === next ? `${next} (differs only in masked parts)` : next };
  };
  const sections = groupBy(steps, ({ application }) => application);
  return [...sections].map(([key, some]) => ({ name: nameOf(key), urls: some.map(urlsOf) }));
}

export interface ViewOptions {
  aliases: Aliases;
  /** The name of the profile; empty for a comparison of two files. */
  profile: string;
  sizes?: Sizes | undefined;
  /** Whether to hide what may be secret in URLs. */
  isMasked?: boolean;
  /** Whether it is a plan, and not the summary of a run that changes nothing. */
  isTitled?: boolean;
}

/** Steps as people review them, by application. */
export function planView(
  steps: readonly Step[],
  { aliases, profile, sizes, isMasked = false, isTitled = true }: ViewOptions,
): PlanView {
  const nameOf = (key: ApplicationKey): string => aliasOf(key, aliases) ?? key;
  const sections = groupsByApplication(steps, nameOf);
  const capabilities = [...new Set(sections.map(({ capability }) => capability))];
  const title = `Plan${profile && ` for profile ${profile}`}${capabilities.length === 1 ? ` (${capabilities[0]})` : ''}`;
  return {
    title: isTitled ? title : '',
    numbers: sections.map((section) => numberSection(section, nameOf(section.key), sizes)),
    callbacks: callbackSections(
      steps.filter((step): step is CallbackStep => isCallbackStep(step) && step.change !== 'none'),
      nameOf,
      isMasked,
    ),
    totals: totalsText(countChanges(steps)),
  };
}
