import type { Env } from '../core/environment.ts';

/** The variables in which CI services give the URL of a run. The first that is set counts. */
const URLS = ['CI_JOB_URL', 'BUILDKITE_BUILD_URL', 'CIRCLE_BUILD_URL', 'TRAVIS_BUILD_WEB_URL', 'BUILD_URL'];
const GITHUB = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'];
const AZURE = ['SYSTEM_COLLECTIONURI', 'SYSTEM_TEAMPROJECT', 'BUILD_BUILDID'];

/** All variables that are read, by service. */
export const CI_VARIABLES = { GitHub: GITHUB, Azure: AZURE, 'other services': URLS };

/** The values of all of these; undefined when one is missing. */
function allOf(env: Env, names: readonly string[]): string[] | undefined {
  const values = names.map((name) => env[name] || '');
  return values.includes('') ? undefined : values;
}

function onGitHub(env: Env): string | undefined {
  const [server, repository, id] = allOf(env, GITHUB) ?? [];
  return server && `${server}/${repository}/actions/runs/${id}`;
}

function onAzure(env: Env): string | undefined {
  const [server, project, id] = allOf(env, AZURE) ?? [];
  return server && `${server}${project}/_build/results?buildId=${id}`;
}

/** The URL of the CI run that this process belongs to; null where there is none, or its service is unknown. */
export function ciRunOf(env: Env): string | null {
  const named = URLS.map((name) => env[name]).find((value) => value);
  return onGitHub(env) ?? onAzure(env) ?? named ?? null;
}
