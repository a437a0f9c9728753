import { expect, test } from 'vitest';
import { ciRunName, ciRunOf } from '../../../src/history/ci-run.ts';

const azure = (collection: string, project: string) => ({
  SYSTEM_COLLECTIONURI: collection,
  SYSTEM_TEAMPROJECT: project,
  BUILD_BUILDID: '7',
});

test.each([
  [
    { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/phones', GITHUB_RUN_ID: '42' },
    'https://github.com/acme/phones/actions/runs/42',
  ],
  [
    azure('https://dev.azure.com/acme/', 'Phones'),
    'https://dev.azure.com/acme/Phones/_build/results?buildId=7',
  ],
  [
    azure('https://tfs.example.com/Default Collection/', 'Our Phones #1 & 100% é?'),
    'https://tfs.example.com/Default%20Collection/Our%20Phones%20%231%20%26%20100%25%20%C3%A9%3F/_build/results?buildId=7',
  ],
  [
    azure('https://tfs.example.com/A%20B/', '%20'),
    'https://tfs.example.com/A%20B/%2520/_build/results?buildId=7',
  ],
  [{ BUILD_URL: 'https://ci.example.com/job/our phones/7/' }, 'https://ci.example.com/job/our%20phones/7/'],
  [
    { BUILD_URL: 'https://ci.example.com/job/a%20b%2Fc/7/?x=1&y=[2]#z' },
    'https://ci.example.com/job/a%20b%2Fc/7/?x=1&y=[2]#z',
  ],
  [
    { CI_JOB_URL: 'https://ci.example.com/100% of\t"é🎉"\ud800' },
    'https://ci.example.com/100%25%20of%09%22%C3%A9%F0%9F%8E%89%22%EF%BF%BD',
  ],
  [{ BUILD_URL: 'http://[::1]:8080/job/1' }, 'http://[::1]:8080/job/1'],
  [{ BUILD_URL: '' }, null],
  [{}, null],
])('the URL of %j', (env, url) => {
  expect(ciRunOf(env)).toBe(url);
});

test.each([
  ['https://github.com/acme/phones/actions/runs/812', 'GitHub run 812'],
  ['https://github.example.com/acme/phones/actions/runs/10234567890', 'GitHub run 10234567890'],
  ['https://github.com/acme/phones/actions/runs/812/job/7', null],
  ['https://ci.example.com/run/7', null],
  ['7', null],
  [null, null],
])('the name of %j', (url, name) => {
  expect(ciRunName(url)).toBe(name);
});
