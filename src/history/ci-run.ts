import type { Env } from '../core/environment.ts';

/** The variables in which CI services provide the URL of a run. */
const RUN_URLS = [
  'CI_JOB_URL',
  'BUILDKITE_BUILD_URL',
  'CIRCLE_BUILD_URL',
  'TRAVIS_BUILD_WEB_URL',
  'BUILD_URL',
];
const GITHUB = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'];
const AZURE = ['SYSTEM_COLLECTIONURI', 'SYSTEM_TEAMPROJECT', 'BUILD_BUILDID'];

/** All variables that are read, by service. */
export const CI_VARIABLES = {
  'GitHub Actions': GITHUB,
  'Azure Pipelines': AZURE,
  'other services': RUN_URLS,
};

/** Without lone surrogates, which have no encoded form. */
const encode = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

/** A URL with spaces and similar characters encoded, because a terminal would end the link there. */
const asLink = (url: string): string => url.replace(/[^!-~]+|["<>\\^`{|}]|%(?![\da-f]{2})/gi, encode);

/** `GitHub run 812` for the URL of a run on GitHub Actions; null for another URL. */
export function ciRunName(url: string | null): string | null {
  const [, id] = /\/actions\/runs\/(\d+)$/.exec(url ?? '') ?? [];
  return id ? `GitHub run ${id}` : null;
}

/** The URL of the CI run of this process; null if there is none or the service is unknown. */
export function ciRunOf(env: Env): string | null {
  const areSet = (names: readonly string[]) => names.every((name) => env[name]);
  const [server, repository, id] = GITHUB.map((name) => env[name]);
  if (areSet(GITHUB)) return asLink(`${server}/${repository}/actions/runs/${id}`);
  const [collection, project = '', build] = AZURE.map((name) => env[name]);
  if (areSet(AZURE)) return asLink(`${collection}${encode(project)}/_build/results?buildId=${build}`);
  const url = RUN_URLS.map((name) => env[name]).find((value) => value);
  return url ? asLink(url) : null;
}
