import config from './vitest.config.ts';

const { TESTS = 'test/unit/{account,api,core,engine,history,input,platform,state-file}/**/*.test.ts' } =
  process.env;
const { projects: _projects, sequence: _sequence, ...test } = config.test ?? {};

/** For mutation runs: only the test files in TESTS, because they run again for every mutant that they cover. */
export default { ...config, test: { ...test, include: TESTS.split(' ') } };
