import type { Env } from './environment.ts';

/** Where services say which run this is: a URL, or what comes nearest. The first that is set counts. */
const VARIABLES = [
  'CI_JOB_URL',
  'BUILDKITE_BUILD_URL',
  'CIRCLE_BUILD_URL',
  'TRAVIS_BUILD_WEB_URL',
  'BUILD_URL',
];

function onGitHub(env: Env): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : null;
}

function onAzure(env: Env): string | null {
  const { SYSTEM_COLLECTIONURI: server, SYSTEM_TEAMPROJECT: project, BUILD_BUILDID: id } = env;
  return server && project && id ? `${server}${project}/_build/results?buildId=${id}` : null;
}

/** The CI run that this process belongs to, as a URL; null where there is none, or none that we know. */
export function ciRunOf(env: Env): string | null {
  const named = VARIABLES.map((name) => env[name]).find((value) => value);
  return onGitHub(env) ?? onAzure(env) ?? named ?? null;
}
