import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { free, ours, serving, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { serve } from '../support/serve.ts';
import { PROGRAM, start } from '../support/spawn.ts';

interface Step {
  name?: string;
  run?: string;
}

/** The example for a service, from its section of the guide. */
function example(service: string): string {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/ci.md', import.meta.url)), 'utf8');
  const section = guide.split(/^## /m).find((text) => text.startsWith(`${service}\n`));
  return /```(?:yaml|groovy)\n([\s\S]*?)```/.exec(section ?? '')?.[1] ?? '';
}

/** The scripts of the workflow, by step name. */
function scripts(): Record<string, string> {
  const { jobs } = parse(example('GitHub Actions')) as { jobs: Record<string, { steps: Step[] }> };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  return Object.fromEntries(steps.flatMap(({ name, run }) => (name && run ? [[name, run]] : [])));
}

/** A runner: the commands on its PATH, a checkout, and the files that GitHub gives each step. */
async function runner() {
  const { env, world, requests } = await serve();
  const home = newHome();
  const bin = home.path('.');
  const install = (name: string, text: string) => {
    writeFileSync(home.path(name), `#!/bin/sh\n${text}\n`);
    chmodSync(home.path(name), 0o755);
  };
  install('sinchctl', `exec "${process.execPath}" "${PROGRAM}" "$@"`);
  install('gh', 'echo "$@" > gh.txt');
  const step = (script: string, more: Record<string, string> = {}) =>
    start('bash', ['-e', '-c', script], {
      cwd: home.directory,
      env: {
        ...home.env,
        ...env,
        PATH: `${bin}:${process.env.PATH}`,
        GITHUB_STEP_SUMMARY: home.path('summary.md'),
        GITHUB_OUTPUT: home.path('output.txt'),
        GITHUB_SHA: 'abc123',
        ...more,
      },
    }).ended;
  return { step, world, home, requests, read: (name: string) => readFileSync(home.path(name), 'utf8') };
}

test('the guide has a workflow of four jobs', () => {
  expect(Object.keys(scripts())).toEqual(['comment', 'plan', 'apply', 'drift']);
});

test('GitHub Actions: the commands work as the guide describes: comment, plan, apply the plan, detect drift', async () => {
  const { comment = '', plan = '', apply = '', drift = '' } = scripts();
  const { step, home, world, read, requests } = await runner();
  expect((await step('sinchctl export > account.yaml')).code).toBe(0);
  expect((await step(drift)).code).toBe(0);
  const file = home.path('account.yaml');
  const entry = `        - "${ours}"\n`;
  writeFileSync(file, read('account.yaml').replace(entry, `${entry}        - "${free}"\n`));

  requests.length = 0;
  const commented = await step(comment, { PULL_REQUEST: '7', GH_TOKEN: 'x' });
  expect(commented.code, commented.stderr).toBe(0);
  expect(read('gh.txt')).toBe('pr comment 7 --body-file diff.md\n');
  expect(read('diff.md')).toContain(`+ ${free} voice`);
  const planned = await step(plan);
  expect(planned.code, planned.stderr).toBe(0);
  expect(read('summary.md')).toBe(read('diff.md'));
  expect(requests.every(({ method }) => method === 'GET')).toBe(true);
  expect((await step(drift)).code).toBe(8);

  const made = read('plan.json');
  writeFileSync(home.path('plan.json'), JSON.stringify({ ...JSON.parse(made), plan: '0'.repeat(32) }));
  expect((await step(apply)).code).toBe(7);
  expect(world.applicationOf(free, 'voice')).toBeNull();
  writeFileSync(home.path('plan.json'), made);
  const applied = await step(apply);
  expect(applied.code, applied.stderr).toBe(0);
  expect(serving(world, support)).toContain(free);
  expect((await step(drift)).code).toBe(0);

  expect((await step('sinchctl undo results.ndjson --yes')).code).toBe(0);
  expect(world.applicationOf(free, 'voice')).toBeNull();
});

test('a plan that cannot be made fails the job with an explanation', async () => {
  const { step, home } = await runner();
  writeFileSync(home.path('account.yaml'), 'version: 3\napplications: []\n');
  const { code, stderr } = await step(scripts().plan ?? '');
  expect(code).toBe(2);
  expect(stderr).toContain('account.yaml:1:10');
});

/** The scripts of the jobs that plan, apply, and detect drift. */
interface Pipeline {
  plan: string;
  apply: string;
  drift: string;
}

function gitlab(): Pipeline {
  const jobs = parse(example('GitLab CI')) as Record<string, { script: string[] }>;
  const of = (name: string) => jobs[name]?.script.join('\n') ?? '';
  return { plan: of('plan'), apply: of('apply'), drift: of('drift') };
}

function jenkins(): Pipeline {
  const text = example('Jenkins');
  const of = (stage: string) => {
    const body = text.split(/stage\('/).find((part) => part.startsWith(`${stage}'`)) ?? '';
    const [, long, short] = /sh (?:'''([\s\S]*?)'''|'(.*)'$)/m.exec(body) ?? [];
    return long ?? short ?? '';
  };
  return { plan: of('Plan'), apply: of('Apply'), drift: of('Drift') };
}

test.each([
  ['GitLab CI', gitlab()],
  ['Jenkins', jenkins()],
])('%s: the commands plan, apply the plan, and detect drift', async (_, { plan, apply, drift }) => {
  const { step, home, world, read } = await runner();
  expect((await step('sinchctl export > account.yaml')).code).toBe(0);
  const entry = `        - "${ours}"\n`;
  writeFileSync(
    home.path('account.yaml'),
    read('account.yaml').replace(entry, `${entry}        - "${free}"\n`),
  );
  expect((await step(drift)).code).toBe(8);
  const planned = await step(plan);
  expect(planned.code, planned.stderr).toBe(0);
  expect(planned.stdout).toContain(`+ ${free} voice`);
  const variables = { CI_COMMIT_SHA: 'abc123', BUILD_TAG: 'build-7' };
  const applied = await step(apply, variables);
  expect(applied.code, applied.stderr).toBe(0);
  expect(serving(world, support)).toContain(free);
  expect((await step(drift)).code).toBe(0);
  // The plan no longer matches the account.
  expect((await step(apply, variables)).code).toBe(7);
});
